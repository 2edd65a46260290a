package io.pypnm.remote.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.lab.probe.StompProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// An agent that does what a test tells it, frame by frame.
public final class ProbeAgent implements AutoCloseable {
    private static final MessageCodec CODEC = new MessageCodec();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /// Long enough for a frame that is on its way, short enough to be waited for in vain.
    private static final Duration A_MOMENT = Duration.ofMillis(300);

    private final AgentId id;
    private final StompProbe probe;
    private final long epoch;
    /// Commands that came while a receipt was waited for.
    private final Deque<StompFrame> early = new ArrayDeque<>();
    private int receipts;

    private ProbeAgent(AgentId id, StompProbe probe, long epoch) {
        this.id = id;
        this.probe = probe;
        this.epoch = epoch;
    }

    /// A command as it arrived.
    public record Delivered(StompFrame frame) {
        public CommandId id() {
            return CommandId.parse(header(WireHeaders.CORRELATION_ID));
        }

        public String ack() {
            return header(StompHeaders.ACK);
        }

        public int attempt() {
            return Integer.parseInt(header(WireHeaders.ATTEMPT));
        }

        public String header(String name) {
            return frame.headers().first(name).orElseThrow(() -> new AssertionError("no " + name + " in " + frame));
        }
    }

    public static InstanceId newInstance() {
        return new InstanceId(UUID.randomUUID());
    }

    /// Logs in with a journal of its own.
    public static ProbeAgent connect(RunningGateway gateway, AgentId id) throws IOException, InterruptedException {
        return connect(gateway, id, newInstance());
    }

    /// Logs in with the journal of that instance.
    public static ProbeAgent connect(RunningGateway gateway, AgentId id, InstanceId instance)
            throws IOException, InterruptedException {
        return connectWith(gateway, id, WireHeaders.INSTANCE, instance.toString(), WireHeaders.JOURNAL, "true");
    }

    /// Logs in as any STOMP client would.
    public static ProbeAgent connectForeign(RunningGateway gateway, AgentId id)
            throws IOException, InterruptedException {
        return connectWith(gateway, id);
    }

    /// Logs in with these further headers.
    public static ProbeAgent connectWith(RunningGateway gateway, AgentId id, String... headers)
            throws IOException, InterruptedException {
        StompProbe probe = gateway.probe();
        StompFrame answer = probe.connect(id.value(), RunningGateway.token(id), headers);
        if (answer.command() != StompCommand.CONNECTED) {
            probe.close();
            throw new IOException("not connected: " + answer);
        }
        long epoch = Long.parseLong(answer.headers().first(WireHeaders.EPOCH).orElseThrow());
        return new ProbeAgent(id, probe, epoch);
    }

    public AgentId id() {
        return id;
    }

    public long epoch() {
        return epoch;
    }

    public StompProbe probe() {
        return probe;
    }

    /// Subscribes to a lane under the lane's name.
    public ProbeAgent take(Lane lane, int prefetch) throws IOException, InterruptedException {
        request(
                StompCommand.SUBSCRIBE,
                StompHeaders.ID,
                lane.wireName(),
                StompHeaders.DESTINATION,
                Addresses.commands(id, lane),
                StompHeaders.ACK,
                "client-individual",
                WireHeaders.PREFETCH_COUNT,
                Integer.toString(prefetch));
        return this;
    }

    /// Subscribes to the agent's control queue.
    public ProbeAgent listen() throws IOException, InterruptedException {
        request(
                StompCommand.SUBSCRIBE,
                StompHeaders.ID,
                "control",
                StompHeaders.DESTINATION,
                Addresses.control(id),
                StompHeaders.ACK,
                "auto");
        return this;
    }

