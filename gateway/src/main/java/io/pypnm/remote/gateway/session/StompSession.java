package io.pypnm.remote.gateway.agentlink;

import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import io.pypnm.remote.contracts.stomp.HeartBeat;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.stomp.StompVersion;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.gateway.ledger.AgentSession;
import io.pypnm.remote.gateway.store.StoreException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A connection that has logged in. It can name its own queues only, and speak for itself only, by construction: no
/// text of the agent's ever becomes an address. [#handle] is called by the reading thread; the rest by any.
final class StompSession {
    private static final System.Logger log = System.getLogger(StompSession.class.getName());
    /// Twice the agreed pace and a second for the network, as STOMP 1.2 advises an error margin.
    private static final int SILENCE_FACTOR = 2;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long MARGIN_NANOS = 1_000 * NANOS_PER_MILLI;

    private final AgentSession identity;
    private final StompVersion version;
    private final HeartBeat heartBeat;
    private final AgentLink link;
    private final Outbound outbound;
    private final Frames frames;
    private final LinkConfig config;
    private final LinkServices services;
    private final AgentSessions sessions;
    private final OutcomeIntake intake;
    private final Acknowledger acknowledger;
    private final Map<String, InFlight> inFlight = new ConcurrentHashMap<>();
    /// Subscriptions by id; guarded by this.
    private final Map<String, Subscription> subscriptions = new HashMap<>();
    /// Guarded by this.
    private final List<Thread> threads = new ArrayList<>();

    private final Instant since;
    private final String about;
    private volatile boolean closed;

    private sealed interface Subscription {
        record Commands(LaneFeed feed) implements Subscription {}

        record Control(ControlFeed feed) implements Subscription {}
    }

    StompSession(
            AgentSession identity,
            Handshake handshake,
            AgentLink link,
            Outbound outbound,
            LinkConfig config,
            LinkServices services,
            AgentSessions sessions) {
        this.identity = identity;
        this.version = handshake.version();
        this.heartBeat = handshake.heartBeat();
        this.link = link;
        this.outbound = outbound;
        this.frames = new Frames(version);
        this.config = config;
        this.services = services;
        this.sessions = sessions;
        this.intake = new OutcomeIntake(this, services, config.outcomesInFlight());
        this.acknowledger = new Acknowledger(this);
        this.since = services.clock().instant();
        this.about = handshake.about();
    }

    void start() {
        startThread(acknowledger);
    }

    /// A frame from the agent.
    void handle(StompFrame frame) throws RefusedFrameException, InterruptedException {
        if (frame.headers().first(StompHeaders.TRANSACTION).isPresent()) {
            throw new RefusedFrameException(ErrorCode.FORBIDDEN, "transactions are not offered");
        }
        try {
            switch (frame.command()) {
                case SUBSCRIBE -> subscribe(frame);
                case UNSUBSCRIBE -> unsubscribe(frame);
                case SEND -> intake.accept(frame);
                case ACK -> acknowledge(frame);
                case NACK -> giveBack(frame);
                case DISCONNECT -> disconnect(frame);
                case BEGIN, COMMIT, ABORT ->
                    throw new RefusedFrameException(ErrorCode.FORBIDDEN, "transactions are not offered");
                case CONNECT, STOMP -> throw malformed("already connected");
                case CONNECTED, MESSAGE, RECEIPT, ERROR -> throw malformed("a frame that only a server sends");
            }
        } catch (JMSException | StoreException e) {
            fail(frame.command() + " could not be carried out", e);
        }
    }

    private void subscribe(StompFrame frame) throws RefusedFrameException, JMSException, InterruptedException {
        String id = required(frame, StompHeaders.ID);
        String destination = required(frame, StompHeaders.DESTINATION);
        if (destination.equals(Addresses.control(agent()))) {
            var feed = ControlFeed.open(id, this, services);
            add(id, new Subscription.Control(feed), feed);
        } else {
            Lane lane = lane(destination);
            // "auto" would lose what is on its way when a connection breaks; "client" would acknowledge what is still
            // running.
            if (!frame.headers().first(StompHeaders.ACK).orElse("auto").equals("client-individual")) {
                throw malformed("ack must be client-individual");
            }
            var feed = LaneFeed.open(id, lane, prefetch(frame), this, services);
            add(id, new Subscription.Commands(feed), feed);
        }
        receipt(frame);
    }

    private Lane lane(String destination) throws RefusedFrameException {
        for (Lane lane : Lane.values()) {
            if (destination.equals(Addresses.commands(agent(), lane))) {
                return lane;
            }
        }
        services.audit().append(services.clock().instant(), agent().value(), "forbidden-subscribe", destination);
        throw new RefusedFrameException(ErrorCode.FORBIDDEN, "an agent can subscribe to its own queues only");
    }

    private int prefetch(StompFrame frame) throws RefusedFrameException {
        String text = frame.headers().first(WireHeaders.PREFETCH_COUNT).orElse("1");
        try {
            int count = Integer.parseInt(text);
            if (count >= 1 && count <= config.maxPrefetch()) {
                return count;
            }
        } catch (NumberFormatException _) {
            // Answered below, as a number out of bounds is.
        }
        throw malformed("prefetch-count must be 1 to " + config.maxPrefetch());
    }

    private synchronized void add(String id, Subscription subscription, Runnable feed) throws RefusedFrameException {
        if (closed
                || subscriptions.size() > Lane.values().length
                || subscriptions.putIfAbsent(id, subscription) != null) {
            close(subscription);
            throw malformed("subscription id is taken, or there are too many");
        }
        startThread(feed);
    }

