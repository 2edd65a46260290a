package io.pypnm.remote.agent.ssh;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.ssh.login.SshConfig;
import io.pypnm.remote.agent.ssh.login.SshHost;
import io.pypnm.remote.agent.ssh.login.SshLogin;
import io.pypnm.remote.contracts.outcome.FailureCode;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;

/// One session with one server, from its login to its end.
final class SshConnection {
    private final SshLogin login;
    private final Session session;
    private final Line line;
    private final SshConfig.Limits limits;
    private final ThreadFactory threads;

    SshConnection(SshLogin login, Session session, Line line, SshConfig.Limits limits, ThreadFactory threads) {
        this.login = login;
        this.session = session;
        this.line = line;
        this.limits = limits;
        this.threads = threads;
    }

    /// How the opening of a channel went.
    sealed interface Opening {
        record Opened(OpenChannel channel) implements Opening {}

        /// The server opens no further channel on this session. Nothing was started.
        record Full() implements Opening {}

        /// The server opened a channel, and then refused the request. JSch forgets to close that channel.
        record Refused() implements Opening {}

        /// The session has ended, or the server says nothing. Whether the request was taken is not known if it was
        /// sent.
        ///
        /// @param sent whether the request may have reached the server
        record Down(boolean sent) implements Opening {}
    }

    /// Opens a channel and has the server take the request. Blocks within the limit for that, is not to be interrupted.
    Opening open(ChannelRequest request, ChannelSink sink) {
        Channel channel;
        try {
            channel = request.prepare(session, sink);
        } catch (JSchException e) {
            return new Opening.Down(false);
        }
        try {
            channel.connect((int) limits.open().toMillis());
            return new Opening.Opened(new OpenChannel(channel, this));
        } catch (JSchException e) {
            if (!isUp()) {
                return new Opening.Down(!"session is down".equals(e.getMessage()));
            }
            return switch (Objects.requireNonNullElse(e.getMessage(), "")) {
                case "channel is not opened." -> channel.isClosed() ? new Opening.Full() : new Opening.Down(false);
                case "failed to send channel request" -> new Opening.Refused();
                default -> new Opening.Down(true);
            };
        }
    }

    /// Has the server forward connections to a port of its loopback interface.
    void forwardRemote(int remotePort, int localPort, Duration limit)
            throws CommandFailedException, InterruptedException {
        var _ = forward(
                () -> {
                    session.setPortForwardingR("localhost", remotePort, "127.0.0.1", localPort);
                    return remotePort;
                },
                "does not open port " + remotePort,
                limit);
    }

    /// Forwards connections to a port of our loopback interface.
    int forwardLocal(int localPort, String host, int remotePort, Duration limit)
            throws CommandFailedException, InterruptedException {
        int openMillis = (int) limits.open().toMillis();
        return forward(
                () -> session.setPortForwardingL("127.0.0.1", localPort, host, remotePort, null, openMillis),
                "is not forwarded to: port " + localPort + " of this host is in use",
                limit);
    }

    private int forward(Callable<Integer> work, String refusal, Duration limit)
            throws CommandFailedException, InterruptedException {
        try {
            return Attempt.await(this::start, work, limit);
        } catch (JSchException e) {
            throw new CommandFailedException(FailureCode.DEVICE_ERROR, login.host() + " " + refusal);
        } catch (TimeoutException e) {
            throw Failures.silent(login.host(), limit);
        }
    }

    /// Asks the server for a sign of life after this much silence.
    void keepAlive(Duration interval) throws CommandFailedException {
        try {
            session.setServerAliveInterval((int) interval.toMillis());
        } catch (JSchException e) {
            throw Failures.lost(login.host());
        }
    }

    boolean isUp() {
        return session.isConnected() && !line.hasEnded();
    }

    /// Waits until it has ended; says whether it has.
    boolean awaitEnd(Duration time) throws InterruptedException {
        return line.awaitEnd(time);
    }

    SshHost host() {
        return login.host();
    }

    /// Ends it and all of its channels. Does not wait.
    void cut() {
        line.cut();
    }

    void start(Runnable work) {
        threads.newThread(work).start();
    }
}
