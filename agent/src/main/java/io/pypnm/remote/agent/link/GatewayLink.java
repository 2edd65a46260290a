package io.pypnm.remote.agent.link;

import io.pypnm.remote.agent.link.LinkStatus.State;
import io.pypnm.remote.agent.link.SessionEndedException.Cause;
import io.pypnm.remote.agent.operation.Backoff;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.agent.run.CommandRunner;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.stomp.StompVersion;
import io.pypnm.remote.contracts.wire.WireHeaders;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/// Keeps the agent connected: connect, serve, wait, again and again, on the thread that calls [#run].
public final class GatewayLink {
    private static final System.Logger log = System.getLogger(GatewayLink.class.getName());

    /// What the agent says of itself when it logs in.
    ///
    /// @param instance     the journal's
    /// @param capabilities wire names of the commands it runs
    public record Identity(String instance, String version, String capabilities) {}

    /// How [#run] ended.
    public enum End {
        /// It was asked to.
        STOPPED,
        /// The only try failed, or its connection was lost.
        LOST,
        /// The only try was refused: the gateway does not know this agent or its token.
        REFUSED
    }

    private final LinkConfig config;
    private final Identity identity;
    private final CommandRunner runner;
    private final MonotonicClock clock;
    private final InstantSource hostClock;
    private final Backoff backoff;
    private final SSLContext tls;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile LinkStatus status;
    private volatile Runnable onChange = () -> {};
    private volatile Inbox inbox = new Inbox();

    /// @throws IOException if the certificates of the configured file cannot be read
    public GatewayLink(
            LinkConfig config,
            Identity identity,
            CommandRunner runner,
            MonotonicClock clock,
            InstantSource hostClock,
            RandomGenerator random)
            throws IOException {
        this.config = config;
        this.identity = identity;
        this.runner = runner;
        this.clock = clock;
        this.hostClock = hostClock;
        this.backoff = new Backoff(config.timing().backoffMin(), config.timing().backoffMax(), random);
        this.tls = Tls.context(config.trust());
        this.status = new LinkStatus(State.CONNECTING, hostClock.instant(), "");
    }

    /// Has `listener` called on the link thread whenever the status has changed.
    public void onChange(Runnable listener) {
        onChange = listener;
    }

    public LinkStatus status() {
        return status;
    }

    /// Asks [#run] to end once every outcome has reached the gateway. Whoever cannot wait so long interrupts it.
    public void stop() {
        stopping.countDown();
        inbox.wake();
    }

    /// Runs until it is stopped.
    ///
    /// @param once try once and serve one connection
    public End run(boolean once) throws InterruptedException {
        while (true) {
            changeTo(State.CONNECTING, status.lastError());
            try {
                serve();
                changeTo(State.STOPPED, status.lastError());
                return End.STOPPED;
            } catch (SessionEndedException e) {
                if (once || isStopping()) {
                    log.log(Level.WARNING, "{0}", e.getMessage());
                    changeTo(State.STOPPED, String.valueOf(e.getMessage()));
                    return isStopping() ? End.STOPPED : e.reason() == Cause.REFUSED ? End.REFUSED : End.LOST;
                }
                if (stopping.await(waitAfter(e).toNanos(), TimeUnit.NANOSECONDS)) {
                    changeTo(State.STOPPED, status.lastError());
                    return End.STOPPED;
                }
            }
        }
    }

    private Duration waitAfter(SessionEndedException e) {
        boolean refused = e.reason() == Cause.REFUSED;
        Duration wait = refused ? backoff.slow() : backoff.next();
        log.log(Level.WARNING, "{0}; next try in {1} s", e.getMessage(), wait.toSeconds());
        changeTo(refused ? State.REFUSED : State.WAITING, String.valueOf(e.getMessage()));
        return wait;
    }

    /// One connection, from its making to its end; everything it consists of is made here and gone with it.
    private void serve() throws SessionEndedException, InterruptedException {
        Inbox events = new Inbox();
        inbox = events;
        try (WebSocketChannel channel = WebSocketChannel.connect(config, tls, events);
                FrameWriter writer = FrameWriter.start(channel, events)) {
            Connection connection = new Connection(events, writer, config.timing(), clock);
            RoundTrips roundTrips = new RoundTrips();
            long asked = clock.nanos();
            StompHeaders connected = connection.login(connect());
            roundTrips.add(asked, clock.nanos());
            String epoch = connected.first(WireHeaders.EPOCH).orElse("");
            var uploader = new Claims.Uploader(config, identity.instance(), epoch, tls.getSocketFactory());
            try (Claims claims = new Claims(uploader, events)) {
                var session = new GatewaySession(config, runner, writer, claims, clock, roundTrips);
                runner.outbox().onReady(events::wake);
                log.log(Level.INFO, "connected to {0} as {1}, epoch {2}", config.gateway(), config.agent(), epoch);
                changeTo(State.CONNECTED, status.lastError());
                session.open();
                connection.serve(session, this::isStopping);
            } catch (SessionEndedException e) {
                if (e.reason() == Cause.LOST) {
                    // It was a good connection: the gateway may only be restarting.
                    backoff.reset();
                }
                throw e;
            }
        } finally {
            events.close();
            runner.outbox().onReady(() -> {});
        }
    }

    private StompFrame connect() {
        return new StompFrame(
                StompCommand.CONNECT,
                StompHeaders.of(
                        StompHeaders.ACCEPT_VERSION,
                        StompVersion.V1_2.text(),
                        StompHeaders.HOST,
                        config.gateway().getHost(),
                        StompHeaders.LOGIN,
                        config.agent().value(),
                        StompHeaders.PASSCODE,
                        config.token().reveal(),
                        StompHeaders.HEART_BEAT,
                        config.timing().heartBeat().text(),
                        WireHeaders.INSTANCE,
                        identity.instance(),
                        WireHeaders.JOURNAL,
                        "true",
                        WireHeaders.AGENT_VERSION,
                        identity.version(),
                        WireHeaders.CAPABILITIES,
                        identity.capabilities()));
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void changeTo(State state, String lastError) {
        status = new LinkStatus(state, hostClock.instant(), lastError);
        onChange.run();
    }
}
