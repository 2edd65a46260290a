package io.pypnm.remote.lab.snmp;

import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.List;

/// One request as it came.
///
/// @param nonRepeaters   of a GETBULK, as sent, so possibly negative; without meaning in others
/// @param maxRepetitions the same
public record Request(
        RequestType type,
        int requestId,
        String community,
        int nonRepeaters,
        int maxRepetitions,
        List<VarBind> varBinds) {
    public Request {
        varBinds = List.copyOf(varBinds);
    }
}
