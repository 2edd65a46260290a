package io.pypnm.remote.system.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.lab.probe.StompProbe;
import io.pypnm.remote.system.plant.Api;
import io.pypnm.remote.system.plant.CommandView;
import io.pypnm.remote.system.plant.Commands;
import io.pypnm.remote.system.plant.Gateway;
import io.pypnm.remote.system.plant.Lab;
import io.pypnm.remote.system.plant.Plant;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A peer that stops reading fills its own line and no other.
final class SlowPeerIT {
    private static final AgentId GOOD = new AgentId("jump-1");
    private static final AgentId DEAF = new AgentId("jump-2");
    /// More than the kernel's buffers hold for one connection.
    private static final int BACKLOG = 256;
    /// What the gateway holds for one subscription: 16 KiB for each command of its prefetch, and the one in hand.
    private static final int MOST_HELD_BYTES = BACKLOG * 16 * 1024;

    @RegisterExtension
    final Plant plant = new Plant();

    @Test
    void peerThatDoesNotReadIsCutWhileOthersAreServed() throws Exception {
        Lab lab = plant.lab("--modems", "1");
        Gateway gateway = plant.gateway().start();
        plant.agent(gateway, GOOD.value()).start();
        gateway.awaitOnline(GOOD);
        Api api = gateway.api();
        try (StompProbe deaf = StompProbe.open(plant.client(), gateway.agentLink())) {
            deaf.connect(DEAF.value(), gateway.tokenOf(DEAF));
            deaf.stopReading();
            deaf.send(subscribe());
            ObjectNode large = Commands.bulkGet(
                    lab.modem(0),
                    lab.port(),
                    IntStream.range(0, 4096)
                            .mapToObj(i -> "1.3.6.1.2.1.2.2.1.10." + i)
                            .toList());
            for (int i = 0; i < BACKLOG; i++) {
                assertThat(api.submit(DEAF, large, "large-" + i, 0).status()).isEqualTo(202);
            }

            int mostHeld = 0;
            boolean online = true;
            Instant limit = Instant.now().plus(Duration.ofSeconds(60));
            for (int i = 0; online; i++) {
                Duration answered = timeOf(api, lab, i);
                assertThat(answered).isLessThan(Duration.ofSeconds(5));
                assertThat(Instant.now()).as("the deaf peer is still connected").isBefore(limit);
                JsonNode peer = api.agent(DEAF);
                mostHeld = Math.max(mostHeld, peer.path("in_flight").asInt());
                online = peer.path("online").asBoolean();
            }

            int size = new ObjectMapper().writeValueAsBytes(large).length;
            assertThat((mostHeld - 1) * size)
                    .as("%d commands of %d bytes", mostHeld, size)
                    .isBetween(1, MOST_HELD_BYTES);
            assertThat(gateway.program().log()).contains("the peer does not read");
            assertThat(api.agent(GOOD).path("online").asBoolean()).isTrue();
        }
        try (StompProbe next = StompProbe.open(plant.client(), gateway.agentLink())) {
            next.connect(DEAF.value(), gateway.tokenOf(DEAF));
            next.send(subscribe());

            StompFrame again = next.next();

            assertThat(again.command()).isEqualTo(StompCommand.MESSAGE);
            assertThat(again.headers().first(WireHeaders.ATTEMPT)).contains("2");
            assertThat(again.headers().first(WireHeaders.SHA256)).contains(Checksum.sha256(again.body()));
        }
    }

    private static StompFrame subscribe() {
        return new StompFrame(
                StompCommand.SUBSCRIBE,
                StompHeaders.of(
                        StompHeaders.ID,
                        "0",
                        StompHeaders.DESTINATION,
                        Addresses.commands(DEAF, Lane.INTERACTIVE),
                        StompHeaders.ACK,
                        "client-individual",
                        WireHeaders.PREFETCH_COUNT,
                        Integer.toString(BACKLOG)));
    }

    private static Duration timeOf(Api api, Lab lab, int n) throws Exception {
        Instant start = Instant.now();
        var command = Commands.get(lab.modem(0), lab.port(), Commands.slot(1));
        CommandView end = api.run(GOOD, command, "small-" + n, 20);
        assertThat(end.kind()).isEqualTo(OutcomeKind.COMPLETED);
        return Duration.between(start, Instant.now());
    }
}
