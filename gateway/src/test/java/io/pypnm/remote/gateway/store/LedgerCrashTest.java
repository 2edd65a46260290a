package io.pypnm.remote.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.gateway.ledger.CommandRow.State;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A killed process loses nothing it was told is on disk. That a commit waits for the disk itself is
/// [StoreFileTest#everyCommitIsSynced]'s and the system tests' matter: a kill leaves the page cache whole.
final class LedgerCrashTest {
    @TempDir
    private Path directory;

    @Test
    void killedProcessLosesNothingItWasToldIsOnDisk() throws IOException, InterruptedException {
        Path file = directory.resolve("ledger.db");
        List<String> told = new ArrayList<>();

        for (int kill = 1; kill <= 2; kill++) {
            told.addAll(runAndKillAfter(kill * 200, file));

            try (Store store = Store.open(file, new Samples())) {
                told.forEach(line -> assertKept(store.ledger(), line));
                assertThat(store.ledger().addsUp()).isTrue();
                assertThat(store.check()).isEmpty();
            }
        }
    }

    private static void assertKept(Ledger ledger, String line) {
        String[] words = line.split(" ", 2);
        if (words[0].equals("session")) {
            assertThat(ledger.lastSession(Samples.AGENT).orElseThrow().epoch())
                    .isGreaterThanOrEqualTo(Long.parseLong(words[1]));
            return;
        }
        State state = ledger.find(CommandId.parse(words[1]))
                .orElseThrow(() -> new AssertionError("lost: " + line))
                .state();
        switch (words[0]) {
            case "accepted" -> {}
            case "delivered" -> assertThat(state).as(line).isInstanceOfAny(State.Delivered.class, State.Ended.class);
            case "settled" -> assertThat(state).as(line).isInstanceOf(State.Ended.class);
            default -> throw new AssertionError("unexpected: " + line);
        }
    }

    /// What the process was told, up to its death. A line torn by the kill says nothing.
    private static List<String> runAndKillAfter(int lines, Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledGateway.class.getName(),
                        file.toString())
                .redirectError(new File("/dev/null"))
                .start();
        StringBuilder told = new StringBuilder();
        try (BufferedReader reader = process.inputReader(UTF_8)) {
            int seen = 0;
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                told.append((char) c);
                if (c == '\n' && ++seen == lines) {
                    // Process.destroyForcibly would close the stream, with what was said before the end.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly();
        }
        // 128 + SIGKILL: it was killed, it did not stop by itself.
        assertThat(process.waitFor()).isEqualTo(137);
        return told.substring(0, told.lastIndexOf("\n") + 1).lines().toList();
    }
}
