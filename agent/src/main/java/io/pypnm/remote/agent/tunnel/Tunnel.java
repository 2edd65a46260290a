package io.pypnm.remote.agent.tunnel;

import io.pypnm.remote.agent.operation.Backoff;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.agent.ssh.SshSessions;
import io.pypnm.remote.agent.ssh.SshTunnel;
import io.pypnm.remote.agent.tunnel.TunnelConfig.Direction;
import io.pypnm.remote.agent.tunnel.TunnelConfig.Route;
import io.pypnm.remote.agent.tunnel.TunnelStatus.State;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps one tunnel up for as long as the agent runs: connects, forwards, asks through it whether somebody answers, and
/// begins again when the session is lost or nobody answers for long. A tunnel that is down at start is no different.
final class Tunnel implements AutoCloseable {
    private static final System.Logger log = System.getLogger(Tunnel.class.getName());

    private final Route route;
    private final SshSessions sessions;
    private final Timing timing;
    private final MonotonicClock clock;
    private final InstantSource hostClock;
    private final Backoff backoff;
    private final Consumer<TunnelStatus> onChange;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile TunnelStatus status;
    private volatile @Nullable SshTunnel session;

    /// How long to wait for what.
    ///
    /// @param connect     for the SSH session
    /// @param probe       between two questions while they are answered
    /// @param silentProbe between two questions while they are not
    /// @param patience    questions without answer after which the session is given up
    record Timing(Duration connect, Duration probe, Duration silentProbe, int patience) {
        static final Timing STANDARD =
                new Timing(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(5), 3);
    }

    /// @param onChange called by the tunnel's thread whenever the status has changed
    Tunnel(
            Route route,
            SshSessions sessions,
            Timing timing,
            MonotonicClock clock,
            InstantSource hostClock,
            Backoff backoff,
            Consumer<TunnelStatus> onChange) {
        this.route = route;
        this.sessions = sessions;
        this.timing = timing;
        this.clock = clock;
        this.hostClock = hostClock;
        this.backoff = backoff;
        this.onChange = onChange;
        this.status = new TunnelStatus(route.label(), State.CONNECTING, hostClock.instant(), "");
    }

    TunnelStatus status() {
        return status;
    }

    /// Runs until it is closed, on a thread of its own.
    void run() {
        try {
            while (!isStopping()) {
                changeTo(State.CONNECTING, status.lastError());
                String reason = serve();
                if (!isStopping()) {
                    Duration wait = backoff.next();
                    log.log(
                            Level.WARNING,
                            "tunnel {0}: {1}; next try in {2} s",
                            route.label(),
                            reason,
                            wait.toSeconds());
                    changeTo(State.WAITING, reason);
                    var _ = stopping.await(wait.toNanos(), TimeUnit.NANOSECONDS);
                }
            }
        } catch (InterruptedException e) {
            // By nobody but the end of the process.
        }
    }

    /// One session, from its making to its end. Returns the reason of the end.
    private String serve() throws InterruptedException {
        try (SshTunnel tunnel = sessions.tunnel(route.login(), Deadline.in(timing.connect(), clock))) {
            session = tunnel;
            return watch(tunnel, forward(tunnel));
        } catch (CommandFailedException e) {
            return e.detail();
        } catch (RuntimeException e) {
            // Without its thread a tunnel would stay down for good, and the agent with it.
            log.log(Level.ERROR, "tunnel " + route.label() + " hit a fault of the agent", e);
            return "a fault of the agent, see its log";
        } finally {
            session = null;
        }
    }

    /// Returns the port of this host through which it can be asked whether somebody answers.
    private int forward(SshTunnel tunnel) throws CommandFailedException, InterruptedException {
        int probed;
        if (route.direction() == Direction.THERE) {
            probed = tunnel.forwardLocal(route.localPort(), "127.0.0.1", route.remotePort());
        } else {
            tunnel.forwardRemote(route.remotePort(), route.localPort());
            // There and back again: what others who use the port would meet.
            probed = route.isProbed() ? tunnel.forwardLocal(0, "127.0.0.1", route.remotePort()) : 0;
        }
        tunnel.keepAlive(route.keepAlive());
        return probed;
    }

    private String watch(SshTunnel tunnel, int port) throws InterruptedException {
        int unanswered = 0;
        while (!isStopping()) {
            Optional<String> problem = route.isProbed() ? Probe.problem(port) : Optional.empty();
            if (problem.isEmpty()) {
                unanswered = 0;
                backoff.reset();
                up();
            } else if (++unanswered == timing.patience()) {
                return problem.get();
            } else {
                silent(problem.get());
            }
            if (tunnel.awaitEnd(unanswered == 0 ? timing.probe() : timing.silentProbe())) {
                return "the session with " + route.login().host() + " has ended";
            }
        }
        return "";
    }

    private void up() {
        if (status.state() != State.UP) {
            log.log(Level.INFO, "tunnel {0} is up", route.label());
            changeTo(State.UP, status.lastError());
        }
    }

    private void silent(String problem) {
        if (status.state() != State.SILENT) {
            log.log(Level.WARNING, "tunnel {0}: {1}", route.label(), problem);
            changeTo(State.SILENT, problem);
        }
    }

    private void changeTo(State state, String lastError) {
        var changed = new TunnelStatus(route.label(), state, hostClock.instant(), lastError);
        status = changed;
        onChange.accept(changed);
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /// Ends it. Does not wait.
    @Override
    public void close() {
        stopping.countDown();
        SshTunnel present = session;
        if (present != null) {
            present.close();
        }
    }
}
