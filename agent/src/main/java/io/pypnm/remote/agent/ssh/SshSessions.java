package io.pypnm.remote.agent.ssh;

import com.jcraft.jsch.Channel;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.agent.ssh.login.SshConfig;
import io.pypnm.remote.agent.ssh.login.SshLogin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/// All SSH of an agent. Sessions are opened when they are needed and kept for the next command; each carries several
/// channels. Blocks its (virtual) caller until the deadline at most, and is interruptible. Safe for use by many
/// threads.
///
/// Failures: `UNREACHABLE` (no route, port closed, silent, connection lost), `HOST_KEY_REJECTED` (with the fingerprint
/// and the remedy), `AUTH_FAILED`, `DEVICE_ERROR` (no common algorithm, request refused), `RUN_FOR`.
public final class SshSessions implements AutoCloseable {
    /// What JSch takes, where keep-alive or a broken packet ended a session, from closing its channels to closing it.
    private static final Duration SETTLING = Duration.ofMillis(50);

    private final SshConfig.Limits limits;
    private final Connector connector;
    private final MonotonicClock clock;
    private final ConcurrentMap<SshLogin, HostSessions> hosts = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    private SshSessions(SshConfig.Limits limits, Connector connector, MonotonicClock clock) {
        this.limits = limits;
        this.connector = connector;
        this.clock = clock;
    }

    /// Makes the pool, with no session in it yet.
    ///
    /// @param ownKnownHosts the agent's own file of trusted host keys
    /// @param trustCommand  begin of the command that adds to it, for messages
    /// @param threads       of virtual threads, for JSch and for what waits for it
    public static SshSessions open(
            SshConfig config, Path ownKnownHosts, String trustCommand, MonotonicClock clock, ThreadFactory threads) {
        List<Path> knownHosts = new ArrayList<>(config.knownHosts());
        knownHosts.addFirst(ownKnownHosts);
        var connector = new Connector(knownHosts, config.limits(), new Failures(trustCommand), threads);
        var sessions = new SshSessions(config.limits(), connector, clock);
        threads.newThread(sessions::closeIdle).start();
        return sessions;
    }

    /// Runs a command line and waits for its end. However that came, the result says; only what was never started is
    /// thrown. What was lost, or out of time, while it was on its way counts as started.
    ///
    /// @param commandLine for the shell of the user: whatever is in it must have been quoted
    /// @param input       standard input, UTF-8
    /// @param maxBytes    of standard output and standard error together; past it the command loses its streams, and is
    ///     sent TERM where the server does that
    public ExecResult exec(SshLogin login, String commandLine, String input, int maxBytes, Deadline deadline)
            throws CommandFailedException, InterruptedException {
        var collector = new Collector(maxBytes);
        OpenChannel open;
        try {
            open = at(login).open(new ChannelRequest.Exec(commandLine, input), collector, deadline);
        } catch (HostSessions.RequestLostException e) {
            return collector.result(e.end());
        }
        boolean ended = false;
        try {
            ended = collector.await(deadline) && !collector.isFull();
            return collector.result(ended ? end(open) : early(collector));
        } finally {
            if (ended) {
                open.close();
            } else {
                open.terminate();
            }
        }
    }

    private static ExecResult.End early(Collector collector) {
        return collector.isFull() ? new ExecResult.End.TooLarge() : new ExecResult.End.OutOfTime();
    }

    private static ExecResult.End end(OpenChannel open) throws InterruptedException {
        Channel channel = open.channel();
        if (channel.getExitSignal() != null) {
            return new ExecResult.End.Signalled(channel.getExitSignal());
        }
        if (channel.getExitStatus() >= 0) {
            return new ExecResult.End.Exited(channel.getExitStatus());
        }
        return open.connection().awaitEnd(SETTLING) ? new ExecResult.End.Lost() : new ExecResult.End.Closed();
    }

    /// Opens a shell in a terminal. The caller closes it.
    public SshShell shell(SshLogin login, SshShell.Terminal terminal, ChannelSink sink, Deadline deadline)
            throws CommandFailedException, InterruptedException {
        return new SshShell(open(login, new ChannelRequest.Shell(terminal), sink, deadline));
    }

    /// For what does nothing until it hears more: so it does not matter whether the server took the request.
    private OpenChannel open(SshLogin login, ChannelRequest request, ChannelSink sink, Deadline deadline)
            throws CommandFailedException, InterruptedException {
        try {
            return at(login).open(request, sink, deadline);
        } catch (HostSessions.RequestLostException e) {
            throw e.end() instanceof ExecResult.End.OutOfTime
                    ? Failures.runFor(login.host())
                    : Failures.lost(login.host());
        }
    }

    /// Opens a subsystem, such as `sftp`, for as long as the deadline allows. The caller closes it.
    public SshStreams subsystem(SshLogin login, String name, Deadline deadline)
            throws CommandFailedException, InterruptedException {
        var inflow = new Inflow(deadline);
        OpenChannel open = open(login, new ChannelRequest.Subsystem(name), inflow, deadline);
        try {
            return SshStreams.start(open, inflow, deadline);
        } catch (IOException e) {
            open.close();
            throw Failures.lost(login.host());
        }
    }

    /// Opens a session of its own for forwardings, which is not pooled. The caller closes it.
    public SshTunnel tunnel(SshLogin login, Deadline deadline) throws CommandFailedException, InterruptedException {
        return new SshTunnel(connector.connect(login, deadline), limits.open());
    }

    private HostSessions at(SshLogin login) {
        return hosts.computeIfAbsent(
                login, it -> new HostSessions(it.host(), new SessionPool(it, connector, limits, clock), limits.open()));
    }

    private void closeIdle() {
        Duration period = limits.idle().dividedBy(4);
        try {
            while (!closing.await(period.toNanos(), TimeUnit.NANOSECONDS)) {
                hosts.values().forEach(host -> host.pool().closeIdle());
            }
        } catch (InterruptedException e) {
            // By nobody but the end of the process.
        }
    }

    /// Ends all pooled sessions, and with them what runs on them.
    @Override
    public void close() {
        closing.countDown();
        hosts.values().forEach(host -> host.pool().close());
    }
}
