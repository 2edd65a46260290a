package io.pypnm.remote.agent.ssh;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.ssh.SessionPool.Pooled;
import io.pypnm.remote.agent.ssh.SshConnection.Opening;
import io.pypnm.remote.agent.ssh.login.SshHost;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Opens channels on the pooled sessions of one login. Safe for use by many threads.
final class HostSessions {
    /// A session may have died unnoticed, and so may the next one. A third is no accident.
    private static final int MAX_TRIES = 3;

    private final SshHost host;
    private final SessionPool pool;

    HostSessions(SshHost host, SessionPool pool) {
        this.host = host;
        this.pool = pool;
    }

    SessionPool pool() {
        return pool;
    }

    /// Opens a channel on a session that has a place, or on a new one. What may have reached the server is not tried
    /// again.
    OpenChannel open(ChannelRequest request, ChannelSink sink, Deadline deadline)
            throws CommandFailedException, InterruptedException {
        int failed = 0;
        while (true) {
            Pooled session = pool.take(deadline);
            switch (open(session, request, sink, deadline)) {
                case Opening.Opened(OpenChannel channel) -> {
                    return channel.onRelease(() -> pool.giveBack(session));
                }
                case Opening.Full() -> {
                    if (!pool.giveBackFull(session)) {
                        throw Failures.refusesChannels(host);
                    }
                }
                case Opening.Refused() -> {
                    pool.retire(session);
                    throw Failures.refusesRequest(host, request.toString());
                }
                case Opening.Down(boolean sent) -> {
                    session.connection().cut();
                    pool.retire(session);
                    failed++;
                    if (sent || failed == MAX_TRIES) {
                        throw Failures.lost(host);
                    }
                }
            }
        }
    }

    /// On a thread of its own, as JSch would swallow an interrupt.
    private Opening open(Pooled session, ChannelRequest request, ChannelSink sink, Deadline deadline)
            throws CommandFailedException, InterruptedException {
        var opening = new FutureTask<>(() -> session.connection().open(request, sink));
        session.connection().start(opening);
        boolean settled = false;
        try {
            Opening result = opening.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
            settled = true;
            return result;
        } catch (TimeoutException e) {
            throw Failures.runFor(host);
        } catch (ExecutionException e) {
            throw new IllegalStateException("JSch hit a fault", e.getCause());
        } finally {
            if (!settled) {
                session.connection().start(() -> abandon(session, opening));
            }
        }
    }

    /// An opening that nobody waits for goes on to its own limit. Only then its place is free, since the server may
    /// have opened a channel meanwhile.
    private void abandon(Pooled session, FutureTask<Opening> opening) {
        try {
            if (opening.get() instanceof Opening.Opened(OpenChannel channel)) {
                channel.onRelease(() -> pool.giveBack(session)).terminate();
            } else {
                pool.retire(session);
            }
        } catch (InterruptedException | ExecutionException e) {
            session.connection().cut();
            pool.retire(session);
        }
    }
}
