package io.pypnm.remote.system.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.system.install.Shell.Result;
import io.pypnm.remote.system.plant.Commands;
import io.pypnm.remote.system.plant.Gateway;
import io.pypnm.remote.system.plant.Lab;
import io.pypnm.remote.system.plant.Plant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `ops/queue-depth` and `ops/send-command` beside a running gateway: one agent is there, another has work waiting.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ToolsIT {
    private static final AgentId HERE = new AgentId("jump-1");
    private static final AgentId AWAY = new AgentId("jump-2");
    private static final String QUEUE = "commands.jump-2.interactive";
    private static final Path QUEUE_DEPTH = Repository.file("ops/queue-depth");
    private static final Path SEND_COMMAND = Repository.file("ops/send-command");

    @RegisterExtension
    static final Plant PLANT = new Plant();

    private Lab lab;
    private Shell shell;

    @BeforeAll
    void start() throws Exception {
        lab = PLANT.lab("--modems", "1");
        Gateway gateway = PLANT.gateway().start();
        PLANT.agent(gateway, HERE.value()).start();
        Path operator = Files.createDirectories(PLANT.folder().resolve("operator"));
        shell = new Shell(PLANT, operator)
                .with("PYPNM_GATEWAY_URL=" + gateway.http(), "PYPNM_API_KEY_FILE=" + keyFile(gateway));
        for (int i = 0; i < 3; i++) {
            var command = Commands.get(lab.modem(0), lab.port(), Commands.slot(1));
            assertThat(gateway.api().submit(AWAY, command, "waiting-" + i, 0).status())
                    .isEqualTo(202);
        }
        gateway.awaitOnline(HERE);
    }

    private static Path keyFile(Gateway gateway) throws Exception {
        return Files.writeString(PLANT.folder().resolve("key"), gateway.issueKey("tools", "operator"));
    }

    @Test
    void depthIsATableForPeople() {
        Result table = shell.run(QUEUE_DEPTH, "--agent", AWAY.value());

        assertThat(table.exitCode()).as(table.out()).isZero();
        assertThat(table.out())
                .containsPattern("QUEUE +DEPTH +DELIVERING +CONSUMERS +OLDEST")
                .containsPattern(QUEUE + " +3 +0 +0 +\\d+s")
                .containsPattern("commands.jump-2.bulk +0 +0 +0 +-");
    }

    @Test
    void depthIsJsonForPrograms() throws Exception {
        Result json = shell.run(QUEUE_DEPTH, "--json");

        assertThat(json.exitCode()).isZero();
        JsonNode queue = StreamSupport.stream(
                        new ObjectMapper().readTree(json.out()).path("queues").spliterator(), false)
                .filter(it -> it.path("name").asText().equals(QUEUE))
                .findFirst()
                .orElseThrow();
        assertThat(queue.path("depth").asInt()).isEqualTo(3);
        assertThat(queue.path("oldest_age_seconds").asDouble()).isPositive();
    }

    @Test
    void depthIsANagiosCheck() {
        Result ok = shell.run(QUEUE_DEPTH, "--warn", "3", "--crit", "5");
        Result warning = shell.run(QUEUE_DEPTH, "--warn", "2", "--crit", "5");
        Result critical = shell.run(QUEUE_DEPTH, "--warn", "1", "--crit", "2");
        Result unknown = shell.run(QUEUE_DEPTH, "--warn", "1", "--url", "http://127.0.0.1:9");
        Result misspelt = shell.run(QUEUE_DEPTH, "--wran", "1");

        assertThat(ok.exitCode()).isZero();
        assertThat(ok.out())
                .containsPattern("^QUEUES OK - deepest 3, oldest [\\d.]+ s \\| depth=3;3;5 oldest=[\\d.]+s");
        assertThat(warning.exitCode()).isEqualTo(1);
        assertThat(warning.out()).startsWith("QUEUES WARNING - ");
        assertThat(critical.exitCode()).isEqualTo(2);
        assertThat(critical.out()).startsWith("QUEUES CRITICAL - ");
        assertThat(unknown.exitCode()).isEqualTo(3);
        assertThat(unknown.out())
                .startsWith("QUEUES UNKNOWN - nothing answers at ")
                .hasLineCount(1);
        assertThat(misspelt.exitCode()).isEqualTo(3);
    }

    @Test
    void commandIsSentAndItsOutcomePrinted() {
        String port = "port=" + lab.port();
        String modem = "target_ip=" + lab.modem(0);
        String slot = "oid=" + Commands.slot(7);

        Result set = shell.run(SEND_COMMAND, HERE.value(), "snmp_set", modem, port, slot, "type=i", "value=4711");
        Result get = shell.run(SEND_COMMAND, HERE.value(), "snmp_get", modem, port, slot);

        assertThat(set.exitCode()).as(set.out()).isZero();
        assertThat(get.exitCode()).as(get.out()).isZero();
        assertThat(get.out())
                .containsPattern("command  [0-9a-f-]{36}")
                .contains("state    completed", Commands.slot(7) + " = Integer32 4711");
    }

    @Test
    void commandThatDoesNotCompleteSaysWhyByItsExitCode() {
        Result waiting = shell.run(SEND_COMMAND, "--wait", "0", "jump-3", "describe");
        Result failed = shell.run(
                SEND_COMMAND,
                HERE.value(),
                "snmp_get",
                "target_ip=127.0.0.99",
                "port=9",
                "oids=1.3.6.1.2.1.1.1.0",
                "timeout=1",
                "retries=0");
        Result unknown = shell.run(SEND_COMMAND, "nobody", "describe");

        assertThat(waiting.exitCode()).isEqualTo(3);
        assertThat(waiting.out()).contains("waiting  ");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.out()).contains("state    failed").containsPattern("reason   (DEVICE_TIMEOUT|UNREACHABLE): ");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.out()).startsWith("NOT_FOUND: ");
    }
}
