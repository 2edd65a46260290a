package io.pypnm.remote.agent.snmp;

import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.List;

/// What a device answered to one request.
///
/// @param errorStatus 0 if it worked (RFC 3416 section 3)
/// @param errorIndex  which varbind of the request is at fault, from 1; 0 if none is named
public record SnmpResponse(int errorStatus, int errorIndex, List<VarBind> varBinds) {
    public SnmpResponse {
        varBinds = List.copyOf(varBinds);
    }

    /// Which of the objects asked for is at fault, from 0; -1 if the device names none of them.
    public int faultyPosition(int asked) {
        return errorIndex >= 1 && errorIndex <= asked ? errorIndex - 1 : -1;
    }
}
