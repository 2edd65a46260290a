package io.pypnm.remote.agent.snmp;

import java.util.List;
import java.util.OptionalInt;

/// The names of error-status (RFC 3416 section 3).
public final class ErrorNames {
    private static final List<String> NAMES = List.of(
            "noError",
            "tooBig",
            "noSuchName",
            "badValue",
            "readOnly",
            "genErr",
            "noAccess",
            "wrongType",
            "wrongLength",
            "wrongEncoding",
            "wrongValue",
            "noCreation",
            "inconsistentValue",
            "resourceUnavailable",
            "commitFailed",
            "undoFailed",
            "authorizationError",
            "notWritable",
            "inconsistentName");

    private ErrorNames() {}

    /// Name and number, such as `genErr (5)`.
    public static String describe(int status) {
        String name = status >= 0 && status < NAMES.size() ? NAMES.get(status) : "error-status";
        return name + " (" + status + ")";
    }

    /// The number of a name; empty if there is none of that name.
    public static OptionalInt number(String name) {
        int number = NAMES.indexOf(name);
        return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
