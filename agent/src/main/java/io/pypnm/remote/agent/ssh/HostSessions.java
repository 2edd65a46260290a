package io.pypnm.remote.agent.ssh;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.ssh.SessionPool.Place;
import io.pypnm.remote.agent.ssh.SshConnection.Opening;
import io.pypnm.remote.agent.ssh.login.SshHost;
import java.time.Duration;
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
    private final Duration limit;

    /// @param limit for an opening that nobody waits for any more; then the session counts as dead
    HostSessions(SshHost host, SessionPool pool, Duration limit) {
        this.host = host;
        this.pool = pool;
        this.limit = limit;
    }

    SessionPool pool() {
        return pool;
    }

    /// Opens a channel on a session that has a place, or on a new one. What may have reached the server is not tried
    /// again, and has an exception of its own.
    OpenChannel open(ChannelRequest request, ChannelSink sink, Deadline deadline)
            throws CommandFailedException, RequestLostException, InterruptedException {
        int failed = 0;
        while (true) {
            Place place = pool.take(deadline);
            switch (open(place, request, sink, deadline)) {
                case Opening.Opened(OpenChannel channel) -> {
                    return channel.onRelease(() -> pool.giveBack(place));
                }
                case Opening.Full() -> {
                    if (!pool.giveBackFull(place)) {
                        throw Failures.refusesChannels(host);
                    }
                }
                case Opening.Refused() -> {
                    pool.retire(place);
                    throw Failures.refusesRequest(host, request.toString());
                }
                case Opening.Down(boolean sent) -> {
                    place.connection().cut();
                    pool.retire(place);
                    failed++;
                    if (sent) {
                        throw RequestLostException.connectionLost();
                    }
                    if (failed == MAX_TRIES) {
                        throw Failures.lost(host);
                    }
                }
            }
        }
    }

    /// On a thread of its own, as JSch would swallow an interrupt.
    private Opening open(Place place, ChannelRequest request, ChannelSink sink, Deadline deadline)
            throws CommandFailedException, RequestLostException, InterruptedException {
        if (deadline.hasPassed()) {
            pool.giveBackUnused(place);
            throw Failures.runFor(host);
        }
        var opening = new FutureTask<>(() -> place.connection().open(request, sink));
        place.connection().start(opening);
        boolean settled = false;
        try {
            Opening result = opening.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
            settled = true;
            return result;
        } catch (TimeoutException e) {
            throw RequestLostException.outOfTime();
        } catch (ExecutionException e) {
            throw new IllegalStateException("JSch hit a fault", e.getCause());
        } finally {
            if (!settled) {
                place.connection().start(() -> abandon(place, opening));
            }
        }
    }

    /// An opening that nobody waits for goes on for a while. Only then its place is free, since the server may have
    /// opened a channel meanwhile. JSch's own limit does not hold where the peer has stopped to read.
    private void abandon(Place place, FutureTask<Opening> opening) {
        try {
            if (opening.get(limit.toNanos(), TimeUnit.NANOSECONDS) instanceof Opening.Opened(OpenChannel channel)) {
                channel.onRelease(() -> pool.giveBack(place)).terminate();
            } else {
                pool.retire(place);
            }
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            place.connection().cut();
            pool.retire(place);
        }
    }

    /// A request was on its way when the session ended or the deadline passed: the server may have taken it.
    static final class RequestLostException extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean outOfTime;

        private RequestLostException(boolean outOfTime) {
            super(outOfTime ? "run-for passed" : "the connection was lost");
            this.outOfTime = outOfTime;
        }

        static RequestLostException outOfTime() {
            return new RequestLostException(true);
        }

        static RequestLostException connectionLost() {
            return new RequestLostException(false);
        }

        ExecResult.End end() {
            return outOfTime ? new ExecResult.End.OutOfTime() : new ExecResult.End.Lost();
        }
    }
}
