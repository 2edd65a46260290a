package io.pypnm.remote.system.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Reads the log of strace. A call that another thread's came in between of has two lines, `NAME(... <unfinished ...>`
/// and `<... NAME resumed>...`, which are put together here.
public final class TraceReader {
    private static final String UNFINISHED = " <unfinished ...>";
    private static final String RESUMED = " resumed>";

    private final Predicate<String> wanted;
    private final Map<String, Begun> begun = new HashMap<>();
    private final List<Syscall> calls = new ArrayList<>();

    /// A call that has been entered.
    private record Begun(String text, int line) {}

    private TraceReader(Predicate<String> wanted) {
        this.wanted = wanted;
    }

    /// Reads the calls on what is wanted, in the order of their return.
    ///
    /// @param wanted by path, or `socket:[number]`
    public static List<Syscall> read(Path log, Predicate<String> wanted) throws IOException {
        var reader = new TraceReader(wanted);
        // strace writes all that is not ASCII as escapes.
        try (BufferedReader lines = Files.newBufferedReader(log, StandardCharsets.ISO_8859_1)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reader.line(line, number++);
            }
        }
        return reader.calls;
    }

    private void line(String line, int number) {
        int afterThread = line.indexOf(' ');
        int time = skipBlanks(line, afterThread);
        int afterTime = line.indexOf(' ', time);
        if (afterThread < 0 || afterTime < 0) {
            return;
        }
        String thread = line.substring(0, afterThread);
        String call = line.substring(afterTime + 1);
        if (call.endsWith(UNFINISHED)) {
            begun.put(thread, new Begun(call.substring(0, call.length() - UNFINISHED.length()), number));
        } else if (call.startsWith("<... ")) {
            Begun first = begun.remove(thread);
            int rest = call.indexOf(RESUMED);
            if (first != null && rest > 0) {
                add(
                        first.text() + call.substring(rest + RESUMED.length()),
                        first.line(),
                        number,
                        resumedAt(line, time));
            }
        } else {
            add(call, number, number, micros(line.substring(time, afterTime)));
        }
    }

    /// A resumed line has the time of the resumption itself.
    private static long resumedAt(String line, int time) {
        return -micros(line.substring(time, line.indexOf(' ', time)));
    }

    /// @param at when it was entered, or, negative, when it returned
    private void add(String call, int entered, int returned, long at) {
        int open = call.indexOf('(');
        int end = call.lastIndexOf(") = ");
        if (open < 0 || end < open) {
            return;
        }
        String name = call.substring(0, open);
        String arguments = call.substring(open + 1, end);
        Optional<Target> target = target(name, arguments);
        if (target.isPresent() && wanted.test(target.get().text())) {
            String[] result = call.substring(end + ") = ".length()).split("[ <]", 2);
            long value = result[0].startsWith("?") ? -1 : Long.parseLong(result[0]);
            calls.add(new Syscall(
                    name,
                    name.equals("openat") ? (int) value : target.get().descriptor(),
                    target.get().text(),
                    target.get().second(),
                    carriesData(name) ? data(name, arguments, value) : new byte[0],
                    number(name, arguments),
                    value,
                    entered,
                    returned,
                    at < 0 ? -at : at + duration(call)));
        }
    }

    private record Target(int descriptor, String text, String second) {}

    private static Optional<Target> target(String name, String arguments) {
        return switch (name) {
            case "openat", "unlinkat", "rename", "renameat", "renameat2", "unlink" -> {
                List<String> paths = CStrings.all(arguments).stream()
                        .map(path -> new String(path, StandardCharsets.UTF_8))
                        .toList();
                yield paths.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Target(-1, paths.getFirst(), paths.size() > 1 ? paths.get(1) : ""));
            }
            default -> descriptor(arguments);
        };
    }

    /// `93</tmp/ledger.db-wal>` or `40<socket:[1234]>`.
    private static Optional<Target> descriptor(String arguments) {
        int open = arguments.indexOf('<');
        int close = arguments.indexOf('>', open);
        if (open <= 0 || close < 0 || !Character.isDigit(arguments.charAt(0))) {
            return Optional.empty();
        }
        String text = arguments.substring(open + 1, close).replace("(deleted)", "");
        return Optional.of(new Target(Integer.parseInt(arguments.substring(0, open)), text, ""));
    }

    private static boolean carriesData(String name) {
        return switch (name) {
            case "read",
                    "readv",
                    "write",
                    "writev",
                    "pwrite64",
                    "pwritev",
                    "sendto",
                    "sendmsg",
                    "recvfrom",
                    "recvmsg" -> true;
            default -> false;
        };
    }

    /// What was moved, of what was offered.
    private static byte[] data(String name, String arguments, long result) {
        if (result <= 0) {
            return new byte[0];
        }
        byte[] all = CStrings.joined(arguments);
        if (all.length < result && !name.startsWith("recv")) {
            throw new IllegalStateException(name + " moved " + result + " bytes, the log has " + all.length);
        }
        return all.length == result ? all : Arrays.copyOf(all, (int) Math.min(all.length, result));
    }

    private static long number(String name, String arguments) {
        return switch (name) {
            case "pwrite64", "pwritev", "ftruncate" ->
                Long.parseLong(
                        arguments.substring(arguments.lastIndexOf(',') + 1).strip());
            case "lseek" -> Long.parseLong(arguments.split(",", 3)[1].strip());
            case "openat" ->
                (arguments.contains("O_TRUNC") ? Syscall.TRUNCATES : 0)
                        | (arguments.contains("O_APPEND") ? Syscall.APPENDS : 0);
            default -> 0;
        };
    }

    private static long micros(String seconds) {
        int point = seconds.indexOf('.');
        return Long.parseLong(seconds.substring(0, point)) * 1_000_000 + Long.parseLong(seconds.substring(point + 1));
    }

    private static long duration(String call) {
        int open = call.lastIndexOf('<');
        return open < 0 || !call.endsWith(">") ? 0 : micros(call.substring(open + 1, call.length() - 1));
    }

    private static int skipBlanks(String line, int from) {
        int at = Math.max(from, 0);
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        return at;
    }
}
