package io.pypnm.remote.agent.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.Command.Match;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests, and people who can write into a root, that want something from outside of it.
class HostileNamesTest {
    /// Of the same size, so that size tells nothing.
    private static final String SECRET = "what is outside";

    private static final String INSIDE = "what is inside ";

    @TempDir
    Path directory;

    private Path root = Path.of("");
    private Path secret = Path.of("");

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(directory.resolve("root")).toRealPath();
        Path outside = Files.createDirectory(directory.resolve("outside"));
        secret = Files.writeString(outside.resolve("secret"), SECRET).toRealPath();
        Files.writeString(root.resolve("inside"), INSIDE);
        Files.createDirectory(root.resolve("sub"));
        Files.writeString(root.resolve("sub").resolve("secret"), SECRET);
    }

    @Test
    void noneOfTwoHundredNamesLeadsOut() throws Exception {
        Set<String> names = payloads();
        assertThat(names).hasSizeGreaterThanOrEqualTo(200);
        Asking asking = Asking.of(root);
        int looked = 0;

        for (String name : names) {
            for (Match match : Match.values()) {
                try {
                    Outcome outcome = asking.run(new Command.FileGet(new FileName(name), match));
                    assertThat(text(asking, outcome)).as(name).isEqualTo(INSIDE);
                } catch (IllegalArgumentException e) {
                    assertThat(e).as(name).hasMessageMatching("(?s).*(name must|text must).*");
                } catch (CommandFailedException e) {
                    looked++;
                    assertThat(e.code()).as(name).isEqualTo(FailureCode.NOT_FOUND);
                }
            }
        }
        // Else only the contract's own checks would have been tested.
        assertThat(looked).isGreaterThan(100);
    }

    private Set<String> payloads() throws IOException {
        Set<String> names = new LinkedHashSet<>(linksIntoEveryDirection());
        for (String up :
                List.of("..", "../..", "%2e%2e", "..%2f..", "..;", "....", "..%c0%af..", "\uff0e\uff0e", ".%00.")) {
            for (String separator : List.of("/", "\\", "%2f", "%5c", "\u2215", "\uff0f", ":", "//", "/./", "%00")) {
                names.add(up + separator + "outside" + separator + "secret");
            }
        }
        for (String shell :
                List.of("$(cat secret)", "`id`", ";id", "|id", "&&id", "'", "\"", "${HOME}", "~", "~root")) {
            names.addAll(List.of(shell, "inside" + shell, "-" + shell));
        }
        names.addAll(List.of("", ".", "..", "...", " ", "*", "?", "[a-z]*", "i*", "{inside,secret}", "inside/"));
        names.addAll(
                List.of("inside/.", "./inside", "sub/secret", "sub", "\0", "inside\0", "inside\0.txt", "inside\n"));
        names.addAll(List.of("\r\n", "\u202einside", "inside\u200b", "\ufeffinside", secret.toString(), "/etc/passwd"));
        names.addAll(List.of("/proc/self/environ", "file:///etc/passwd", "con", "nul", "a".repeat(255)));
        names.addAll(List.of("a".repeat(256), "\u00e9".repeat(127), "\ud800"));
        return names;
    }

    private List<String> linksIntoEveryDirection() throws IOException {
        List<String> targets = List.of(
                secret.toString(),
                "../outside/secret",
                "sub/secret",
                "/etc/passwd",
                "/proc/self/environ",
                "/dev/zero",
                "/proc/self/root/etc/passwd",
                "/nowhere",
                "inside",
                ".",
                "..",
                "/",
                "link-of-itself",
                "link-0");
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < 3 * targets.size(); i++) {
            Files.createSymbolicLink(root.resolve("link-" + i), Path.of(targets.get(i % targets.size())));
            names.add("link-" + i);
        }
        Files.createSymbolicLink(root.resolve("link-of-itself"), Path.of("link-of-itself"));
        Files.createSymbolicLink(root.resolve("link-out"), Path.of("../outside"));
        names.addAll(List.of("link-of-itself", "link-out", "link-out/secret", "link-0/", "link-0/.", "link-"));
        return List.copyOf(names);
    }

    @Test
    void pipeIsNoFileAndHoldsNobody() throws Exception {
        Path pipe = root.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThat(Asking.of(root).failure("pipe").code()).isEqualTo(FailureCode.NOT_FOUND);
    }

    @Test
    void listShowsNoLink() throws Exception {
        Files.createSymbolicLink(root.resolve("inside-link"), secret);

        assertThat(Asking.files(Asking.of(root).list("inside")))
                .extracting(file -> file.name().text())
                .containsExactly("inside");
    }

    /// It is the same file every time, so looks before and after its reading tell nothing.
    @Test
    void fileThatIsSwappedForALinkAllTheTimeNeverShowsWhatTheLinkLeadsTo() throws Exception {
        Asking asking = Asking.of(root);
        var stop = new AtomicBoolean();
        int read = 0;
        int failed = 0;

        try (var threads = Executors.newSingleThreadExecutor()) {
            Future<?> swapping = threads.submit((Callable<Boolean>) () -> swapUntil(stop));
            try {
                while ((read < 300 || failed < 300) && !swapping.isDone()) {
                    try {
                        Outcome outcome = asking.run(new Command.FileGet(new FileName("x"), Match.EXACT));
                        assertThat(text(asking, outcome)).isEqualTo(INSIDE);
                        read++;
                    } catch (CommandFailedException e) {
                        failed++;
                    }
                }
            } finally {
                stop.set(true);
            }
            swapping.get();
        }
    }

    private boolean swapUntil(AtomicBoolean stop) throws IOException {
        Path fresh = root.resolve("fresh");
        for (boolean link = false; !stop.get(); link = !link) {
            if (link) {
                Files.createSymbolicLink(fresh, secret);
            } else {
                Files.createLink(fresh, root.resolve("inside"));
            }
            Files.move(fresh, root.resolve("x"), StandardCopyOption.ATOMIC_MOVE);
        }
        return true;
    }

    private static String text(Asking asking, Outcome outcome) {
        return new String(asking.bytes(Asking.content(outcome)), StandardCharsets.UTF_8);
    }
}