    private void unsubscribe(StompFrame frame) throws RefusedFrameException, InterruptedException {
        Subscription subscription = remove(required(frame, StompHeaders.ID));
        close(subscription);
        inFlight.values().removeIf(held -> subscription.equals(new Subscription.Commands(held.feed())));
        receipt(frame);
    }

    private synchronized Subscription remove(String id) throws RefusedFrameException {
        Subscription subscription = subscriptions.remove(id);
        if (subscription == null) {
            throw malformed("no subscription of that id");
        }
        return subscription;
    }

    private void acknowledge(StompFrame frame) throws RefusedFrameException {
        InFlight held = held(frame);
        acknowledger.acknowledge(
                held.message(),
                held.feed(),
                frame.headers().first(StompHeaders.RECEIPT).orElse(""));
    }

    /// Where an agent does not say that it did not start, only a `read` can be called refused.
    private void giveBack(StompFrame frame) throws RefusedFrameException, StoreException, InterruptedException {
        InFlight held = held(frame);
        CommandId command = held.command().id();
        String detail = agent() + " gave it back with NACK";
        services.settler()
                .settle(services.endings()
                        .byGateway(
                                command,
                                held.command().effect().mayRunAgain()
                                        ? new Outcome.Refused(RefusalCode.NACKED, detail)
                                        : new Outcome.Unknown(detail)));
        acknowledger.acknowledge(
                held.message(),
                held.feed(),
                frame.headers().first(StompHeaders.RECEIPT).orElse(""));
    }

    /// STOMP 1.2 names the delivery by `id`, 1.1 and 1.0 by `message-id`; both have the same value here.
    private InFlight held(StompFrame frame) throws RefusedFrameException {
        Optional<String> id = frame.headers().first(StompHeaders.ID);
        String ackId = id.isPresent() ? id.get() : required(frame, StompHeaders.MESSAGE_ID);
        InFlight held = inFlight.remove(ackId);
        if (held == null) {
            throw malformed("nothing of that id is to be acknowledged");
        }
        return held;
    }

    private void disconnect(StompFrame frame) throws InterruptedException {
        Optional<String> receipt = frame.headers().first(StompHeaders.RECEIPT);
        Outbound.Item last = receipt.isPresent() ? frames.receipt(receipt.get()) : Optional::empty;
        link.end(last);
    }

    void receipt(StompFrame frame) throws InterruptedException {
        receipt(frame.headers().first(StompHeaders.RECEIPT).orElse(""));
    }

    /// Says that what was asked for is done and on disk.
    void receipt(String id) throws InterruptedException {
        if (!id.isEmpty() && !outbound.put(frames.receipt(id))) {
            cut("the peer does not read");
        }
    }

    /// Takes a message off the queue that the agent will not see.
    void drop(Message message, LaneFeed feed) {
        acknowledger.acknowledge(message, feed, "");
    }

    void holds(InFlight delivery) {
        inFlight.put(delivery.ackId(), delivery);
    }

    boolean holds(CommandId command) {
        return inFlight.values().stream().anyMatch(held -> held.command().id().equals(command));
    }

    LiveAgent describe() {
        return new LiveAgent(identity, link.source().getHostAddress(), since, about, inFlight.size());
    }

    AgentId agent() {
        return identity.agent();
    }

    AgentSession identity() {
        return identity;
    }

    StompVersion version() {
        return version;
    }

    Frames frames() {
        return frames;
    }

    Outbound outbound() {
        return outbound;
    }

    /// How long the agent may be silent.
    long silenceNanos() {
        return heartBeat.incomingMillis() == 0
                ? config.silence().toNanos()
                : SILENCE_FACTOR * NANOS_PER_MILLI * heartBeat.incomingMillis() + MARGIN_NANOS;
    }

    /// How long this side may be silent; 0 for ever. A quarter earlier than agreed, since the watch does not look all
    /// the time.
    long beatNanos() {
        return NANOS_PER_MILLI * heartBeat.outgoingMillis() * 3 / 4;
    }

    /// Ends the connection because a newer one of the same instance is there.
    void fence() {
        link.refuse(ErrorCode.FENCED, "a newer session has taken over");
    }

    void refuse(ErrorCode code, String reason) {
        link.refuse(code, reason);
    }

    void cut(String reason) {
        link.cut(reason);
    }

    /// The broker or the ledger does not do its part; the agent comes back and finds everything where it was.
    void fail(String what, Exception cause) {
        if (!closed) {
            log.log(System.Logger.Level.WARNING, agent() + ": " + what, cause);
            link.refuse(ErrorCode.UNAVAILABLE, what);
        }
    }

    void startThread(Runnable work) {
        Thread thread = services.threads().newThread(work);
        synchronized (this) {
            if (closed) {
                return;
            }
            threads.add(thread);
        }
        thread.start();
    }

    /// Gives everything unacknowledged back to its queue. Called once, by the link.
    void close() {
        List<Subscription> open;
        List<Thread> running;
        synchronized (this) {
            closed = true;
            open = List.copyOf(subscriptions.values());
            running = List.copyOf(threads);
        }
        open.forEach(StompSession::close);
        running.forEach(Thread::interrupt);
        inFlight.clear();
        sessions.leave(this);
    }

    private static void close(Subscription subscription) {
        switch (subscription) {
            case Subscription.Commands(LaneFeed feed) -> feed.close();
            case Subscription.Control(ControlFeed feed) -> feed.close();
        }
    }

    static String required(StompFrame frame, String header) throws RefusedFrameException {
        Optional<String> value = frame.headers().first(header);
        if (value.isEmpty()) {
            throw malformed(frame.command() + " must have the header " + header);
        }
        return value.get();
    }

    private static RefusedFrameException malformed(String message) {
        return new RefusedFrameException(ErrorCode.MALFORMED, message);
    }
}
