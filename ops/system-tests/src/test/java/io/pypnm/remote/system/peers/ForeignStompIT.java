package io.pypnm.remote.system.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.system.plant.CommandView;
import io.pypnm.remote.system.plant.Commands;
import io.pypnm.remote.system.plant.Gateway;
import io.pypnm.remote.system.plant.Plant;
import io.pypnm.remote.system.plant.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Any standard STOMP client can be an agent: two by other authors connect, get a command, answer it, have the receipt,
/// acknowledge, and have that receipt too.
@DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs node, npm and python3-stomp")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ForeignStompIT {
    private static final Path SCRIPTS = Path.of("src/test/resources/foreign").toAbsolutePath();
    private static final Path NODE = Path.of("target/stompjs").toAbsolutePath();
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration INSTALLED_WITHIN = Duration.ofMinutes(3);

    @RegisterExtension
    static final Plant PLANT = new Plant();

    private Gateway gateway;

    @BeforeAll
    void start() throws Exception {
        gateway = PLANT.gateway().start();
    }

    @Test
    void stompJsIsAnAgent() throws Exception {
        installStompJs();
        var agent = new AgentId("jump-1");

        Program program =
                run("stompjs", agent, "node", NODE.resolve("agent.mjs").toString(), url(), agent.value());

        program.awaitLine(SOON, line -> line.equals("CONNECTED 1.2"));
        assertServes(program, agent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.2"})
    void stompPyIsAnAgent(String version) throws Exception {
        var agent = new AgentId("jump-2");
        try (WebSocketBridge bridge = WebSocketBridge.open(PLANT.client(), gateway.agentLink())) {
            Program program = run(
                    "stomp-py-" + version,
                    agent,
                    "/usr/bin/python3",
                    SCRIPTS.resolve("stomp-py/agent.py").toString(),
                    version,
                    Integer.toString(bridge.port()),
                    agent.value());

            program.awaitLine(SOON, line -> line.equals("CONNECTED " + version));
            assertServes(program, agent);

            program.stop();
        }
        gateway.awaitOffline(agent);
    }

    private void assertServes(Program program, AgentId agent) throws Exception {
        for (int i = 0; i < 3; i++) {
            CommandView end = gateway.api()
                    .run(agent, Commands.get("192.0.2.1", 161, "1.3.6.1.2.1.1.5.0"), program + " " + i, 30);
            CommandId id = end.id();

            program.awaitLine(SOON, line -> line.equals("COMMAND " + id + " snmp_get"));
            program.awaitLine(SOON, line -> line.equals("RECEIPT outcome-" + id));
            program.awaitLine(SOON, line -> line.equals("RECEIPT ack-" + id));
            assertThat(end.kind()).isEqualTo(OutcomeKind.COMPLETED);
            assertThat(end.attempts()).isEqualTo(1);
            JsonNode varBind = end.outcome().path("reply").path("varbinds").path(0);
            assertThat(varBind.path("hex").asText()).isEqualTo("73746f6d70");
        }
        gateway.awaitDrained();
    }

    private String url() {
        return gateway.agentLink().toString();
    }

    private Program run(String name, AgentId agent, String... command) {
        List<String> line = new ArrayList<>(List.of("/usr/bin/env", "AGENT_TOKEN=" + gateway.tokenOf(agent)));
        line.addAll(List.of(command));
        return PLANT.run(name, line);
    }

    /// Once, and after a `clean` from npm's own cache; the lock file pins what comes by its hash.
    private void installStompJs() throws Exception {
        Files.createDirectories(NODE);
        boolean same = Files.exists(NODE.resolve("node_modules/.package-lock.json"))
                && Files.mismatch(SCRIPTS.resolve("stompjs/package-lock.json"), NODE.resolve("package-lock.json")) < 0;
        for (String file : List.of("package.json", "package-lock.json", "agent.mjs")) {
            Files.copy(
                    SCRIPTS.resolve("stompjs").resolve(file),
                    NODE.resolve(file),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        if (!same) {
            Program npm = PLANT.run(
                    "npm",
                    List.of(
                            "npm",
                            "ci",
                            "--prefix",
                            NODE.toString(),
                            "--prefer-offline",
                            "--ignore-scripts",
                            "--no-audit",
                            "--no-fund"));
            assertThat(npm.awaitExit(INSTALLED_WITHIN)).as(npm.log()).isZero();
        }
    }
}
