package io.pypnm.remote.system.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pypnm.remote.system.install.Shell.Result;
import io.pypnm.remote.system.plant.Dist;
import io.pypnm.remote.system.plant.Pids;
import io.pypnm.remote.system.plant.Plant;
import io.pypnm.remote.system.plant.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What `run_background.sh` does on a bad day. There is no gateway: an agent runs all the same, and says so.
final class RunBackgroundIT {
    private static final Path SCRIPT =
            Dist.agent().resolve("../../run_background.sh").normalize();
    private static final Duration SOON = Duration.ofSeconds(30);
    static final String SETTINGS = """
        {"agent_id": "jump-1", "pypnm_server": {"url": "ws://127.0.0.1:9/ws/agent", "auth_token": "a-token-nobody-asks-for"}}
        """;

    @RegisterExtension
    final Plant plant = new Plant();

    private Shell shell;
    private Path home;

    @BeforeEach
    void makeHome() throws Exception {
        Path operator = Files.createDirectories(plant.folder().resolve("operator"));
        shell = new Shell(plant, operator);
        home = Files.createDirectories(operator.resolve(".pypnm-agent"));
        configure(SETTINGS);
    }

    /// The agent is no child of the test: whatever happens, it is asked to stop.
    @AfterEach
    void stop() {
        shell.run(SCRIPT, "stop");
    }

    @Test
    void agentWithoutAGatewayRunsAndSaysWhatItMisses() {
        Result started = shell.run(SCRIPT, "start");
        Result status = shell.run(SCRIPT, "status");

        assertThat(started.exitCode()).as(started.out()).isZero();
        assertThat(status.exitCode()).isZero();
        assertThat(status.out())
                .contains("pid: " + started.pid(), "uptime: PT", "outbox: 0")
                .containsPattern("state: (waiting|connecting)")
                .containsPattern("last_error: .*refused");
        assertThat(home.resolve("logs/console.log")).isEmptyFile();
    }

    @Test
    void ofTwoThatStartAtOnceOneStartsAndBothKnowTheAgent() throws Exception {
        Program first = shell.start(SCRIPT, "start");
        Result second = shell.run(SCRIPT, "start");
        int firstExit = first.awaitExit(SOON);

        assertThat(List.of(firstExit, second.exitCode())).containsOnly(0);
        assertThat(first.log() + second.out()).contains("agent started, pid", "agent runs already, pid");
        long pid = second.pid();
        assertThat(Files.readString(home.resolve("agent.pid"))).startsWith(pid + " ");
        assertThat(shell.run(SCRIPT, "stop").exitCode()).isZero();
        assertThat(Pids.isRunning(pid)).isFalse();
    }

    @Test
    void everyProblemOfTheSettingsIsNamedWithItsPlace() throws Exception {
        configure("""
            {"agent_id": "Not_A_Label",
             "pypnm_servr": {},
             "workers": {"bulk": "many"}}
            """);

        Result started = shell.run(SCRIPT, "start");

        assertThat(started.exitCode()).isEqualTo(2);
        assertThat(started.out())
                .contains("agent_config.json:1:14: agent_id: ")
                .contains("agent_config.json:2:2: pypnm_servr: unknown key, did you mean pypnm_server?")
                .contains("agent_config.json:3:22: workers.bulk: ")
                .contains("pypnm_server.url: is required", "pypnm_server.auth_token: is required");
        assertThat(home.resolve("agent.pid")).doesNotExist();
    }

    /// Its pid file is still there, as after a power cut.
    @Test
    void agentThatWasKilledIsStartedAgain() {
        long killed = shell.run(SCRIPT, "start").pid();
        plant.run("kill", List.of("kill", "-KILL", Long.toString(killed))).awaitExit(SOON);
        await("the agent is gone").atMost(SOON).until(() -> !Pids.isRunning(killed));

        Result status = shell.run(SCRIPT, "status");
        Result started = shell.run(SCRIPT, "start");

        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(started.exitCode()).as(started.out()).isZero();
        assertThat(Pids.isRunning(started.pid())).isTrue();
    }

