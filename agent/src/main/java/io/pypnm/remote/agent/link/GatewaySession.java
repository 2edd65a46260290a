package io.pypnm.remote.agent.link;

import io.pypnm.remote.agent.journal.OutcomeBody;
import io.pypnm.remote.agent.link.SessionEndedException.Cause;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.agent.run.CommandRunner;
import io.pypnm.remote.agent.run.Outbox;
import io.pypnm.remote.agent.run.Outbox.Outgoing;
import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.fault.CrashPoint;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.contracts.wire.WireValues;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is said over one connection once the agent is logged in: commands in, outcomes and acknowledgements out,
/// receipts for both. Owned by the link thread.
///
/// An outcome is sent; its receipt lets the command be acknowledged; the receipt of that lets it be forgotten. Outcomes
/// do not wait for each other's receipts, up to a bound.
final class GatewaySession {
    private static final System.Logger log = System.getLogger(GatewayLink.class.getName());
    private static final int MAX_UNRECEIPTED = 256;
    private static final int MAX_UNRECEIPTED_BYTES = 4 << 20;
    private static final String CONTROL = "control";

    /// What a receipt is awaited for.
    private sealed interface Awaited {
        record Subscribed() implements Awaited {}

        record Sent(CommandId id, int bytes) implements Awaited {}

        record Acknowledged(CommandId id) implements Awaited {}

        record Disconnected() implements Awaited {}
    }

    /// @param sinceNanos when it was asked for
    private record Receipt(Awaited awaited, long sinceNanos) {}

    private final LinkConfig config;
    private final CommandRunner runner;
    private final Outbox outbox;
    private final FrameWriter writer;
    private final Claims claims;
    private final MonotonicClock clock;
    private final RoundTrips roundTrips;
    private final MessageCodec codec = new MessageCodec();
    private final Incoming.Reader reader;

    /// In the order they were asked for: the first is the oldest.
    private final Map<String, Receipt> receipts = new LinkedHashMap<>();
    /// How to acknowledge a command's delivery on this connection.
    private final Map<CommandId, String> acks = new HashMap<>();
    /// Outcomes the gateway received on this connection before it delivered their commands on it.
    private final Set<CommandId> receivedEarly = new HashSet<>();
    private long receiptsAskedFor;
    private int unreceipted;
    private long unreceiptedBytes;
    private boolean disconnecting;
    private boolean disconnected;

    GatewaySession(
            LinkConfig config,
            CommandRunner runner,
            FrameWriter writer,
            Claims claims,
            MonotonicClock clock,
            RoundTrips roundTrips) {
        this.config = config;
        this.runner = runner;
        this.outbox = runner.outbox();
        this.writer = writer;
        this.claims = claims;
        this.clock = clock;
        this.roundTrips = roundTrips;
        this.reader = new Incoming.Reader(codec, clock);
    }

    /// Subscribes to the agent's queues, and has every outcome without a receipt sent again.
    void open() throws SessionEndedException {
        outbox.rewind();
        send(StompHeaders.builder()
                .add(StompHeaders.ID, CONTROL)
                .add(StompHeaders.DESTINATION, Addresses.control(config.agent()))
                .add(StompHeaders.ACK, StompHeaders.ACK_AUTO));
        for (Lane lane : Lane.values()) {
            send(StompHeaders.builder()
                    .add(StompHeaders.ID, lane.wireName())
                    .add(StompHeaders.DESTINATION, Addresses.commands(config.agent(), lane))
                    .add(StompHeaders.ACK, StompHeaders.ACK_CLIENT_INDIVIDUAL)
                    .add(WireHeaders.PREFETCH_COUNT, Integer.toString(runner.places(lane))));
        }
    }

    private void send(StompHeaders.Builder subscription) throws SessionEndedException {
        sendForReceipt(StompCommand.SUBSCRIBE, subscription, new byte[0], new Awaited.Subscribed(), null);
    }

    /// Deals with a frame of the gateway.
    void handle(StompFrame frame) throws SessionEndedException {
        switch (frame.command()) {
            case MESSAGE -> message(frame);
            case RECEIPT ->
                receipt(frame.headers().first(StompHeaders.RECEIPT_ID).orElse(""));
            case ERROR -> throw dismissal(frame);
            default ->
                throw new SessionEndedException(
                        Cause.DISMISSED, "the gateway sent " + frame.command().text());
        }
    }

