package io.pypnm.remote.system.plant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.fault.CrashPoint;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.lab.probe.StompProbe;
import io.pypnm.remote.system.history.HistoryEvent.Delivered;
import io.pypnm.remote.system.history.HistoryEvent.DeviceSet;
import io.pypnm.remote.system.history.HistoryEvent.Receipted;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// An agent as others may write one: plain STOMP 1.2, no instance, no journal, one command at a time. It remembers
/// nothing between connections, and is device and agent in one: what it is told to set, it notes as set. Serves the
/// interactive lane on a thread of its own, which can be told to lose its connection between any two steps, as a
/// process that dies there.
public final class ForeignAgent implements Mortal, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration TICK = Duration.ofMillis(50);

    private final Gateway gateway;
    private final AgentId id;
    private final HttpClient client;
    private final Recorder history;
    private final MessageCodec codec = new MessageCodec();
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicReference<@Nullable CrashPoint> armed = new AtomicReference<>();
    private final Semaphore crashed = new Semaphore(0);
    private final Semaphore restarts = new Semaphore(0);
    private final Map<String, Integer> sets = new ConcurrentHashMap<>();

    /// Where a process would have died.
    private static final class CrashException extends Exception {}

    private ForeignAgent(Gateway gateway, AgentId id, HttpClient client, Recorder history) {
        this.gateway = gateway;
        this.id = id;
        this.client = client;
        this.history = history;
        this.thread = Thread.ofPlatform().name("foreign-agent").unstarted(this::run);
    }

    /// Connects, and does so again whenever it is cut off.
    public static ForeignAgent start(Gateway gateway, AgentId id, HttpClient client, Recorder history) {
        var agent = new ForeignAgent(gateway, id, client, history);
        agent.thread.start();
        return agent;
    }

    @Override
    public AgentId id() {
        return id;
    }

    /// From now on it loses its connection, and all that it knows, when it passes this point.
    /// It keeps nothing, so it says nothing again.
    @Override
    public void awaitReceipt(CommandId set) {}

    @Override
    public void crashAt(CrashPoint point) {
        armed.set(point);
    }

    @Override
    public void awaitCrash() throws InterruptedException {
        if (!crashed.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(id + " did not come to " + armed.get());
        }
    }

    @Override
    public void restart() {
        restarts.release();
    }

    /// How often it was told to set this value, and did.
    public int setsOf(int value) {
        return sets.getOrDefault(Integer.toString(value), 0);
    }

    @Override
    public void close() {
        stop.countDown();
        restarts.release();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!isStopped()) {
                live();
            }
        } catch (InterruptedException _) {
            // Nobody does that; the thread ends.
        }
    }

    /// From one crash to the next.
    private void live() throws InterruptedException {
        try {
            while (!isStopped()) {
                serveOnce();
            }
        } catch (CrashException _) {
            crashed.release();
            restarts.acquire();
        }
    }

    private void serveOnce() throws InterruptedException, CrashException {
        try (StompProbe probe = StompProbe.open(client, gateway.agentLink())) {
            StompFrame answer = probe.connect(id.value(), gateway.tokenOf(id));
            if (answer.command() == StompCommand.CONNECTED) {
                serve(probe);
            }
        } catch (IOException _) {
            pause();
        }
    }

    /// The gateway was killed: it is looked for again a little later.
    private void pause() throws InterruptedException {
        var _ = stop.await(TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void pass(CrashPoint point) throws CrashException {
        if (armed.compareAndSet(point, null)) {
            throw new CrashException();
        }
    }

    private boolean isStopped() {
        return stop.getCount() == 0;
    }

    private void serve(StompProbe probe) throws IOException, InterruptedException, CrashException {
        probe.send(new StompFrame(
                StompCommand.SUBSCRIBE,
                StompHeaders.builder()
                        .add(StompHeaders.ID, "0")
                        .add(StompHeaders.DESTINATION, Addresses.commands(id, Lane.INTERACTIVE))
                        .add(StompHeaders.ACK, "client-individual")
                        .build()));
        while (!isStopped() && probe.isOpen()) {
            Optional<StompFrame> frame = probe.next(TICK);
            if (frame.isPresent() && frame.get().command() == StompCommand.MESSAGE) {
                answer(probe, frame.get());
            }
        }
    }

    private void answer(StompProbe probe, StompFrame message) throws IOException, InterruptedException, CrashException {
        CommandId command = CommandId.parse(header(message, WireHeaders.CORRELATION_ID));
        history.write(new Delivered(Instant.now(), command, id));
        pass(CrashPoint.RECEIVED);
        note(message);
        pass(CrashPoint.DEVICE_DONE);
        byte[] outcome =
                codec.encode(new OutcomeEnvelope(command, new Outcome.Completed(new Reply.VarBinds(List.of())), 0, 0));
        probe.send(new StompFrame(
                StompCommand.SEND,
                StompHeaders.builder()
                        .add(StompHeaders.DESTINATION, header(message, WireHeaders.REPLY_TO))
                        .add(WireHeaders.CORRELATION_ID, command.toString())
                        .add(WireHeaders.PERSISTENT, "true")
                        .add(StompHeaders.RECEIPT, "outcome-" + command)
                        .build(),
                outcome));
        pass(CrashPoint.OUTCOME_SENT);
        awaitReceipt(probe, "outcome-" + command);
        history.write(new Receipted(Instant.now(), command, OutcomeKind.COMPLETED));
        pass(CrashPoint.RECEIPTED);
        probe.send(new StompFrame(
                StompCommand.ACK,
                StompHeaders.builder()
                        .add(StompHeaders.ID, header(message, StompHeaders.ACK))
                        .add(StompHeaders.RECEIPT, "ack-" + command)
                        .build()));
        pass(CrashPoint.ACK_SENT);
        awaitReceipt(probe, "ack-" + command);
        pass(CrashPoint.ACK_RECEIPTED);
    }

    private void note(StompFrame message) throws IOException {
        JsonNode body = new ObjectMapper().readTree(message.body());
        for (JsonNode varBind : body.path("params").path("varbinds")) {
            String value = varBind.path("value").asText();
            sets.merge(value, 1, Integer::sum);
            history.write(new DeviceSet(
                    Instant.now(),
                    body.path("params").path("target_ip").asText(),
                    varBind.path("oid").asText(),
                    value));
        }
    }

    /// No command comes in between: a prefetch of one was asked for.
    private void awaitReceipt(StompProbe probe, String receipt) throws IOException, InterruptedException {
        Optional<StompFrame> frame = Optional.empty();
        while (frame.isEmpty() && !isStopped() && probe.isOpen()) {
            frame = probe.next(TICK);
        }
        if (frame.isEmpty()) {
            throw new IOException("cut off before the receipt");
        }
        if (frame.get().command() != StompCommand.RECEIPT
                || !header(frame.get(), StompHeaders.RECEIPT_ID).equals(receipt)) {
            throw new AssertionError("not the receipt " + receipt + ": " + frame.get());
        }
    }

    private static String header(StompFrame frame, String name) {
        return frame.headers().first(name).orElseThrow();
    }
}
