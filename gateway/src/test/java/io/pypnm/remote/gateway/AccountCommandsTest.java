package io.pypnm.remote.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.gateway.access.AgentLogin;
import io.pypnm.remote.gateway.access.AgentTokens;
import io.pypnm.remote.gateway.access.ApiKeys;
import io.pypnm.remote.gateway.access.KeyLogin;
import io.pypnm.remote.gateway.access.LoginGuard;
import io.pypnm.remote.gateway.access.Role;
import io.pypnm.remote.gateway.access.SharedToken;
import io.pypnm.remote.gateway.store.Store;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The commands, run on the file of a gateway that has it open.
final class AccountCommandsTest {
    private static final AgentId AGENT = new AgentId("jump-01");
    private static final InetAddress SOURCE = InetAddress.ofLiteral("127.0.0.1");

    @TempDir
    private Path directory;

    private Store gateway;

    private record Result(int exit, String out, String err) {}

    @BeforeEach
    void open() {
        gateway = Store.open(directory.resolve("ledger.db"), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void addedAgentLogsInWithTheTokenThatWasPrinted() {
        Result added = agents("add", "jump-01", "--quiet");

        assertThat(added.exit()).isZero();
        assertThat(added.err()).isEmpty();
        assertThat(login(added.out().strip())).isInstanceOf(AgentLogin.Granted.class);
    }

    @Test
    void thirdTokenIsRefusedWithTheWayOut() {
        agents("add", "jump-01");
        assertThat(agents("add", "jump-01").err()).isEqualTo("This is token 2 of jump-01. It is not shown again.\n");

        Result third = agents("add", "jump-01");

        assertThat(third.exit()).isEqualTo(1);
        assertThat(third.out()).isEmpty();
        assertThat(third.err())
                .isEqualTo("jump-01 has the valid tokens [1, 2]; revoke one first: agents revoke jump-01 --token 1\n");
        assertThat(agents("revoke", "jump-01", "--token", "1").exit()).isZero();
        assertThat(agents("add", "jump-01").exit()).isZero();
    }

    @Test
    void printedConfigurationIsTheAgents() throws Exception {
        Result added = agents("add", "jump-01", "--print-config", "--url", "wss://gateway.example/ws/agent");

        JsonNode config = new ObjectMapper().readTree(added.out());
        assertThat(config.path("agent_id").asText()).isEqualTo("jump-01");
        assertThat(config.at("/pypnm_server/url").asText()).isEqualTo("wss://gateway.example/ws/agent");
        assertThat(login(config.at("/pypnm_server/auth_token").asText())).isInstanceOf(AgentLogin.Granted.class);
    }

    @Test
    void badIdIsExplained() {
        Result added = agents("add", "Jump 01");

        assertThat(added.exit()).isEqualTo(2);
        assertThat(added.err()).contains("agent id must be lower-case letters, digits and inner hyphens");
    }

    @Test
    void revokedAgentIsOutAtOnceAndListedSo() {
        String token = agents("add", "jump-01", "--quiet").out().strip();
        long before = gateway.accounts().generation();

        Result revoked = agents("revoke", "jump-01");

        assertThat(revoked.exit()).isZero();
        assertThat(gateway.accounts().generation()).isNotEqualTo(before);
        assertThat(login(token)).isEqualTo(new AgentLogin.Refused(AgentLogin.Reason.REVOKED));
        assertThat(lines(agents("list"))).anyMatch(line -> line.matches("jump-01 +revoked +- +-"));
        assertThat(agents("revoke", "jump-02").err()).isEqualTo("there is no agent jump-02\n");
        assertThat(agents("revoke", "jump-01", "--token", "1").err()).isEqualTo("jump-01 has no valid token 1\n");
    }

    @Test
    void boundIdIsListedAndLetGo() {
        InstanceId instance = new InstanceId(UUID.randomUUID());
        gateway.accounts().bind(AGENT, instance);
        gateway.ledger().openSession(AGENT, instance, true, "127.0.0.1");

        assertThat(lines(agents("list"))).anyMatch(line -> line.matches("jump-01 +shared +" + instance + " +20.*Z"));
        assertThat(agents("unbind", "jump-01").exit()).isZero();
        assertThat(gateway.accounts().binding(AGENT)).isEmpty();
        assertThat(agents("unbind", "jump-01").exit()).isEqualTo(1);
    }

    @Test
    void keyHasItsRoleUntilItIsRevoked() {
        String key = keys("add", "pypnm", "--role", "operator", "--quiet").out().strip();
        ApiKeys checked = new ApiKeys(gateway.accounts(), new LoginGuard(Clock.systemUTC()));
        assertThat(checked.login(new Secret(key), SOURCE)).isEqualTo(new KeyLogin.Granted("pypnm", Role.OPERATOR));
        assertThat(lines(keys("list"))).anyMatch(line -> line.matches("pypnm +operator +20.*Z +valid"));

        assertThat(keys("add", "pypnm", "--role", "admin").err())
                .isEqualTo("there is a valid key pypnm; revoke it first: keys revoke pypnm\n");
        assertThat(keys("revoke", "pypnm").exit()).isZero();

        assertThat(checked.login(new Secret(key), SOURCE)).isEqualTo(new KeyLogin.Refused());
        assertThat(keys("revoke", "pypnm").err()).isEqualTo("there is no valid key pypnm\n");
    }

    @Test
    void wrongRoleOrNameIsExplained() {
        assertThat(keys("add", "pypnm", "--role", "root").err()).contains("must be viewer, operator or admin, is root");
        assertThat(keys("add", "two words", "--role", "admin").exit()).isEqualTo(2);
        assertThat(keys("add", "pypnm").err()).contains("Missing required option: '--role=ROLE'");
    }

    @Test
    void everyChangeIsInTheAudit() {
        agents("add", "jump-01");
        keys("add", "pypnm", "--role", "viewer");

        assertThat(gateway.audit().list(Long.MAX_VALUE, 10))
                .extracting(entry -> entry.what() + ": " + entry.detail())
                .containsExactly("API key added: pypnm, role viewer", "agent token added: jump-01, token 1");
        assertThat(gateway.audit().list(Long.MAX_VALUE, 10))
                .allMatch(entry -> entry.who().startsWith("command line of "));
    }

    private AgentLogin login(String token) {
        var tokens = new AgentTokens(gateway.accounts(), new LoginGuard(Clock.systemUTC()), new SharedToken.Absent());
        return tokens.login(
                "jump-01", new Secret(token), new AgentLogin.Peer(SOURCE, new AgentLogin.Announced.Nothing()));
    }

    private Result agents(String... arguments) {
        return run(new CommandLine(new AgentsCommand()), arguments);
    }

    private Result keys(String... arguments) {
        return run(new CommandLine(new KeysCommand()), arguments);
    }

    private Result run(CommandLine commands, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int exit = commands.execute(Stream.concat(Stream.of(arguments), Stream.of("--data", directory.toString()))
                .toArray(String[]::new));
        return new Result(exit, out.toString(), err.toString());
    }

    private static List<String> lines(Result result) {
        assertThat(result.exit()).isZero();
        return result.out().lines().toList();
    }
}