    /// The exception for an ERROR frame.
    static SessionEndedException dismissal(StompFrame error) {
        String code = error.headers().first(WireHeaders.CODE).orElse("ERROR");
        String message = error.headers().first(StompHeaders.MESSAGE).orElse("no reason given");
        Cause cause = code.equals(WireValues.AUTH_FAILED) ? Cause.REFUSED : Cause.DISMISSED;
        return new SessionEndedException(cause, "the gateway says " + code + ": " + message);
    }

    /// Sends what is ready to be sent, as far as the bounds allow.
    void sendReady() throws SessionEndedException {
        while (unreceipted < MAX_UNRECEIPTED && unreceiptedBytes < MAX_UNRECEIPTED_BYTES) {
            Optional<Outgoing> next = outbox.next();
            if (next.isEmpty()) {
                return;
            }
            switch (next.get().body()) {
                case OutcomeBody.Inline(byte[] bytes) -> sendInline(next.get(), bytes);
                case OutcomeBody.Spooled body -> claims.uploadOutcome(next.get(), body);
                case OutcomeBody.WithContent(var _, var content) -> claims.uploadContent(next.get(), content);
            }
        }
    }

    /// An upload has ended.
    void uploaded(Claim claim) throws SessionEndedException {
        switch (claim) {
            case Claim.Taken(Outgoing outgoing) -> sendUploaded(outgoing);
            case Claim.Declined(Outgoing outgoing, var instead) ->
                sendInline(outgoing, codec.encode(new OutcomeEnvelope(outgoing.id(), instead, 0, 0)));
        }
    }

    private void sendUploaded(Outgoing outgoing) throws SessionEndedException {
        switch (outgoing.body()) {
            case OutcomeBody.Spooled body ->
                sendOutcome(
                        outgoing,
                        outcomeHeaders(outgoing)
                                .add(WireHeaders.CLAIM_SHA256, body.sha256())
                                .add(WireHeaders.CLAIM_BYTES, Long.toString(body.bytes())),
                        new byte[0]);
            case OutcomeBody.WithContent(byte[] bytes, var _) -> sendInline(outgoing, bytes);
            case OutcomeBody.Inline(byte[] bytes) -> sendInline(outgoing, bytes);
        }
    }

    /// Says goodbye once nothing is left to be sent.
    void disconnectWhenDone() throws SessionEndedException {
        if (!disconnecting && outbox.depth() == 0 && receipts.isEmpty()) {
            disconnecting = true;
            sendForReceipt(
                    StompCommand.DISCONNECT, StompHeaders.builder(), new byte[0], new Awaited.Disconnected(), null);
        }
    }

    /// Whether goodbye was answered.
    boolean isDisconnected() {
        return disconnected;
    }

    /// What is left until the oldest receipt is overdue.
    ///
    /// @throws SessionEndedException if it is
    Duration untilOverdue() throws SessionEndedException {
        if (receipts.isEmpty()) {
            return config.timing().answer();
        }
        Receipt oldest = receipts.values().iterator().next();
        Duration left = config.timing().answer().minusNanos(clock.nanos() - oldest.sinceNanos());
        if (left.isNegative()) {
            throw new SessionEndedException(
                    Cause.LOST, "no receipt within " + config.timing().answer() + " for " + oldest.awaited());
        }
        return left;
    }

    private void message(StompFrame frame) throws SessionEndedException {
        String subscription = frame.headers().first(StompHeaders.SUBSCRIPTION).orElse("");
        if (subscription.equals(CONTROL)) {
            control(frame.headers());
            return;
        }
        Lane lane = Lane.named(subscription)
                .orElseThrow(() -> new SessionEndedException(Cause.DISMISSED, "a message for no subscription of ours"));
        String ack = frame.headers()
                .first(StompHeaders.ACK)
                .orElseThrow(() -> new SessionEndedException(Cause.DISMISSED, "a command without an ack header"));
        boolean taken = switch (reader.read(frame, lane, roundTrips.worst())) {
            case Incoming.Legible(var delivery) -> acknowledgedBefore(delivery.id(), ack) || runner.deliver(delivery);
            case Incoming.Illegible(var id, var effect, var its, var replyTo, var refusal) ->
                acknowledgedBefore(id, ack) || runner.refuse(id, effect, its, replyTo, refusal);
            case Incoming.Nameless(String why) -> {
                log.log(Level.WARNING, "a command cannot be answered and is given back: {0}", why);
                writer.send(new StompFrame(StompCommand.NACK, StompHeaders.of(StompHeaders.ID, ack)));
                yield true;
            }
        };
        if (!taken) {
            throw new SessionEndedException(Cause.DISMISSED, "the gateway sends more than its prefetch-count");
        }
    }

