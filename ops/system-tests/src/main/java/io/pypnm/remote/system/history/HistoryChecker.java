package io.pypnm.remote.system.history;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads history files, and the lab's logs of SETs, and prints what became of the commands in them.
///
/// | exit code | means                                                         |
/// |-----------|---------------------------------------------------------------|
/// | 0         | every invariant holds                                         |
/// | 1         | one does not; the report names what was seen                  |
/// | 2         | no file was given, one is not a history, or nothing was tried |
public final class HistoryChecker {
    private HistoryChecker() {}

    /// Runs it on the files named.
    public static void main(String[] files) {
        System.exit(run(files, System.out, System.err));
    }

    /// Runs it.
    ///
    /// @return the exit code
    public static int run(String[] files, PrintStream out, PrintStream err) {
        if (files.length == 0) {
            err.println("usage: HistoryChecker FILE... (histories, and the lab's logs of SETs)");
            return 2;
        }
        try {
            Report report = Report.of(History.of(read(files)), Limits.DEFAULT);
            if (report.attempted() == 0) {
                err.println("nothing was attempted: such a history proves nothing");
                return 2;
            }
            out.print(report.text());
            return report.isGood() ? 0 : 1;
        } catch (IOException | IllegalArgumentException e) {
            err.println(e.getMessage());
            return 2;
        }
    }

    private static List<HistoryEvent> read(String[] files) throws IOException {
        var json = new EventJson();
        List<HistoryEvent> events = new ArrayList<>();
        for (String file : files) {
            List<String> lines = Files.readAllLines(Path.of(file));
            for (int i = 0; i < lines.size(); i++) {
                try {
                    events.add(json.read(lines.get(i)));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(file + ":" + (i + 1) + ": " + e.getMessage(), e);
                }
            }
        }
        return events;
    }
}
