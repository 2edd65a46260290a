package io.pypnm.remote.agent.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.CommandIds;
import io.pypnm.remote.contracts.command.Effect;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalCrashTest {
    private static final JournalConfig CONFIG =
            new JournalConfig(1 << 20, 1 << 20, 1000, 256, 4 << 10, Duration.ofHours(25));

    private static final JournalConfig LARGE = JournalConfig.STANDARD;

    @TempDir
    Path directory;

    /// The child appends as fast as it can, rewriting its file every few records, and says what it was promised.
    @Test
    void everythingPromisedBeforeKillIsThereAfterIt() throws Exception {
        for (int round = 0; round < 3; round++) {
            Process child = new ProcessBuilder(commandLine(Integer.toString(round)))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Set<CommandId> promised = new HashSet<>();
            try (var out = new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
                while (promised.size() < 100 + 37 * round) {
                    promised.add(CommandId.parse(out.readLine()));
                }
                child.toHandle().destroyForcibly();
                for (String line = out.readLine(); line != null && line.length() == 36; line = out.readLine()) {
                    promised.add(CommandId.parse(line));
                }
            }
            assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();

            try (Journal journal = Journal.open(directory, CONFIG, InstantSource.system())) {
                Set<CommandId> found = new HashSet<>();
                journal.interrupted().forEach(entry -> found.add(entry.id()));
                journal.unreceived().forEach(entry -> found.add(entry.id()));
                assertThat(found).containsAll(promised);
                found.forEach(journal::delivered);
            }
        }
    }

    @Test
    void appendThatFindsTheDiskFullLeavesNoTraceAndTheNextThatFitsSucceeds() throws Exception {
        assertThatWhatWasPromisedIsThere(fill(900, Afterwards.ROOM_FOR_A_SMALL_ONE));
    }

    /// With outcomes of this size the limit lies within the marker that says what was synced.
    @Test
    void diskThatIsFullAtTheSyncMarkerEndsNothing() throws Exception {
        assertThatWhatWasPromisedIsThere(fill(909, Afterwards.NO_ROOM));
    }

    /// What is left of the disk after outcomes of one size fit no more.
    private enum Afterwards {
        ROOM_FOR_A_SMALL_ONE,
        NO_ROOM
    }

    /// The child may write 100 KiB into a file, which looks to it as a full disk does: a write that stops half way.
    /// Returns what it was promised.
    private List<String> fill(int outcomeBytes, Afterwards afterwards) throws Exception {
        ProcessBuilder child = new ProcessBuilder("bash", "-c", "ulimit -f 100; exec \"$@\"", "bash");
        child.command().addAll(commandLine("fill", Integer.toString(outcomeBytes), afterwards.name()));
        Process process = child.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<String> promised;
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            promised = out.lines().toList();
        }
        assertThat(process.waitFor()).isZero();
        return promised;
    }

    private void assertThatWhatWasPromisedIsThere(List<String> promised) throws IOException {
        assertThat(promised).hasSizeBetween(50, 200);
        try (Journal journal = Journal.open(directory, LARGE, InstantSource.system())) {
            assertThat(journal.unreceived())
                    .extracting(entry -> entry.id().toString())
                    .containsExactlyElementsOf(promised);
        }
    }

    private List<String> commandLine(String... mode) {
        List<String> words = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                JournalCrashTest.class.getName(),
                directory.toString()));
        words.addAll(List.of(mode));
        return words;
    }

    public static void main(String[] args) throws IOException {
        if (args[1].equals("fill")) {
            fill(Path.of(args[0]), Integer.parseInt(args[2]), Afterwards.valueOf(args[3]));
        } else {
            appendForEver(args);
        }
    }

    private static void fill(Path directory, int outcomeBytes, Afterwards afterwards) throws IOException {
        CommandIds ids = new CommandIds(InstantSource.system(), new Random(7));
        try (Journal journal = Journal.open(directory, LARGE, InstantSource.system())) {
            int refused = 0;
            while (refused < 3) {
                refused += finished(journal, ids.next(), outcomeBytes) ? 0 : 1;
            }
            if (!journal.isUsable()) {
                throw new IOException("a full disk ended the journal");
            }
            if (afterwards == Afterwards.ROOM_FOR_A_SMALL_ONE && !finished(journal, ids.next(), 0)) {
                throw new IOException("what fits was not taken");
            }
        }
    }

    /// Says what was promised.
    private static boolean finished(Journal journal, CommandId id, int bytes) {
        try {
            journal.finished(id, Effect.SET, "outcomes.gw-1", new byte[bytes]);
            System.out.println(id);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void appendForEver(String[] args) throws IOException {
        CommandIds ids = new CommandIds(InstantSource.system(), new Random(Long.parseLong(args[1])));
        Journal journal = Journal.open(Path.of(args[0]), CONFIG, InstantSource.system());
        while (true) {
            CommandId started = ids.next();
            journal.started(started, Effect.SET, 1, "outcomes.gw-1");
            System.out.println(started);
            CommandId finished = ids.next();
            journal.finished(
                    finished, Effect.ACT, "outcomes.gw-1", "x".repeat(20).getBytes(UTF_8));
            System.out.println(finished);
            CommandId read = ids.next();
            journal.finished(read, Effect.READ, "outcomes.gw-1", "x".repeat(900).getBytes(UTF_8));
            journal.delivered(read);
        }
    }
}