    /// Notes how to acknowledge the command; if its outcome has been received on this connection, does so.
    private boolean acknowledgedBefore(CommandId id, String ack) throws SessionEndedException {
        acks.put(id, ack);
        if (!receivedEarly.remove(id)) {
            return false;
        }
        acknowledge(id, ack);
        return true;
    }

    private void control(StompHeaders headers) {
        String what = headers.first(WireHeaders.CONTROL).orElse("");
        switch (what) {
            case WireValues.CANCEL ->
                cancel(headers.first(WireHeaders.CORRELATION_ID).orElse(""));
            case WireValues.DRAIN -> {
                log.log(Level.INFO, "asked by the gateway to take no new work");
                runner.drain();
            }
            default -> log.log(Level.WARNING, "the gateway asks for something this agent does not know");
        }
    }

    private void cancel(String id) {
        try {
            runner.cancel(CommandId.parse(id));
        } catch (IllegalArgumentException e) {
            log.log(Level.WARNING, "the gateway asks to cancel something that is no command");
        }
    }

    private void receipt(String receiptId) throws SessionEndedException {
        Receipt receipt = receipts.remove(receiptId);
        if (receipt == null) {
            throw new SessionEndedException(Cause.DISMISSED, "a receipt that nobody asked for");
        }
        roundTrips.add(receipt.sinceNanos(), clock.nanos());
        switch (receipt.awaited()) {
            case Awaited.Subscribed() -> {}
            case Awaited.Sent(CommandId id, int bytes) -> {
                unreceipted--;
                unreceiptedBytes -= bytes;
                outbox.received(id);
                String ack = acks.get(id);
                if (ack == null) {
                    receivedEarly.add(id);
                } else {
                    acknowledge(id, ack);
                }
            }
            case Awaited.Acknowledged(CommandId id) -> {
                acks.remove(id);
                outbox.delivered(id);
            }
            case Awaited.Disconnected() -> disconnected = true;
        }
    }

    private void acknowledge(CommandId id, String ack) throws SessionEndedException {
        sendForReceipt(
                StompCommand.ACK,
                StompHeaders.builder().add(StompHeaders.ID, ack),
                new byte[0],
                new Awaited.Acknowledged(id),
                CrashPoint.ACK_SENT);
    }

    private void sendInline(Outgoing outgoing, byte[] body) throws SessionEndedException {
        sendOutcome(outgoing, outcomeHeaders(outgoing).add(WireHeaders.SHA256, Checksum.sha256(body)), body);
    }

    private void sendOutcome(Outgoing outgoing, StompHeaders.Builder headers, byte[] body)
            throws SessionEndedException {
        unreceipted++;
        unreceiptedBytes += body.length;
        sendForReceipt(
                StompCommand.SEND,
                headers,
                body,
                new Awaited.Sent(outgoing.id(), body.length),
                CrashPoint.OUTCOME_SENT);
    }

    private static StompHeaders.Builder outcomeHeaders(Outgoing outgoing) {
        return StompHeaders.builder()
                .add(StompHeaders.DESTINATION, outgoing.replyTo())
                .add(StompHeaders.CONTENT_TYPE, WireValues.JSON)
                .add(WireHeaders.CORRELATION_ID, outgoing.id().toString())
                .add(WireHeaders.PERSISTENT, "true");
    }

    private void sendForReceipt(
            StompCommand command,
            StompHeaders.Builder headers,
            byte[] body,
            Awaited awaited,
            @Nullable CrashPoint afterwards)
            throws SessionEndedException {
        String id = Long.toString(++receiptsAskedFor);
        receipts.put(id, new Receipt(awaited, clock.nanos()));
        writer.send(
                new StompFrame(command, headers.add(StompHeaders.RECEIPT, id).build(), body), afterwards);
    }
}
