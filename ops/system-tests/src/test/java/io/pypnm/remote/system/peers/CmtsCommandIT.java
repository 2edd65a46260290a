package io.pypnm.remote.system.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.lab.probe.FakeCmts;
import io.pypnm.remote.lab.probe.Sshd;
import io.pypnm.remote.system.plant.Agent;
import io.pypnm.remote.system.plant.CommandView;
import io.pypnm.remote.system.plant.Gateway;
import io.pypnm.remote.system.plant.Plant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The whole way, from HTTP to a command line behind OpenSSH's server, and back.
@DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs sshd")
@EnabledIf(value = "isRoot", disabledReason = "needs sshd as root: it opens a terminal for nobody else")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CmtsCommandIT {
    private static final String ADDRESS = "127.0.0.1";

    @RegisterExtension
    static final Plant PLANT = new Plant();

    private Sshd sshd;
    private Gateway gateway;
    private Agent agent;

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        sshd = Sshd.start(folder.resolve("sshd"), FakeCmts.install(folder));
        gateway = PLANT.gateway().start();
        agent = PLANT.agent(gateway, "jump-1");
        sshd.writeKnownHosts(agent.home().resolve("known_hosts"));
        Path password = folder.resolve("enable");
        Files.createFile(password, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(password, "open sesame\n");
        Path config = agent.home().resolve("agent_config.json");
        String cmts =
                """
                "cmts_list": [{
                  "ip": "%s", "vendor": "Cisco",
                  "ssh": {"enabled": true, "port": %d, "user": "%s", "key_file": "%s", "enable_password_file": "%s"}
                }],
                "policy":""".formatted(ADDRESS, sshd.port(), sshd.user(), sshd.newUserKey("agent", "ed25519", ""), password);
        Files.writeString(config, Files.readString(config).replace("\"policy\":", cmts));
        agent.start();
        gateway.awaitOnline(agent.id());
    }

    @AfterAll
    void stop() {
        sshd.close();
    }

    @Test
    void privilegedCommandIsAnswered() throws Exception {
        CommandView end = run(ADDRESS, "show privilege");

        assertThat(end.kind()).isEqualTo(OutcomeKind.COMPLETED);
        assertThat(lines(end)).containsExactly("Current level is #");
    }

    /// An outcome that is too large for a frame, so that it goes by claim check.
    @Test
    void fiveThousandLinesComeWhole() throws Exception {
        CommandView end = run(ADDRESS, "show lines 5000");

        assertThat(end.kind()).isEqualTo(OutcomeKind.COMPLETED);
        JsonNode outcome = new ObjectMapper().readTree(gateway.api().outcome(end.id()));
        JsonNode lines = outcome.path("reply").path("lines");
        assertThat(lines).hasSize(5000);
        assertThat(lines.get(4999).asText()).startsWith("line 5000 of");
    }

    @Test
    void lineThatThePolicyDoesNotAllowIsRefused() throws Exception {
        CommandView end = run(ADDRESS, "configure terminal");

        assertThat(end.kind()).isEqualTo(OutcomeKind.REFUSED);
        assertThat(end.code()).isEqualTo("POLICY");
        assertThat(end.toString()).contains("policy.cli_commands");
    }

    @Test
    void hostThatIsNotSetUpIsRefused() throws Exception {
        CommandView end = run("127.0.0.9", "show version");

        assertThat(end.kind()).isEqualTo(OutcomeKind.REFUSED);
        assertThat(end.code()).isEqualTo("POLICY");
        assertThat(end.toString()).contains("cmts_list");
    }

    private CommandView run(String cmts, String line) throws IOException, InterruptedException {
        ObjectNode command = new ObjectMapper().createObjectNode().put("command", "cmts_command");
        command.putObject("params").put("cmts_ip", cmts).put("command", line);
        return gateway.api().run(agent.id(), command, UUID.randomUUID().toString(), 60);
    }

    private static Iterable<String> lines(CommandView end) {
        return end.outcome()
                .path("reply")
                .path("lines")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }
}
