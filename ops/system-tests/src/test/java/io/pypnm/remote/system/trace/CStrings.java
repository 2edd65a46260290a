package io.pypnm.remote.system.trace;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// The string literals of C in a line of strace: `"GET /\r\n"`, `"\1\377"`.
final class CStrings {
    private CStrings() {}

    static byte[] joined(String text) {
        var out = new ByteArrayOutputStream(text.length());
        all(text).forEach(out::writeBytes);
        return out.toByteArray();
    }

    /// @throws IllegalStateException if strace has cut one short, which it shows by dots behind it
    static List<byte[]> all(String text) {
        List<byte[]> strings = new ArrayList<>();
        for (int at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at)) {
            var out = new ByteArrayOutputStream();
            at = one(text, at + 1, out);
            if (text.startsWith("...", at)) {
                throw new IllegalStateException(
                        "strace has cut short: " + text.substring(0, Math.min(80, text.length())));
            }
            strings.add(out.toByteArray());
        }
        return strings;
    }

    /// @return the place behind the closing quote
    private static int one(String text, int from, ByteArrayOutputStream out) {
        int at = from;
        while (text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c != '\\') {
                out.write(c);
                continue;
            }
            char escaped = text.charAt(at++);
            switch (escaped) {
                case 'n' -> out.write('\n');
                case 'r' -> out.write('\r');
                case 't' -> out.write('\t');
                case 'v' -> out.write('\u000b');
                case 'f' -> out.write('\f');
                case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                    int value = escaped - '0';
                    for (int digits = 1; digits < 3 && isOctal(text.charAt(at)); digits++) {
                        value = value * 8 + (text.charAt(at++) - '0');
                    }
                    out.write(value);
                }
                default -> out.write(escaped);
            }
        }
        return at + 1;
    }

    private static boolean isOctal(char c) {
        return c >= '0' && c <= '7';
    }
}
