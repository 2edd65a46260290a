package io.pypnm.remote.contracts.config;

import java.util.regex.Pattern;

/// One thing wrong with a configuration. Never contains the value of a [Secret].
///
/// @param origin  where to look
/// @param key     full name such as `peer_tunnels[1].ssh_port`; empty if the file as a whole is meant
/// @param message what is wrong and what would be right
public record Problem(Origin origin, String key, String message) {
    private static final int MAX_PRINTED = 300;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    public Problem {
        key = printable(key);
        message = printable(message);
    }

    /// Compilers' form, `file:line:column: key: message`, so that editors can jump to it.
    @Override
    public String toString() {
        String place = origin instanceof Origin.BuiltIn ? "" : origin + ": ";
        return key.isEmpty() ? place + message : place + key + ": " + message;
    }

    /// Files and variables may hold anything; what we print of them cannot steer a terminal or flood it.
    static String printable(String text) {
        String cut = text.length() > MAX_PRINTED ? text.substring(0, MAX_PRINTED) + "..." : text;
        return UNPRINTABLE.matcher(cut).replaceAll("?");
    }
}