    /// A pid file whose pid another process has by now.
    @Test
    void processThatIsNotOursIsNeitherTakenForTheAgentNorEnded() throws Exception {
        Program stranger = plant.run("stranger", List.of("sleep", "600"));
        Files.writeString(home.resolve("agent.pid"), stranger.pid() + " 1\n");

        assertThat(shell.run(SCRIPT, "status").exitCode()).isEqualTo(1);
        assertThat(shell.run(SCRIPT, "stop").exitCode()).isZero();
        Files.writeString(home.resolve("agent.pid"), stranger.pid() + " 1\n");
        Result started = shell.run(SCRIPT, "start");
        assertThat(shell.run(SCRIPT, "restart").exitCode()).isZero();

        assertThat(started.exitCode()).as(started.out()).isZero();
        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void agentThatHangsIsKilledAndRestarted() {
        long hung = shell.run(SCRIPT, "start").pid();
        plant.run("hang", List.of("kill", "-STOP", Long.toString(hung))).awaitExit(SOON);
        Shell impatient = shell.with("PYPNM_AGENT_STOP_SECONDS=1");

        Instant asked = Instant.now();
        Result restarted = impatient.run(SCRIPT, "restart");

        assertThat(restarted.exitCode()).as(restarted.out()).isZero();
        assertThat(restarted.out()).contains("killing pid " + hung, "agent started");
        assertThat(Pids.isRunning(hung)).isFalse();
        assertThat(Duration.between(asked, Instant.now())).isLessThan(SOON);
        long again = restarted.pid();
        plant.run("hang-again", List.of("kill", "-STOP", Long.toString(again))).awaitExit(SOON);
        assertThat(impatient.run(SCRIPT, "stop").exitCode()).isEqualTo(1);
        assertThat(Pids.isRunning(again)).isFalse();
    }

    @Test
    void logsShowWhatTheAgentSays() {
        shell.run(SCRIPT, "start");

        Program logs = shell.start(SCRIPT, "logs");

        logs.awaitLine(SOON, line -> line.contains("agent_id = jump-1"));
        logs.kill();
    }

    @Test
    void nothingRunsWhereNothingCanBeWritten() throws Exception {
        Result full = onItsOwnDisk("head -c 1000000 /dev/zero >" + home + "/filler 2>/dev/null");
        Result readOnly = onItsOwnDisk("mount -o remount,ro " + home);

        for (Result result : List.of(full, readOnly)) {
            assertThat(result.out())
                    .contains("agent did not start: " + home + " cannot be written", "start 1", "status 1", "stop 0");
        }
    }

    /// Runs the script with the home on a disk of 64 KB, which only it and its children see.
    private Result onItsOwnDisk(String spoil) throws Exception {
        boolean root = Files.getOwner(home).getName().equals("root");
        String own = root ? "-m" : "-rm";
        assumeTrue(
                plant.run("unshare", List.of("unshare", own, "true")).awaitExit(SOON) == 0,
                "needs the right to mount a disk of its own");
        Path steps = Files.writeString(
                home.resolveSibling("steps.sh"), """
            #!/bin/sh
            mount -t tmpfs -o size=64k tmpfs %1$s || exit 99
            echo '%2$s' >%1$s/agent_config.json
            %3$s
            for word in start status stop; do %4$s $word; echo $word $?; done
            """.formatted(home, SETTINGS.strip(), spoil, SCRIPT));
        Files.setPosixFilePermissions(steps, PosixFilePermissions.fromString("rwx------"));
        return shell.run(Path.of("/usr/bin/unshare"), own, steps.toString());
    }

    private void configure(String settings) throws Exception {
        Path config = Files.writeString(home.resolve("agent_config.json"), settings);
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
    }
}
