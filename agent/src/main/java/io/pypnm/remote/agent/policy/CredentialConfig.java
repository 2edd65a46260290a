package io.pypnm.remote.agent.policy;

import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.config.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The agent's communities.
///
/// @param modems      for the role `cm`
/// @param cmtss       for the role `cmts`
/// @param byAddress   of `cmts_list`: CMTSs with communities of their own
/// @param byName      of `credentials`: what a request may name
/// @param allowInline whether a request may bring its own, as PyPNM's do
public record CredentialConfig(
        Communities modems,
        Communities cmtss,
        Map<DeviceAddress, Communities> byAddress,
        Map<String, Communities> byName,
        boolean allowInline) {
    public CredentialConfig {
        byAddress = Map.copyOf(byAddress);
        byName = Map.copyOf(byName);
    }

    /// What to read and what to write with, as far as it is known.
    ///
    /// @param origin the object of the file that has them, for messages
    public record Communities(
            String origin, @Nullable Secret read, @Nullable Secret write) {
        private static Communities of(String origin, Optional<Secret> read, Optional<Secret> write) {
            return new Communities(origin, read.orElse(null), write.orElse(null));
        }

        private static Communities from(Settings settings, String origin) {
            return of(
                    origin,
                    settings.key("community").secret().optional(),
                    settings.key("write_community").secret().optional());
        }
    }

    /// Reads `cm_access`, `cmts_access`, `cmts_list` and `credentials`, and upstream's other names for them.
    ///
    /// @param cmtss the entries of `cmts_list` with their addresses
    public static CredentialConfig from(Settings settings, Map<DeviceAddress, Settings> cmtss) {
        Map<DeviceAddress, Communities> byAddress = new HashMap<>();
        cmtss.forEach((address, entry) -> byAddress.put(address, Communities.from(entry, "cmts_list " + address)));
        Map<String, Communities> byName = new HashMap<>();
        settings.key("credentials")
                .namedSections()
                .forEach((name, entry) -> byName.put(name, Communities.from(entry, "credentials." + name)));
        return new CredentialConfig(
                modems(settings),
                cmtss(settings),
                byAddress,
                byName,
                settings.key("allow_inline_credentials").flag().orElse(true));
    }

    private static Communities modems(Settings settings) {
        return Communities.of(
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

    private static Communities cmtss(Settings settings) {
        return Communities.of(
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
