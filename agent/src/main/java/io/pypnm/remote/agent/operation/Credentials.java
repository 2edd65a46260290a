package io.pypnm.remote.agent.operation;

import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.SnmpAccess;

/// The agent's own secrets, by role, device or name. Safe for use by many threads.
public interface Credentials {
    /// As whom to speak to a device, the one who may write for a SET.
    ///
    /// @throws CommandRefusedException if there is none (`CREDENTIAL_UNKNOWN`), or if the request brought one and
    ///     may not (`POLICY`)
    SnmpSecurity snmp(SnmpAccess access, DeviceAddress address, boolean write) throws CommandRefusedException;
}
