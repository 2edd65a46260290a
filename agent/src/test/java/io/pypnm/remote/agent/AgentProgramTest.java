package io.pypnm.remote.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.agent.testing.FakeGateway;
import io.pypnm.remote.agent.testing.FakePeer;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.CommandIds;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.contracts.wire.MessageCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The program itself; where it runs an agent, in a process of its own.
@Timeout(60)
final class AgentProgramTest {
    @TempDir
    Path directory;

    private final CommandIds ids = new CommandIds(InstantSource.system(), new Random(1));
    private final MessageCodec codec = new MessageCodec();
    private final List<Process> started = new ArrayList<>();
    private FakeGateway gateway;
    private Path home;

    @BeforeEach
    void open() throws IOException {
        gateway = FakeGateway.start();
        home = directory.resolve("home");
        Files.createDirectory(home);
        Path config = home.resolve("agent_config.json");
        Files.writeString(config, """
                {"agent_id": "jump-01",
                 "pypnm_server": {"url": "%s", "auth_token": "canary-token", "reconnect_interval": 0.1},
                 "cm_access": {"community": "canary-r", "write_community": "canary-w"},
                 "policy": {"networks": ["127.0.0.0/8"], "set_oids": ["1.3.6.1.2.1.1"]}}
                """.formatted(gateway.uri()));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void close() throws IOException {
        started.forEach(process -> process.toHandle().destroyForcibly());
        gateway.close();
    }

    @Test
    void badCommandLineAndBadSettingsAreToldWithExitCode2() throws Exception {
        Run line = run("--nonsense");
        Files.writeString(home.resolve("agent_config.json"), "{\"agent_id\": \"UPPER\", \"polcy\": 1}");
        Run settings = run("--check-config");

        assertThat(line.exit()).isEqualTo(2);
        assertThat(line.output()).contains("what is --nonsense?", "usage:");
        assertThat(settings.exit()).isEqualTo(2);
        assertThat(settings.output())
                .contains("agent_config.json:1:14: agent_id:", "did you mean policy?", "pypnm_server.url: is required");
    }

    @Test
    void checkConfigShowsTheSettingsAndNoSecret() throws Exception {
        Run check = run("--check-config", "--agent-id", "other");

        assertThat(check.exit()).isZero();
        assertThat(check.output()).containsPattern("agent_id +other").doesNotContain("canary");
    }

    @Test
    void agentThatTriesOnceAndIsRefusedEndsWithExitCode3() throws Exception {
        Process agent = start(Map.of(), "--once");
        FakePeer peer = gateway.nextPeer();
        peer.next(StompCommand.CONNECT);
        peer.send(new StompFrame(StompCommand.ERROR, StompHeaders.of("code", "AUTH_FAILED", "message", "no")));

        assertThat(agent.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(agent.exitValue()).isEqualTo(3);
    }

    @Test
    void secondAgentWithTheSameHomeEndsWithExitCode4AndTheFirstGoesOn() throws Exception {
        start(Map.of());
        FakePeer peer = login();

        Run second = run();

        assertThat(second.exit()).isEqualTo(4);
        assertThat(second.output()).contains("another agent runs with");
        peer.send(message(ids.next(), new Command.Describe(), "ack-1"));
        OutcomeEnvelope envelope =
                codec.decodeOutcome(peer.next(StompCommand.SEND).body());
        assertThat(envelope.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Completed.class,
                        completed -> assertThat(completed.reply())
                                .isInstanceOfSatisfying(
                                        Reply.Description.class,
                                        it -> assertThat(it.capabilities())
                                                .contains("describe", "ping", "snmp_get", "snmp_set", "snmp_walk")));
    }

    @Test
    void statusTellsOfARunningAgentAndSigtermEndsItInGoodOrder() throws Exception {
        assertThat(run("status").exit()).isEqualTo(1);
        Process agent = start(Map.of(), "--log-file");
        FakePeer peer = login();
        await().until(() -> Files.readString(home.resolve("status.json")).contains("connected"));

        Run status = run("status");
        agent.destroy();
        peer.receipt(peer.next(StompCommand.DISCONNECT));

        assertThat(status.exit()).isZero();
        assertThat(status.output())
                .contains("pid: " + agent.pid(), "uptime: PT", "agent_id: jump-01", "state: connected", "outbox: 0");
        assertThat(agent.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(agent.exitValue()).isZero();
        assertThat(run("status").exit()).isEqualTo(1);
        assertThat(Files.readString(home.resolve("logs/agent.log.0")))
                .contains("connected to", "agent_id = jump-01")
                .doesNotContain("canary");
    }

    @Test
    void setThatWasStartedWhenTheAgentDiedIsAnsweredUnknownByTheNext() throws Exception {
        Process first = start(Map.of("JDK_JAVA_OPTIONS", "-Dpypnm.crash.at=STARTED"));
        CommandId id = ids.next();
        StompFrame set = message(id, set(), "ack-1");
        login().send(set);
        assertThat(first.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(first.exitValue()).isEqualTo(137);

        start(Map.of());
        FakePeer peer = login();

        OutcomeEnvelope envelope =
                codec.decodeOutcome(peer.next(StompCommand.SEND).body());
        assertThat(envelope.command()).isEqualTo(id);
        assertThat(envelope.outcome()).isEqualTo(new Outcome.Unknown("the agent stopped while it ran"));
    }

    private record Run(int exit, String output) {}

    /// In this very process.
    private Run run(String... arguments) throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        List<String> line = new ArrayList<>(List.of("--home", home.toString()));
        line.addAll(List.of(arguments));
        try (PrintStream out = new PrintStream(output, true, UTF_8)) {
            return new Run(AgentMain.run(line, out, out), output.toString(UTF_8));
        }
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                AgentMain.class.getName(),
                "--home",
                home.toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private FakePeer login() throws Exception {
        FakePeer peer = gateway.nextPeer();
        peer.next(StompCommand.CONNECT);
        peer.send(new StompFrame(
                StompCommand.CONNECTED, StompHeaders.of("version", "1.2", "heart-beat", "0,0", "epoch", "1")));
        for (int i = 0; i < 4; i++) {
            peer.receipt(peer.next(StompCommand.SUBSCRIBE));
        }
        return peer;
    }

    private StompFrame message(CommandId id, Command command, String ack) {
        byte[] body = codec.encode(command);
        StompHeaders headers = StompHeaders.of(
                "subscription", "interactive",
                "ack", ack,
                "correlation-id", id.toString(),
                "reply-to", "outcomes.gw-1",
                "contract", "1",
                "effect", command.kind().effect().wireName(),
                "start-by-millis", "30000",
                "run-for-millis", "10000",
                "attempt", "1",
                "sha256", Checksum.sha256(body));
        return new StompFrame(StompCommand.MESSAGE, headers, body);
    }

    private static Command set() {
        SnmpTarget target = SnmpTarget.of(DeviceAddress.parse("127.0.0.1"), new SnmpAccess.Automatic());
        var value = new VarBind(Oid.parse("1.3.6.1.2.1.1.5.0"), new SnmpValue.Integer32(1));
        return new Command.SnmpSet(target, List.of(value));
    }
}
