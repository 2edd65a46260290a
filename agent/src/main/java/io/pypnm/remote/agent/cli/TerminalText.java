package io.pypnm.remote.agent.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What a terminal would show: carriage return and backspace move back, and what comes then overwrites; escape
/// sequences (ECMA-48 section 5.4) and other control characters show nothing.
final class TerminalText {
    private static final Pattern ESCAPES = Pattern.compile("\u001b(\\[[0-?]*[ -/]*[@-~]|[@-Z\\\\-_])");

    private TerminalText() {}

    /// The lines of `text`, the last one unterminated and perhaps empty. Spaces at their ends are cut off but for the
    /// last one's.
    static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        String[] raw = ESCAPES.matcher(text).replaceAll("").split("\n", -1);
        for (int i = 0; i < raw.length - 1; i++) {
            lines.add(line(raw[i]).stripTrailing());
        }
        lines.add(line(raw[raw.length - 1]));
        return lines;
    }

    private static String line(String raw) {
        if (raw.chars().noneMatch(c -> c < ' ' || c == 0x7f)) {
            return raw;
        }
        var shown = new StringBuilder(raw.length());
        int column = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '\r') {
                column = 0;
            } else if (c == '\b') {
                column = Math.max(0, column - 1);
            } else if (c == '\t' || (c >= ' ' && c != 0x7f)) {
                if (column < shown.length()) {
                    shown.setCharAt(column, c);
                } else {
                    shown.append(c);
                }
                column++;
            }
        }
        return shown.toString();
    }
}
