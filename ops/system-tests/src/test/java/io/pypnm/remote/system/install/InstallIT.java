package io.pypnm.remote.system.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.system.install.Shell.Result;
import io.pypnm.remote.system.plant.Api;
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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// One operator's day with an agent: unpack the archive, install, start, look, restart, upgrade, stop. Exit codes are
/// those that the scripts document.
final class InstallIT {
    private static final AgentId AGENT = new AgentId("jump-1");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Pattern PID = Pattern.compile("pid:? (\\d+)");

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
        long first = pid(started);

        Result again = shell.run(runBackground, "start");
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains("runs already");
        assertThat(pid(again)).isEqualTo(first);

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
        long second = pid(restarted);
        assertThat(second).isNotEqualTo(first);
        assertThat(Pids.isRunning(first)).isFalse();

        Result upgraded = shell.run(unpacked.resolve("install.sh"));
        assertThat(upgraded.exitCode()).as(upgraded.out()).isZero();
        gateway.awaitOnline(AGENT);
        assertThat(pid(shell.run(runBackground, "status"))).isNotEqualTo(second);
        assertThat(Files.readString(home.resolve("agent_config.json"))).contains(AGENT.value());

        Result stopped = shell.run(runBackground, "stop");
        assertThat(stopped.exitCode()).as(stopped.out()).isZero();
        gateway.awaitOffline(AGENT);
        assertThat(shell.run(runBackground, "status").exitCode()).isEqualTo(1);
        assertThat(shell.run(runBackground, "stop").exitCode()).isZero();
    }

    @Test
    void badSettingsAreNamedAndNothingRuns() throws Exception {
        shell.run(unpacked.resolve("install.sh"));
        Files.writeString(home.resolve("agent_config.json"), """
            {"agent_id": "Not_A_Label", "pypnm_servr": {}}
            """);

        Result started = shell.run(runBackground, "start");

        assertThat(started.exitCode()).isEqualTo(2);
        assertThat(started.out()).contains("agent_id", "pypnm_servr", "pypnm_server");
        assertThat(shell.run(runBackground, "status").exitCode()).isEqualTo(1);
    }

    /// A pid file of an agent that died, whose pid another process has by now.
    @Test
    void processThatIsNotOursIsNeitherTakenForTheAgentNorEnded() throws Exception {
        shell.run(unpacked.resolve("install.sh"));
        Program stranger = plant.run("stranger", List.of("sleep", "600"));
        Files.writeString(home.resolve("agent.pid"), stranger.pid() + " 1\n");

        assertThat(shell.run(runBackground, "status").exitCode()).isEqualTo(1);
        assertThat(shell.run(runBackground, "stop").exitCode()).isZero();

        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void unknownWordsAreRefused() {
        shell.run(unpacked.resolve("install.sh"));

        assertThat(shell.run(runBackground, "begin").exitCode()).isEqualTo(64);
        assertThat(shell.run(unpacked.resolve("install.sh"), "--frobnicate").exitCode())
                .isEqualTo(64);
    }

    private static CommandView describe(Gateway gateway) throws Exception {
        Api.Response response = gateway.api().submit(AGENT, Commands.describe(), "describe", 30);
        CommandId id = CommandId.parse(response.json().path("id").asText());
        return gateway.api().find(id, 30).orElseThrow();
    }

    private static long pid(Result result) {
        Matcher pid = PID.matcher(result.out());
        return Optional.of(pid)
                .filter(Matcher::find)
                .map(found -> Long.parseLong(found.group(1)))
                .orElseThrow(() -> new AssertionError("no pid in " + result.out()));
    }

    private static void assertPrivate(Path path, String permissions) throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .as(path.toString())
                .isEqualTo(permissions);
    }
}
