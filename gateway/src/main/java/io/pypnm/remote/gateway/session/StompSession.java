package io.pypnm.remote.gateway.session;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.stomp.StompVersion;
import io.pypnm.remote.gateway.access.AgentLogin;
import io.pypnm.remote.gateway.agentlink.AgentLink;
import io.pypnm.remote.gateway.agentlink.Conversation;
import io.pypnm.remote.gateway.agentlink.ErrorCode;
import io.pypnm.remote.gateway.agentlink.Frames;
import io.pypnm.remote.gateway.agentlink.LinkConfig;
import io.pypnm.remote.gateway.agentlink.Outbound;
import io.pypnm.remote.gateway.agentlink.RefusedFrameException;
import io.pypnm.remote.gateway.ledger.AgentSession;
import io.pypnm.remote.gateway.store.StoreException;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A connection that has logged in. It can name its own queues only, and speak for itself only, by construction: no
/// text of the agent's ever becomes an address. [#handle] is called by the reading thread; the rest by any.
final class StompSession implements Conversation {
    private static final System.Logger log = System.getLogger(StompSession.class.getName());
    /// Twice the agreed pace and a second for the network, as STOMP 1.2 advises an error margin.
    private static final int SILENCE_FACTOR = 2;

    private static final Duration MARGIN = Duration.ofSeconds(1);

    /// Who speaks, and by which token.
    record Identity(AgentSession session, AgentLogin.Granted granted) {}

    /// Something a thread of this session does.
    @FunctionalInterface
    interface Work {
        void run() throws JMSException, InterruptedException;
    }

    private final Identity identity;
    private final Handshake handshake;
    private final AgentLink link;
    private final Frames frames;
    private final LinkConfig config;
    private final LinkServices services;
    private final AgentSessions sessions;
    private final Deliveries deliveries = new Deliveries();
    private final Subscriptions subscriptions;
    private final OutcomeIntake intake;
    private final Acknowledger acknowledger;
    private final Instant since;
    /// Guarded by this.
    private final Set<Thread> threads = new HashSet<>();

    /// Set under the lock of this.
    private volatile boolean closed;

    StompSession(
            Identity identity,
            Handshake handshake,
            AgentLink link,
            LinkConfig config,
            LinkServices services,
            AgentSessions sessions) {
        this.identity = identity;
        this.handshake = handshake;
        this.link = link;
        this.frames = new Frames(handshake.version());
        this.config = config;
        this.services = services;
        this.sessions = sessions;
        this.subscriptions = new Subscriptions(this, config.maxPrefetch(), services);
        this.intake = new OutcomeIntake(this, services, config.outcomesInFlight());
        this.acknowledger = new Acknowledger(this);
        this.since = services.clock().instant();
    }

    void start() {
        start("acknowledgements", acknowledger::run);
    }

    @Override
    public void handle(StompFrame frame) throws RefusedFrameException, InterruptedException {
        if (frame.headers().first(StompHeaders.TRANSACTION).isPresent()) {
            throw noTransactions();
        }
        try {
            switch (frame.command()) {
                case SUBSCRIBE -> {
                    subscriptions.add(frame);
                    receipt(receiptOf(frame));
                }
                case UNSUBSCRIBE -> unsubscribe(frame);
                case SEND -> intake.accept(frame);
                case ACK -> acknowledger.acknowledge(held(frame), receiptOf(frame));
                case NACK -> giveBack(frame);
                case DISCONNECT -> disconnect(frame);
                case BEGIN, COMMIT, ABORT -> throw noTransactions();
                case CONNECT, STOMP -> throw malformed("already connected");
                case CONNECTED, MESSAGE, RECEIPT, ERROR -> throw malformed("a frame that only a server sends");
            }
        } catch (JMSException | StoreException e) {
            fail(frame.command() + " could not be carried out", e);
        }
    }

    private void unsubscribe(StompFrame frame) throws RefusedFrameException, InterruptedException {
        Feed feed = subscriptions.remove(Frames.required(frame, StompHeaders.ID));
        feed.end();
        String receipt = receiptOf(frame);
        acknowledger.then(() -> {
            feed.close();
            receipt(receipt);
        });
    }

    /// Where an agent does not say that it did not start, only a `read` can be called refused.
    private void giveBack(StompFrame frame) throws RefusedFrameException, InterruptedException {
        InFlight delivery = held(frame);
        String detail = agent() + " gave it back with NACK";
        Outcome outcome = delivery.effect().mayRunAgain()
                ? new Outcome.Refused(RefusalCode.NACKED, detail)
                : new Outcome.Unknown(detail);
        services.settler().settle(services.endings().byGateway(delivery.command(), outcome));
        acknowledger.acknowledge(delivery, receiptOf(frame));
    }

