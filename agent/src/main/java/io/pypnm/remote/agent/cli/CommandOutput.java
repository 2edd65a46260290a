package io.pypnm.remote.agent.cli;

import java.util.ArrayList;
import java.util.List;

/// What stands on a terminal after a command: its echo, what it printed, and prompts.
///
/// @param lines  at least one; the last one is unterminated
/// @param prompt of the device, without spaces at its end
record CommandOutput(List<String> lines, String prompt) {
    /// Whether the last line stands at the end of the one before it, too, empty lines not counted.
    static boolean isRepeated(List<String> lines) {
        int before = lineBefore(lines, lines.size() - 1);
        return before >= 0 && lines.get(before).endsWith(lines.getLast().stripTrailing());
    }

    private static int lineBefore(List<String> lines, int index) {
        int before = index - 1;
        while (before >= 0 && lines.get(before).isEmpty()) {
            before--;
        }
        return before;
    }

    /// What the command printed, when its prompt is there and one more for each empty line that was typed then; fewer
    /// if a pager took one. They stand one below the other, or in one line where the echo of the empty line came early.
    List<String> whole(String command, int enters) {
        int own = lineBefore(lines, lines.size() - 1);
        String unterminated = withoutPrompt(lines.get(own));
        for (int more = 1; more < enters; more++) {
            int before = lineBefore(lines, own);
            if (unterminated.endsWith(prompt)) {
                unterminated = withoutPrompt(unterminated);
            } else if (unterminated.isEmpty()
                    && before >= 0
                    && lines.get(before).endsWith(prompt)) {
                own = before;
                unterminated = withoutPrompt(lines.get(own));
            }
        }
        List<String> printed = new ArrayList<>(withoutEcho(command, lines.subList(0, own)));
        if (!unterminated.isEmpty()) {
            printed.add(unterminated);
        }
        return printed;
    }

    private String withoutPrompt(String line) {
        return line.endsWith(prompt) ? line.substring(0, line.length() - prompt.length()) : "";
    }

    /// What the command has printed so far.
    List<String> part(String command) {
        List<String> printed = withoutEcho(command, lines);
        return !printed.isEmpty() && printed.getLast().isEmpty() ? printed.subList(0, printed.size() - 1) : printed;
    }

    /// The echo is the first line, or the one behind a prompt that came late.
    private static List<String> withoutEcho(String command, List<String> lines) {
        for (int i = 0; i < Math.min(lines.size(), 2); i++) {
            if (lines.get(i).endsWith(command.strip())) {
                return lines.subList(i + 1, lines.size());
            }
        }
        return lines;
    }
}
