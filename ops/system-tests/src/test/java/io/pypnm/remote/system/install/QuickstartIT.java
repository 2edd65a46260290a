package io.pypnm.remote.system.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pypnm.remote.system.install.Shell.Result;
import io.pypnm.remote.system.plant.Plant;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A newcomer's first command, on machines that have everything but one thing. The programs are built already, so
/// nothing is built here; `PATH` holds this host's tools without Maven, and an apt that only pretends.
final class QuickstartIT {
    private static final Path QUICKSTART = Repository.file("ops/quickstart");
    private static final int PORT_IT_LIKES = 8080;
    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    final Plant plant = new Plant();

    private Path tools;
    private Path home;
    private Shell shell;

    @BeforeEach
    void makeMachine() throws Exception {
        tools = Files.createDirectories(plant.folder().resolve("bin"));
        for (String folder : List.of("/bin", "/usr/bin")) {
            try (Stream<Path> programs = Files.list(Path.of(folder))) {
                for (Path program : programs.toList()) {
                    Path link = tools.resolve(program.getFileName());
                    if (!Files.exists(link)
                            && !List.of("mvn", "java", "javac")
                                    .contains(link.getFileName().toString())) {
                        Files.createSymbolicLink(link, program);
                    }
                }
            }
        }
        home = plant.folder().resolve("quickstart");
        shell = new Shell(plant, Files.createDirectories(plant.folder().resolve("newcomer")))
                .with("PATH=" + tools, "PYPNM_QUICKSTART_HOME=" + home);
    }

    @AfterEach
    void stop() {
        shell.run(QUICKSTART, "stop");
    }

    @Test
    void runsAgainAndAgainAndStopsWhatItStarted() throws Exception {
        pretend("id", "echo 0");
        pretend(
                "apt-get",
                "echo \"apt-get $*\" >>" + home + ".apt; [ $1 = update ] || ln -sf /bin/true " + tools + "/mvn");
        Result first;
        Result second;
        try (ServerSocket _ = takePort()) {
            first = shell.run(QUICKSTART);
            assertThat(first.exitCode()).as(first.out()).isZero();
            assertThat(processesOf(home)).as("lab, gateway and agent").hasSize(3);
            second = shell.run(QUICKSTART, "--once");
        }

        assertThat(first.out())
                .contains("installing maven", "port 8080 is taken: another one is used")
                .contains("/api/pnm/modem/a4:b1:c2:00:00:11/rxmer", "docsPnmCmDsOfdmRxMerFileEnable.48 = 1: done")
                .contains("835.000-1024.975", "agrees", "commands.jump-lab.interactive")
                .contains("API       http://127.0.0.1:", "stop      ops/quickstart stop");
        assertThat(Path.of(home + "/rxmer.svg")).content().contains("<svg", "a4:b1:c2:00:00:11");
        assertThat(Files.readAllLines(Path.of(home + ".apt")))
                .contains("apt-get install -y -qq --no-install-recommends maven");
        assertThat(second.exitCode()).as(second.out()).isZero();
        assertThat(second.out()).contains("done; everything is stopped").doesNotContain("installing");
        assertThat(processesOf(home)).isEmpty();
    }

    @Test
    void missingMavenIsOneSentenceToWhoIsNotRoot() throws Exception {
        pretend("id", "echo 1000");

        Result result = shell.run(QUICKSTART, "--once");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEqualTo("quickstart: needs Maven: install the package maven\n");
    }

    @Test
    void missingJdkIsOneSentenceWhereAptHasNone() throws Exception {
        pretend("apt-cache", "echo '  Candidate: (none)'");
        String own = Files.getOwner(tools).getName().equals("root") ? "-m" : "-rm";
        assumeTrue(
                plant.run("unshare", List.of("unshare", own, "true")).awaitExit(SOON) == 0,
                "needs the right to hide this host's JDKs");
        Path steps = executable(tools.resolveSibling("steps.sh"), """
            for folder in /usr/lib/jvm /usr/java /opt; do
                [ ! -d $folder ] || mount -t tmpfs none $folder || exit 99
            done
            unset JAVA_HOME JAVA25_HOME
            exec %s --once
            """.formatted(QUICKSTART));

        Result result = shell.run(Path.of("/usr/bin/unshare"), own, steps.toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out())
                .isEqualTo("quickstart: needs a JDK 25, which was not found: install temurin-25-jdk or"
                        + " openjdk-25-jdk-headless, or set JAVA25_HOME\n");
    }

    private void pretend(String program, String does) throws IOException {
        Files.deleteIfExists(tools.resolve(program));
        executable(tools.resolve(program), does + "\n");
    }

    private static Path executable(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /// Whoever has it already does the test the same service.
    private static ServerSocket takePort() throws IOException {
        var socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), PORT_IT_LIKES));
        } catch (BindException _) {
            assertThat(socket.isBound()).isFalse();
        }
        return socket;
    }

    /// All that descend from a quick start have its home in their environment.
    private static List<Long> processesOf(Path home) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> environment(pid).contains("PYPNM_QUICKSTART_HOME=" + home))
                .toList();
    }

    /// Empty for processes of others, and for those that are gone by now.
    private static String environment(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/environ"), java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }
}