    /// STOMP 1.2 names the delivery by `id`, 1.1 and 1.0 by `message-id`; both have the same value here.
    private InFlight held(StompFrame frame) throws RefusedFrameException {
        Optional<String> id = frame.headers().first(StompHeaders.ID);
        String ackId = id.isPresent() ? id.get() : Frames.required(frame, StompHeaders.MESSAGE_ID);
        return deliveries.take(ackId).orElseThrow(() -> malformed("nothing of that id is to be acknowledged"));
    }

    /// STOMP 1.2: the receipt of DISCONNECT says that everything before it was taken in.
    private void disconnect(StompFrame frame) throws InterruptedException {
        intake.awaitAll();
        Optional<String> receipt = frame.headers().first(StompHeaders.RECEIPT);
        Outbound.Item last = receipt.isPresent() ? frames.receipt(receipt.get()) : Optional::empty;
        acknowledger.then(() -> link.end(last));
    }

    private static String receiptOf(StompFrame frame) {
        return frame.headers().first(StompHeaders.RECEIPT).orElse("");
    }

    /// Says that what was asked for is done and on disk.
    ///
    /// @param id what the agent wants to hear, or empty
    void receipt(String id) throws InterruptedException {
        if (!id.isEmpty()) {
            put(frames.receipt(id));
        }
    }

    void put(Outbound.Item item) throws InterruptedException {
        link.put(item);
    }

    LiveAgent describe() {
        return new LiveAgent(
                identity.session(), link.source().getHostAddress(), since, handshake.about(), deliveries.count());
    }

    AgentId agent() {
        return identity.session().agent();
    }

    Set<String> capabilities() {
        return handshake.capabilities();
    }

    AgentSession identity() {
        return identity.session();
    }

    AgentLogin.Granted granted() {
        return identity.granted();
    }

    Deliveries deliveries() {
        return deliveries;
    }

    Acknowledger acknowledger() {
        return acknowledger;
    }

    Frames frames() {
        return frames;
    }

    @Override
    public String peer() {
        return agent().value();
    }

    @Override
    public StompVersion version() {
        return handshake.version();
    }

    @Override
    public Duration silence() {
        int agreedMillis = handshake.heartBeat().incomingMillis();
        return agreedMillis == 0
                ? config.silence()
                : Duration.ofMillis(agreedMillis).multipliedBy(SILENCE_FACTOR).plus(MARGIN);
    }

    @Override
    public Duration pace() {
        return Duration.ofMillis(handshake.heartBeat().outgoingMillis());
    }

    /// Ends the connection because a newer one of the same instance is there.
    void fence() {
        refuse(ErrorCode.FENCED, "a newer session has taken over");
    }

    void refuse(ErrorCode code, String reason) {
        link.refuse(code, reason);
    }

    /// The broker or the ledger does not do its part; the agent comes back and finds everything where it was.
    void fail(String what, Exception cause) {
        if (!closed) {
            boolean known = cause instanceof JMSException || cause instanceof StoreException;
            log.log(known ? System.Logger.Level.WARNING : System.Logger.Level.ERROR, agent() + ": " + what, cause);
            refuse(known ? ErrorCode.UNAVAILABLE : ErrorCode.INTERNAL, what);
        }
    }

    /// Starts a thread of this session's; it is interrupted when the session ends.
    void start(String what, Work work) {
        Thread thread = services.threads().newThread(() -> run(what, work));
        synchronized (this) {
            if (closed) {
                return;
            }
            threads.add(thread);
        }
        thread.start();
    }

    private void run(String what, Work work) {
        try {
            work.run();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (JMSException | RuntimeException e) {
            fail(what + " cannot be served", e);
        } finally {
            synchronized (this) {
                threads.remove(Thread.currentThread());
            }
        }
    }

    /// Gives everything unacknowledged back to its queue.
    @Override
    public void close() {
        List<Thread> running;
        synchronized (this) {
            closed = true;
            running = List.copyOf(threads);
        }
        subscriptions.close();
        running.forEach(Thread::interrupt);
        deliveries.clear();
        sessions.leave(this);
        try {
            services.ledger().closeSession(agent(), identity().epoch());
        } catch (StoreException e) {
            log.log(System.Logger.Level.DEBUG, "the end of a session is not noted", e);
        }
    }

    private static RefusedFrameException noTransactions() {
        return new RefusedFrameException(ErrorCode.FORBIDDEN, "transactions are not offered");
    }

    static RefusedFrameException malformed(String message) {
        return new RefusedFrameException(ErrorCode.MALFORMED, message);
    }
}
