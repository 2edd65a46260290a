package io.pypnm.remote.system.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.system.plant.Agent;
import io.pypnm.remote.system.plant.CommandView;
import io.pypnm.remote.system.plant.Commands;
import io.pypnm.remote.system.plant.Gateway;
import io.pypnm.remote.system.plant.Lab;
import io.pypnm.remote.system.plant.Plant;
import io.pypnm.remote.system.plant.Recorder;
import io.pypnm.remote.system.plant.Request;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Outcomes that are too large for a frame arrive whole, byte for byte, whatever happens on their way.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClaimIT {
    private static final long MIB = 1024 * 1024;
    /// What the agent puts at once.
    private static final long CHUNK = 2 * MIB;

    private static final int ROWS = 100_000;
    private static final String MAC_OF_MODEM = "1.3.6.1.2.1.10.127.1.3.3.1.2";
    private static final String CM_STATUS = "1.3.6.1.2.1.10.127.1.3.3.1";

    @RegisterExtension
    static final Plant PLANT = new Plant();

    private final List<CommandId> commands = new ArrayList<>();
    private Lab lab;
    private Gateway gateway;
    private Recorder recorder;

    @BeforeAll
    void start() throws Exception {
        lab = PLANT.lab("--modems", "1", "--cmts-rows", Integer.toString(ROWS));
        gateway = PLANT.gateway().start();
        recorder = Recorder.open(gateway, PLANT.folder());
    }

    @AfterAll
    void judge() throws Exception {
        recorder.judge(commands, lab.setLog());
    }

    @Test
    void megabyteArrivesWhole() throws Exception {
        AgentId id = online("jump-1", gateway.agentLink());

        byte[] outcome = walk(id, MAC_OF_MODEM, 12_000);

        assertThat(outcome.length).isGreaterThan((int) MIB);
        assertMacs(outcome, 12_000);
    }

    @Test
    void twentyMegabytesArriveWhole() throws Exception {
        AgentId id = online("jump-2", gateway.agentLink());

        byte[] outcome = walk(id, CM_STATUS, 240_000);

        assertThat(outcome.length).isGreaterThan((int) (20 * MIB));
        assertIncreasing(outcome, 240_000);
    }

    @Test
    void uploadGoesOnWhereItWasCut() throws Exception {
        try (CuttingProxy network = CuttingProxy.open(gateway.agentLink(), 3 * MIB, 7 * MIB)) {
            AgentId id = online("jump-3", network.agentLink());

            byte[] outcome = walk(id, MAC_OF_MODEM, ROWS);

            assertMacs(outcome, ROWS);
            assertThat(network.cutsMade()).isEqualTo(2);
            assertThat(network.upstreamBytes())
                    .as("bytes sent for %d, cut twice", outcome.length)
                    .isLessThan(outcome.length + 2 * CHUNK + MIB);
        }
    }

    private AgentId online(String id, URI link) throws Exception {
        Agent agent = PLANT.stranger(id);
        agent.configure(link, gateway.tokenOf(agent.id())).start();
        gateway.awaitOnline(agent.id());
        return agent.id();
    }

    /// @return the outcome's bytes, which are those that the agent says it sent
    private byte[] walk(AgentId agent, String root, int limit) throws Exception {
        var request = new Request(
                "walk-" + agent + "-" + limit,
                agent,
                Effect.READ,
                lab.cmts(),
                "",
                Commands.walk(lab.cmts(), lab.port(), root, limit));
        CommandId command = recorder.submit(request);
        commands.add(command);
        CommandView end = recorder.awaitEnd(command);
        assertThat(end.kind()).as(end.toString()).isIn(OutcomeKind.COMPLETED, OutcomeKind.PARTIAL);
        byte[] outcome = gateway.api().outcome(command);
        JsonNode claim = end.outcome().path("claim");
        assertThat(outcome).hasSize(claim.path("bytes").asInt());
        assertThat(Checksum.sha256(outcome)).isEqualTo(claim.path("sha256").asText());
        return outcome;
    }

    /// Row `n` of the lab has the MAC address `a4:b1:c2:00:00:00 + n`.
    private static void assertMacs(byte[] outcome, int count) throws Exception {
        JsonNode varBinds = varBinds(outcome);
        assertThat(varBinds).hasSize(count);
        for (int n = 0; n < count; n++) {
            assertThat(varBinds.get(n).path("hex").asText()).isEqualTo(String.format("a4b1c2%06x", n));
        }
    }

    private static void assertIncreasing(byte[] outcome, int count) throws Exception {
        JsonNode varBinds = varBinds(outcome);
        assertThat(varBinds).hasSize(count);
        var seen = new HashSet<String>();
        for (JsonNode varBind : varBinds) {
            String oid = varBind.path("oid").asText();
            assertThat(seen.add(oid) && oid.startsWith(CM_STATUS + ".")).as(oid).isTrue();
        }
    }

    private static JsonNode varBinds(byte[] outcome) throws Exception {
        return new ObjectMapper().readTree(outcome).path("reply").path("varbinds");
    }
}
