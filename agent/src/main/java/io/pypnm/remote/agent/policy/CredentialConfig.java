package io.pypnm.remote.agent.policy;

import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.config.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// As whom the agent speaks SNMP.
///
/// @param modems      for the role `cm`
/// @param cmtss       for the role `cmts`
/// @param byAddress   of `cmts_list`: CMTSs with credentials of their own
/// @param byName      of `credentials`: what a request may name
/// @param allowInline whether a request may bring its own, as PyPNM's do
public record CredentialConfig(
        Access modems,
        Access cmtss,
        Map<DeviceAddress, Access> byAddress,
        Map<String, Access> byName,
        boolean allowInline) {
    public CredentialConfig {
        byAddress = Map.copyOf(byAddress);
        byName = Map.copyOf(byName);
    }

    /// Who reads and who writes, as far as it is known.
    ///
    /// @param origin the object of the file that says so, for messages
    public record Access(
            String origin,
            @Nullable SnmpSecurity read,
            @Nullable SnmpSecurity write) {
        /// An SNMPv3 user reads and writes: what they may is said on the device, by its access control (RFC 3415).
        private static Access of(
                Settings settings, String usmKey, String origin, Optional<Secret> read, Optional<Secret> write) {
            Optional<SnmpSecurity.Usm> usm = UsmConfig.from(settings.key(usmKey).section());
            settings.check(
                    usm.isEmpty() || (read.isEmpty() && write.isEmpty()),
                    "cannot stand beside a community; keep one",
                    usmKey + ".user");
            return usm.map(user -> new Access(origin, user, user))
                    .orElseGet(() -> new Access(origin, community(read), community(write)));
        }

        private static @Nullable SnmpSecurity community(Optional<Secret> secret) {
            return secret.map(SnmpSecurity.Community::new).orElse(null);
        }

        private static Access from(Settings settings, String origin) {
            return of(
                    settings,
                    "usm",
                    origin,
                    settings.key("community").secret().optional(),
                    settings.key("write_community").secret().optional());
        }
    }

    /// Reads `cm_access`, `cmts_access`, `cmts_list` and `credentials`, and upstream's other names for them.
    ///
    /// @param cmtss the entries of `cmts_list` with their addresses
    public static CredentialConfig from(Settings settings, Map<DeviceAddress, Settings> cmtss) {
        Map<DeviceAddress, Access> byAddress = new HashMap<>();
        cmtss.forEach((address, entry) -> byAddress.put(address, Access.from(entry, "cmts_list " + address)));
        Map<String, Access> byName = new HashMap<>();
        settings.key("credentials")
                .namedSections()
                .forEach((name, entry) -> byName.put(name, Access.from(entry, "credentials." + name)));
        return new CredentialConfig(
                modems(settings),
                cmtss(settings),
                byAddress,
                byName,
                settings.key("allow_inline_credentials").flag().orElse(true));
    }

    private static Access modems(Settings settings) {
        return Access.of(
                settings,
                "cm_access.usm",
                "cm_access",
                settings.key("cm_access.community")
                        .alias("cm_direct.community", "modem_community")
                        .env("PYPNM_CM_COMMUNITY", "MODEM_COMMUNITY", "CM_SNMP_COMMUNITY")
                        .secret()
                        .optional(),
                settings.key("cm_access.write_community")
                        .alias("cm_direct.write_community", "modem_write_community")
                        .env("PYPNM_CM_WRITE_COMMUNITY", "MODEM_WRITE_COMMUNITY", "CM_RW_COMMUNITY")
                        .secret()
                        .optional());
    }

    private static Access cmtss(Settings settings) {
        return Access.of(
                settings,
                "cmts_access.usm",
                "cmts_access",
                settings.key("cmts_access.community")
                        .alias("cmts_community")
                        .env("PYPNM_CMTS_COMMUNITY", "CMTS_SNMP_COMMUNITY", "CMTS_COMMUNITY")
                        .secret()
                        .optional(),
                settings.key("cmts_access.write_community")
                        .alias("cmts_write_community")
                        .env("PYPNM_CMTS_WRITE_COMMUNITY", "CMTS_WRITE_COMMUNITY")
                        .secret()
                        .optional());
    }
}