    /// Not always the next frame: a command may come before it.
    private void awaitReceipt(String receipt) throws IOException, InterruptedException {
        StompFrame frame = await();
        while (frame.command() == StompCommand.MESSAGE) {
            early.add(frame);
            frame = await();
        }
        assertThat(frame.command()).as("%s", frame).isEqualTo(StompCommand.RECEIPT);
        assertThat(frame.headers().first(StompHeaders.RECEIPT_ID)).contains(receipt);
    }

    private String nextReceipt() {
        receipts++;
        return "receipt-" + receipts;
    }

    /// The next frame of any kind.
    public StompFrame nextFrame() throws IOException, InterruptedException {
        StompFrame first = early.poll();
        return first == null ? await() : first;
    }

    private StompFrame await() throws IOException, InterruptedException {
        return probe.next(PATIENCE).orElseThrow(() -> new IOException("no frame came"));
    }

    /// The next command, waiting for it.
    public Delivered next() throws IOException, InterruptedException {
        StompFrame frame = nextFrame();
        assertThat(frame.command()).as("%s", frame).isEqualTo(StompCommand.MESSAGE);
        return new Delivered(frame);
    }

    /// Whether nothing arrives for a moment.
    public boolean hearsNothing() throws InterruptedException {
        return early.isEmpty() && probe.next(A_MOMENT).isEmpty();
    }

    public static byte[] completed(CommandId command) {
        return encode(command, new Outcome.Completed(new Reply.VarBinds(List.of())));
    }

    public static byte[] encode(CommandId command, Outcome outcome) {
        return CODEC.encode(new OutcomeEnvelope(command, outcome, 1, 2));
    }

    /// Sends an outcome as it is and waits for its receipt.
    public void answer(Delivered command, byte[] body) throws IOException, InterruptedException {
        String receipt = nextReceipt();
        send(command.id(), command.header(WireHeaders.REPLY_TO), body, receipt);
        awaitReceipt(receipt);
    }

    /// Sends an outcome as it is.
    public void send(CommandId command, String destination, byte[] body, String receipt) throws IOException {
        probe.send(new StompFrame(
                StompCommand.SEND,
                StompHeaders.of(
                        StompHeaders.DESTINATION,
                        destination,
                        WireHeaders.CORRELATION_ID,
                        command.toString(),
                        WireHeaders.PERSISTENT,
                        "true",
                        StompHeaders.RECEIPT,
                        receipt,
                        WireHeaders.SHA256,
                        Checksum.sha256(body)),
                body));
    }

    /// Acknowledges a command and waits for the receipt.
    public void acknowledge(Delivered command) throws IOException, InterruptedException {
        request(StompCommand.ACK, StompHeaders.ID, command.ack());
    }

    /// Sends a frame without body and waits for its receipt.
    public void request(StompCommand command, String... headers) throws IOException, InterruptedException {
        String receipt = nextReceipt();
        StompHeaders.Builder all = StompHeaders.builder();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        probe.send(
                new StompFrame(command, all.add(StompHeaders.RECEIPT, receipt).build()));
        awaitReceipt(receipt);
    }

    /// Sends a frame without body.
    public void say(StompCommand command, String... headers) throws IOException {
        probe.send(new StompFrame(command, StompHeaders.of(headers)));
    }

    /// Answers and acknowledges a command.
    public void complete(Delivered command) throws IOException, InterruptedException {
        answer(command, completed(command.id()));
        acknowledge(command);
    }

    /// Waits for the ERROR frame that ends the connection, and for that end.
    ///
    /// @return its code
    public String awaitError() throws IOException, InterruptedException {
        StompFrame frame = nextFrame();
        while (frame.command() != StompCommand.ERROR) {
            frame = await();
        }
        probe.closeCode();
        return frame.headers().first(WireHeaders.CODE).orElse("");
    }

    /// The next frame, if one comes in time.
    public Optional<StompFrame> nextWithin(Duration wait) throws InterruptedException {
        return early.isEmpty() ? probe.next(wait) : Optional.of(early.remove());
    }

    /// Ends the TCP connection without a word.
    @Override
    public void close() {
        probe.close();
    }
}
