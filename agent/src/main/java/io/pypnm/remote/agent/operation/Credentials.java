package io.pypnm.remote.agent.operation;

import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.config.Secret;

/// The agent's own secrets, by role, device or name. Safe for use by many threads.
public interface Credentials {
    /// The SNMP v2c community to use, the write community for a SET.
    ///
    /// @throws CommandRefusedException if there is none (`CREDENTIAL_UNKNOWN`), or if the request brought one and
    ///     may not (`POLICY`)
    Secret community(SnmpAccess access, DeviceAddress address, boolean write) throws CommandRefusedException;
}
