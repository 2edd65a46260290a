package io.pypnm.remote.system.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.system.install.Shell.Result;
import io.pypnm.remote.system.plant.CommandView;
import io.pypnm.remote.system.plant.Commands;
import io.pypnm.remote.system.plant.Dist;
import io.pypnm.remote.system.plant.Gateway;
import io.pypnm.remote.system.plant.Pids;
import io.pypnm.remote.system.plant.Plant;
import io.pypnm.remote.system.plant.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// One operator's day with an agent: unpack the archive, install, start, look, restart, upgrade, stop. Exit codes are
/// those that the scripts document.
final class InstallIT {
    private static final AgentId AGENT = new AgentId("jump-1");
    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    final Plant plant = new Plant();

    private Shell shell;
    private Path unpacked;
    private Path home;
    private Path runBackground;

    @BeforeEach
    void unpack() throws Exception {
        Path operator = Files.createDirectories(plant.folder().resolve("operator"));
        shell = new Shell(plant, operator);
        home = operator.resolve(".pypnm-agent");
        runBackground = home.resolve("run_background.sh");
        unpacked = Files.createDirectories(plant.folder().resolve("unpacked"));
        Program tar = plant.run(
                "tar",
                List.of(
                        "tar",
                        "-xzf",
                        Dist.agentArchive().toString(),
                        "--strip-components=1",
                        "-C",
                        unpacked.toString()));
        assertThat(tar.awaitExit(SOON)).as(tar.log()).isZero();
    }

    /// The agent is no child of the test: whatever happens, it is asked to stop.
    @AfterEach
    void stop() {
        if (Files.exists(runBackground)) {
            shell.run(runBackground, "stop");
        }
    }

    @Test
    void programsKnowTheirVersion() {
        String archive = Dist.agentArchive().getFileName().toString();

        for (Path program : List.of(unpacked.resolve("bin/pypnm-agent"), Dist.gateway())) {
            assertThat(archive)
                    .isEqualTo("pypnm-agent-"
                            + shell.run(program, "--version").out().strip() + ".tar.gz");
        }
    }

    @Test
    void agentIsInstalledRunUpgradedAndStopped() throws Exception {
        Gateway gateway = plant.gateway().start();
        Path token = Files.writeString(plant.folder().resolve("token"), gateway.tokenOf(AGENT) + "\n");

        Result installed = shell.run(
                unpacked.resolve("install.sh"),
                "--agent-id",
                AGENT.value(),
                "--url",
                gateway.agentLink().toString(),
                "--token-file",
                token.toString());
        assertThat(installed.exitCode()).as(installed.out()).isZero();
        assertPrivate(home, "rwx------");
        assertPrivate(home.resolve("agent_config.json"), "rw-------");
        assertPrivate(home.resolve("token"), "rw-------");
        assertThat(shell.run(runBackground, "status").exitCode()).isEqualTo(1);

        Result started = shell.run(runBackground, "start");
        assertThat(started.exitCode()).as(started.out()).isZero();
        assertThat(started.out()).contains("agent started");
        gateway.awaitOnline(AGENT);
        assertThat(describe(gateway).kind()).isEqualTo(OutcomeKind.COMPLETED);
        long first = started.pid();
        assertThat(Files.readString(Path.of("/proc/" + first + "/maps")))
                .as("what a start loads is taken from where it was kept")
                .contains("/lib/agent.aot");

        Result again = shell.run(runBackground, "start");
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains("runs already");
        assertThat(again.pid()).isEqualTo(first);

        Result status = shell.run(runBackground, "status");
        assertThat(status.exitCode()).as(status.out()).isZero();
        assertThat(status.out())
                .contains("pid: " + first, "uptime:", "outbox:")
                .containsPattern("state: .*(?i)connected");

        Program logs = shell.start(runBackground, "logs");
        logs.awaitLine(SOON, line -> line.contains("connected to"));
        logs.kill();

        Result restarted = shell.run(runBackground, "restart");
        assertThat(restarted.exitCode()).as(restarted.out()).isZero();
        long second = restarted.pid();
        assertThat(second).isNotEqualTo(first);
        assertThat(Pids.isRunning(first)).isFalse();

        Result upgraded = shell.run(unpacked.resolve("install.sh"));
        assertThat(upgraded.exitCode()).as(upgraded.out()).isZero();
        gateway.awaitOnline(AGENT);
        assertThat(shell.run(runBackground, "status").pid()).isNotEqualTo(second);
        assertThat(Files.readString(home.resolve("agent_config.json"))).contains(AGENT.value());

        Result stopped = shell.run(runBackground, "stop");
        assertThat(stopped.exitCode()).as(stopped.out()).isZero();
        gateway.awaitOffline(AGENT);
        assertThat(shell.run(runBackground, "status").exitCode()).isEqualTo(1);
        assertThat(shell.run(runBackground, "stop").exitCode()).isZero();
    }

    /// The disk is full half-way.
    @Test
    void upgradeThatBreaksOffLeavesTheAgentAsItWas() throws Exception {
        shell.run(unpacked.resolve("install.sh"), "--url", "ws://127.0.0.1:9/ws/agent", "--agent-id", "jump-1");
        Files.writeString(home.resolve("agent_config.json"), RunBackgroundIT.SETTINGS);
        long pid = shell.run(runBackground, "start").pid();
        Files.delete(unpacked.resolve("agent_config.example.json"));

        Result upgraded = shell.run(unpacked.resolve("install.sh"));

        assertThat(upgraded.exitCode()).isNotZero();
        assertThat(shell.run(runBackground, "status").pid()).isEqualTo(pid);
        assertThat(home.resolve("program.new")).doesNotExist();
    }

    @Test
    void unknownWordsAreRefused() {
        shell.run(unpacked.resolve("install.sh"));

        assertThat(shell.run(runBackground, "begin").exitCode()).isEqualTo(64);
        assertThat(shell.run(unpacked.resolve("install.sh"), "--frobnicate").exitCode())
                .isEqualTo(64);
    }

    private static CommandView describe(Gateway gateway) throws Exception {
        return gateway.api().run(AGENT, Commands.describe(), "describe", 30);
    }

    private static void assertPrivate(Path path, String permissions) throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .as(path.toString())
                .isEqualTo(permissions);
    }
}
