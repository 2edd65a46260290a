package io.pypnm.remote.agent.policy;

import io.pypnm.remote.agent.operation.CommandRefusedException;
import io.pypnm.remote.agent.operation.Credentials;
import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.policy.CredentialConfig.Access;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.outcome.RefusalCode;

/// Finds the credential for a device. There is no community of last resort: what is not configured is refused, since a
/// guessed one would be sent in clear to a device that has another. Immutable.
public final class CredentialStore implements Credentials {
    private final CredentialConfig config;

    public CredentialStore(CredentialConfig config) {
        this.config = config;
    }

    @Override
    public SnmpSecurity snmp(SnmpAccess access, DeviceAddress address, boolean write) throws CommandRefusedException {
        return switch (access) {
            case SnmpAccess.Automatic _ -> choose(config.byAddress().getOrDefault(address, config.modems()), write);
            case SnmpAccess.ByRole(SnmpAccess.DeviceRole role) ->
                choose(
                        switch (role) {
                            case CM -> config.modems();
                            case CMTS -> config.byAddress().getOrDefault(address, config.cmtss());
                        },
                        write);
            case SnmpAccess.Profile(String name) -> choose(named(name), write);
            case SnmpAccess.Community(Secret community) -> inline(community);
        };
    }

    private Access named(String name) throws CommandRefusedException {
        Access access = config.byName().get(name);
        if (access == null) {
            throw new CommandRefusedException(
                    RefusalCode.CREDENTIAL_UNKNOWN, "this agent has no credential named " + name);
        }
        return access;
    }

    private SnmpSecurity inline(Secret community) throws CommandRefusedException {
        if (!config.allowInline()) {
            throw new CommandRefusedException(
                    RefusalCode.POLICY, "a request may not bring a community: allow_inline_credentials is false");
        }
        return new SnmpSecurity.Community(community);
    }

    private static SnmpSecurity choose(Access access, boolean write) throws CommandRefusedException {
        SnmpSecurity chosen = write ? access.write() : access.read();
        if (chosen == null) {
            throw new CommandRefusedException(
                    RefusalCode.CREDENTIAL_UNKNOWN,
                    "this agent has no " + (write ? "write_community" : "community") + " in " + access.origin()
                            + ", nor an SNMPv3 user");
        }
        return chosen;
    }
}
