package io.pypnm.remote.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.gateway.Commands;
import io.pypnm.remote.gateway.GatewayTest;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.ProbeAgent;
import io.pypnm.remote.gateway.ProbeAgent.Delivered;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.access.Role;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@GatewayTest
class CliTest {
    @TempDir
    Path files;

    @RegisterExtension
    final LogWatch log = new LogWatch();

    /// What a run printed, and its exit code.
    private record Run(int exit, String out, String err) {}

    private Run run(RunningGateway gateway, Object command, String... arguments) throws Exception {
        Path key = Files.writeString(files.resolve("key"), RunningGateway.key(Role.OPERATOR) + "\n");
        return run(gateway.uri("").toString(), key, command, arguments);
    }

    private static Run run(String url, Path key, Object command, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        List<String> all = new ArrayList<>(List.of("--url", url, "--key-file", key.toString()));
        all.addAll(List.of(arguments));
        int exit = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        return new Run(exit, out.toString(), err.toString());
    }

    @Test
    void sendPrintsTheOutcomeAndExitsByIt(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Run> run = threads.submit(() -> run(
                    gateway,
                    new SendCommand(),
                    agent.id().value(),
                    "snmp_get",
                    "target_ip=127.0.0.1",
                    "oids=1.3.6.1.2.1.1.1.0,1.3.6.1.2.1.1.3.0",
                    "retries=0"));

            Delivered delivered = agent.next();
            assertThat(new String(delivered.frame().body(), StandardCharsets.UTF_8))
                    .contains("\"retries\":0", "1.3.6.1.2.1.1.3.0");
            agent.complete(delivered);

            assertThat(run.get().exit()).as("%s", run.get()).isZero();
            assertThat(run.get().out())
                    .contains("completed")
                    .contains(delivered.id().toString());
        }
    }

    @Test
    void sendThatDoesNotEndInTimeSaysWhyItWaits(RunningGateway gateway) throws Exception {
        String agent = gateway.newAgent().value();

        Run run = run(gateway, new SendCommand(), "--wait", "0", agent, "ping", "target_ip=127.0.0.1");

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.out()).contains("never connected");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 301})
    void waitLongerThanTheGatewayWaitsIsAMistake(int seconds, RunningGateway gateway) throws Exception {
        Run run = run(
                gateway, new SendCommand(), "--wait", Integer.toString(seconds), "jump-01", "ping", "target_ip=::1");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("--wait must be 0 to 300, is " + seconds);
    }

    @Test
    void gatewayThatDoesNotAnswerIsGivenUp() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var client = new ApiClient(Duration.ofMillis(100));
            CommandLine.populateCommand(client, "--url", "http://127.0.0.1:" + silent.getLocalPort());

            assertThatThrownBy(() -> client.get("/api/queues"))
                    .hasMessageStartingWith("no answer in time from http://");
            assertThatThrownBy(() -> client.post("/api/agents/a/commands", "{}", Duration.ZERO))
                    .hasMessageStartingWith("no answer in time from http://");
        }
    }

    @Test
    void sendThatExpiresFails(RunningGateway gateway) throws Exception {
        String agent = gateway.newAgent().value();

        Run run = run(gateway, new SendCommand(), "--start-by", "1", agent, "ping", "target_ip=127.0.0.1");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).contains("expired");
    }

    @Test
    void sendThatIsNotAcceptedSaysWhy(RunningGateway gateway) throws Exception {
        Run unknown = run(gateway, new SendCommand(), "nobody", "ping", "target_ip=127.0.0.1");
        Run wrong = run(gateway, new SendCommand(), gateway.newAgent().value(), "make_coffee");

        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.err()).contains("NOT_FOUND").doesNotContain("Exception");
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.err()).contains("UNKNOWN_COMMAND");
    }

    @Test
    void parametersAreListsNumbersTextsAndJson(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.BULK, 1)) {
            Run run = run(
                    gateway,
                    new SendCommand(),
                    "--wait",
                    "0",
                    agent.id().value(),
                    "ping_sweep",
                    "targets=127.0.0.1,127.0.0.2",
                    "timeout=1.5",
                    "count:=2");

            assertThat(run.exit()).as("%s", run).isEqualTo(3);
            assertThat(new String(agent.next().frame().body(), StandardCharsets.UTF_8))
                    .contains("\"targets\":[\"127.0.0.1\",\"127.0.0.2\"]", "\"timeout\":1.5", "\"count\":2");
        }
    }

    @Test
    void parameterThatIsNoJsonIsAUsageError(RunningGateway gateway) throws Exception {
        Run run = run(gateway, new SendCommand(), gateway.newAgent().value(), "snmp_set", "varbinds:=[{");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("varbinds is no JSON: ").doesNotContain("at io.pypnm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-equals-sign", "="})
    void parameterThatIsNoneIsAUsageErrorWithoutAStack(String parameter, RunningGateway gateway) throws Exception {
        Run run = run(gateway, new SendCommand(), gateway.newAgent().value(), "ping", parameter);

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("NAME=VALUE").doesNotContain("at io.pypnm");
    }

    @Test
    void gatewayThatDoesNotAnswerIsSaidInOneLine() throws Exception {
        Path key = Files.writeString(files.resolve("key"), "x");
        String nowhere = "http://127.0.0.1:1";

        Run send = run(nowhere, key, new SendCommand(), "jump-01", "ping", "target_ip=127.0.0.1");
        Run queues = run(nowhere, key, new QueuesCommand());

        assertThat(send.exit()).isEqualTo(1);
        assertThat(send.err()).contains(nowhere).doesNotContain("\tat ");
        assertThat(queues.exit()).isEqualTo(3);
        assertThat(queues.out()).startsWith("QUEUES UNKNOWN");
    }

    @Test
    void queuesShowsATableForPeopleAndJsonForPrograms(RunningGateway gateway) throws Exception {
        String agent = gateway.newAgent().value();
        gateway.submit(new AgentId(agent), Commands.GET);

        Run table = run(gateway, new QueuesCommand(), "--agent", agent);
        Run json = run(gateway, new QueuesCommand(), "--agent", agent, "--json");

        assertThat(table.exit()).isZero();
        assertThat(table.out()).contains("QUEUE", "DEPTH", "OLDEST", "commands." + agent + ".interactive");
        assertThat(table.out()).doesNotContain("outcomes.test");
        assertThat(json.exit()).isZero();
        assertThat(json.out()).startsWith("{").contains("commands." + agent + ".interactive");
    }

    @Test
    void queuesIsANagiosCheckByDepth(RunningGateway gateway) throws Exception {
        String agent = gateway.newAgent().value();
        for (int i = 0; i < 3; i++) {
            gateway.submit(new AgentId(agent), Commands.GET);
        }

        Run ok = run(gateway, new QueuesCommand(), "--agent", agent, "--warn", "3", "--crit", "5");
        Run warning = run(gateway, new QueuesCommand(), "--agent", agent, "--warn", "2", "--crit", "5");
        Run critical = run(gateway, new QueuesCommand(), "--agent", agent, "--warn", "1", "--crit", "2");

        assertThat(ok.exit()).isZero();
        assertThat(ok.out()).startsWith("QUEUES OK").contains("depth=3;3;5");
        assertThat(warning.exit()).isEqualTo(1);
        assertThat(warning.out()).startsWith("QUEUES WARNING");
        assertThat(critical.exit()).isEqualTo(2);
        assertThat(critical.out()).startsWith("QUEUES CRITICAL");
    }

    @Test
    void misspeltOptionIsUnknownToACheckAndNoAlarm(RunningGateway gateway) throws Exception {
        Run run = run(gateway, new QueuesCommand(), "--wran", "1");

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err()).contains("--wran");
    }

    @Test
    void wrongKeyIsUnknownToACheck(RunningGateway gateway) throws Exception {
        Path key = Files.writeString(files.resolve("wrong"), "wrong-key");

        Run run = run(gateway.uri("").toString(), key, new QueuesCommand());

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.out()).contains("UNAUTHENTICATED");
    }
}
