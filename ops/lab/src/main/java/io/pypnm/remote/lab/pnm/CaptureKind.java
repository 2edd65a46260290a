package io.pypnm.remote.lab.pnm;

import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.lab.mib.Syntax;
import java.util.List;
import java.util.Map;

/// What sets one kind of capture apart from the others in DOCS-PNM-MIB.
///
/// @param entry      of its table
/// @param test       its number in docsPnmCmCtlTest; 0 if it may run beside others
/// @param enable     arc of the column that starts it
/// @param status     arc of its MeasStatus
/// @param files      that it makes
/// @param parameters that can be set
/// @param results    columns that it fills in, with what they are before
record CaptureKind(
        Oid entry,
        int test,
        int enable,
        int status,
        List<FileName> files,
        List<Parameter> parameters,
        Map<Integer, SnmpValue> results) {

    /// A file, by its name.
    ///
    /// @param arc    of the column with its name
    /// @param prefix of the name that a modem gives it
    record FileName(int arc, String prefix) {}

    /// What can be set before it starts.
    ///
    /// @param initial before it is set
    record Parameter(int arc, SnmpValue initial, Syntax syntax) {}
}
