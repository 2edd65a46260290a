package io.pypnm.remote.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.gateway.Commands;
import io.pypnm.remote.gateway.GatewayTest;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.ProbeAgent;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.RunningGateway.HttpReply;
import io.pypnm.remote.gateway.access.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@GatewayTest
class IdempotencyTest {
    @RegisterExtension
    final LogWatch log = new LogWatch();

    private static HttpReply post(RunningGateway gateway, AgentId agent, String body, String key) throws Exception {
        return gateway.post("/api/agents/" + agent + "/commands", body, "Idempotency-Key", key);
    }

    @Test
    void thousandRequestsWithOneKeyAreOneCommand(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 100);
                ExecutorService callers =
                        Executors.newFixedThreadPool(64, Thread.ofVirtual().factory())) {
            List<Future<HttpReply>> replies = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                replies.add(callers.submit(() -> post(gateway, agent.id(), Commands.SET, "thousand")));
            }
            Set<String> ids = new HashSet<>();
            for (Future<HttpReply> reply : replies) {
                assertThat(reply.get().status()).isEqualTo(202);
                ids.add(reply.get().text("id"));
            }

            assertThat(ids).hasSize(1);
            assertThat(agent.next().id().toString()).isEqualTo(ids.iterator().next());
            assertThat(agent.hearsNothing()).isTrue();
        }
    }

    @Test
    void keyOfAnEndedCommandGivesItsOutcome(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {
            HttpReply first = post(gateway, agent.id(), Commands.SET, "ended");
            agent.complete(agent.next());
            gateway.outcome(CommandId.parse(first.text("id")));

            HttpReply again = post(gateway, agent.id(), Commands.SET, "ended");

            assertThat(again.status()).isEqualTo(200);
            assertThat(again.text("id")).isEqualTo(first.text("id"));
            assertThat(again.body().path("outcome").path("outcome").asText()).isEqualTo("completed");
        }
    }

    @Test
    void keyThatWasUsedForAnotherRequestIsRefused(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        String first = post(gateway, id, Commands.SET, "one-key").text("id");

        HttpReply otherBody = post(gateway, id, Commands.GET, "one-key");
        HttpReply otherAgent = post(gateway, gateway.newAgent(), Commands.SET, "one-key");

        for (HttpReply reply : List.of(otherBody, otherAgent)) {
            assertThat(reply.status()).isEqualTo(422);
            assertThat(reply.text("code")).isEqualTo("IDEMPOTENCY_MISMATCH");
            assertThat(reply.text("detail")).contains(first);
        }
    }

    @Test
    void requestIsTheSameHoweverItIsWritten(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        String first = post(gateway, id, Commands.GET, "spelling").text("id");
        String spelledOut = """
                { "params": {"oids": [".1.3.6.1.2.1.1.1.0"], "ip": "127.0.0.1", "port": 161}, "command": "snmp_get" }""";

        assertThat(post(gateway, id, spelledOut, "spelling").text("id")).isEqualTo(first);
        for (String terms : List.of("\"lane\":\"bulk\"", "\"start_by_seconds\":61", "\"run_for_seconds\":31")) {
            String other = Commands.GET.replaceFirst("\\{", "{" + terms + ",");
            assertThat(post(gateway, id, other, "spelling").status()).as(terms).isEqualTo(422);
        }
    }

    /// Their hash would let whoever reads the ledger guess the community.
    @Test
    void communityIsNoPartOfWhatIsTheSame(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        String one = Commands.GET.replace("\"oids\"", "\"community\":\"canary-one\",\"oids\"");
        String other = one.replace("canary-one", "canary-two");

        String first = post(gateway, id, one, "community").text("id");

        assertThat(post(gateway, id, other, "community").text("id")).isEqualTo(first);
        assertThat(post(gateway, id, Commands.GET, "community").status()).isEqualTo(422);
    }

    @Test
    void keysOfDifferentCallersHaveNothingToDoWithEachOther(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        String first = post(gateway, id, Commands.SET, "shared-key").text("id");

        HttpReply other = gateway.post(
                "/api/agents/" + id + "/commands",
                Commands.SET,
                "Idempotency-Key",
                "shared-key",
                "Authorization",
                "Bearer " + RunningGateway.key(Role.OPERATOR));

        assertThat(other.status()).isEqualTo(202);
        assertThat(other.text("id")).isNotEqualTo(first);
    }

    /// Jetty can take a header for an earlier one of the same connection.
    @Test
    void keysThatDifferInCaseAreDifferent(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        Set<String> ids = new HashSet<>();

        for (String key : List.of("case", "CASE", "Case")) {
            ids.add(post(gateway, id, Commands.SET, key).text("id"));
        }

        assertThat(ids).hasSize(3);
    }

    @Test
    void keyThatIsTooLongIsABadRequest(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();

        assertThat(post(gateway, id, Commands.SET, "k".repeat(200)).status()).isEqualTo(202);
        assertThat(post(gateway, id, Commands.SET, "k".repeat(201)).status()).isEqualTo(400);
    }
}
