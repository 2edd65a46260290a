package io.pypnm.remote.bench;

import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompEncoder;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.lab.probe.StompProbe;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// An agent as the gateway sees one, without a journal, devices or a JVM of its own: it logs in, subscribes to all its
/// queues, beats, and answers every ping at once. Used by one thread.
final class LightAgent implements AutoCloseable {
    private static final MessageCodec CODEC = new MessageCodec();
    private static final Duration BEAT = Duration.ofSeconds(7);
    private static final String ACKNOWLEDGED = "acknowledged";

    private final StompProbe probe;
    /// How the command answered last is to be acknowledged, once its outcome is received.
    private String unacknowledged = "";

    private LightAgent(StompProbe probe) {
        this.probe = probe;
    }

    /// Connects, logs in and subscribes; returns when all of it was confirmed.
    static LightAgent connect(HttpClient client, URI gateway, AgentId id, String token)
            throws IOException, InterruptedException {
        var agent = new LightAgent(StompProbe.open(client, gateway));
        StompFrame answer = agent.probe.connect(
                id.value(),
                token,
                StompHeaders.HEART_BEAT,
                "10000,10000",
                WireHeaders.INSTANCE,
                UUID.nameUUIDFromBytes(id.value().getBytes(StandardCharsets.UTF_8))
                        .toString(),
                WireHeaders.JOURNAL,
                "true");
        if (answer.command() != StompCommand.CONNECTED) {
            throw new IOException("agent " + id + " is not let in: " + answer);
        }
        agent.subscribe("control", Addresses.control(id), "auto");
        for (Lane lane : Lane.values()) {
            agent.subscribe(lane.wireName(), Addresses.commands(id, lane), "client-individual");
        }
        for (int receipts = 0; receipts <= Lane.values().length; receipts++) {
            agent.probe.next();
        }
        return agent;
    }

    private void subscribe(String id, String destination, String ack) throws IOException {
        probe.send(new StompFrame(
                StompCommand.SUBSCRIBE,
                StompHeaders.of(
                        StompHeaders.ID,
                        id,
                        StompHeaders.DESTINATION,
                        destination,
                        StompHeaders.ACK,
                        ack,
                        WireHeaders.PREFETCH_COUNT,
                        "8",
                        StompHeaders.RECEIPT,
                        id)));
    }

    /// Answers until the connection is closed.
    void serve() throws IOException, InterruptedException {
        while (probe.isOpen()) {
            Optional<StompFrame> frame = probe.next(BEAT);
            if (frame.isEmpty() && probe.isOpen()) {
                probe.send(StompEncoder.heartBeat());
            } else if (frame.isPresent()) {
                handle(frame.get());
            }
        }
    }

    private void handle(StompFrame frame) throws IOException {
        switch (frame.command()) {
            case MESSAGE -> answer(frame.headers());
            case RECEIPT -> acknowledge();
            default -> throw new IOException("the gateway says " + frame);
        }
    }

    private void answer(StompHeaders command) throws IOException {
        unacknowledged = command.first(StompHeaders.ACK).orElseThrow();
        String id = command.first(WireHeaders.CORRELATION_ID).orElseThrow();
        var outcome = new Outcome.Completed(new Reply.Pinged(1, List.of(100), "light"));
        probe.send(new StompFrame(
                StompCommand.SEND,
                StompHeaders.of(
                        StompHeaders.DESTINATION,
                        command.first(WireHeaders.REPLY_TO).orElseThrow(),
                        WireHeaders.CORRELATION_ID,
                        id,
                        WireHeaders.PERSISTENT,
                        "true",
                        StompHeaders.RECEIPT,
                        id),
                CODEC.encode(new OutcomeEnvelope(CommandId.parse(id), outcome, 0, 0))));
    }

    /// Its own receipt leaves nothing to be acknowledged.
    private void acknowledge() throws IOException {
        if (!unacknowledged.isEmpty()) {
            probe.send(new StompFrame(
                    StompCommand.ACK,
                    StompHeaders.of(StompHeaders.ID, unacknowledged, StompHeaders.RECEIPT, ACKNOWLEDGED)));
            unacknowledged = "";
        }
    }

    @Override
    public void close() {
        probe.close();
    }
}
