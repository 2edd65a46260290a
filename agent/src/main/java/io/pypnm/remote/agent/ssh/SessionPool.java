package io.pypnm.remote.agent.ssh;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.agent.ssh.login.SshConfig;
import io.pypnm.remote.agent.ssh.login.SshLogin;
import io.pypnm.remote.contracts.outcome.FailureCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The sessions of one login: bounded in number, each with a bounded number of places for channels. Who finds no place
/// waits until there is one or his deadline passes. Safe for use by many threads: one lock guards all fields.
final class SessionPool {
    private final SshLogin login;
    private final Connector connector;
    private final SshConfig.Limits limits;
    private final MonotonicClock clock;

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private final List<Pooled> sessions = new ArrayList<>();
    /// Channels that the server is known to allow on one session.
    private int capacity;
    private int connecting;
    private int waiting;
    private int failedConnects;
    private @Nullable CommandFailedException lastFailure;
    /// Until then no further session is opened beside those that there are.
    private long pausedUntilNanos;
    private boolean closed;

    SessionPool(SshLogin login, Connector connector, SshConfig.Limits limits, MonotonicClock clock) {
        this.login = login;
        this.connector = connector;
        this.limits = limits;
        this.clock = clock;
        this.capacity = limits.channels();
        this.pausedUntilNanos = clock.nanos();
    }

    /// A session and what the pool knows of it. Guarded by the pool's lock.
    static final class Pooled {
        private final SshConnection connection;
        private int taken;
        /// Places that were given back after the server had filled them.
        private int served;
        /// Not used for new channels; it ends with its last one.
        private boolean retired;
        private long idleSinceNanos;

        private Pooled(SshConnection connection) {
            this.connection = connection;
        }

        private boolean hasPlace(int capacity) {
            return taken < capacity && isInUse();
        }

        private boolean isInUse() {
            return !retired && connection.isUp();
        }
    }

    /// A place for a channel.
    ///
    /// @param servedBefore what the session had served when the place was taken
    record Place(Pooled session, int servedBefore) {
        SshConnection connection() {
            return session.connection;
        }
    }

    /// Takes a place for a channel, on a new session if need be. It must be given back by one of the methods below.
    ///
    /// @throws CommandFailedException as [Connector#connect], or `RUN_FOR` if there was no place in time
    Place take(Deadline deadline) throws CommandFailedException, InterruptedException {
        lock.lockInterruptibly();
        try {
            waiting++;
            int failedBefore = failedConnects;
            while (true) {
                dropEnded();
                Optional<Pooled> free =
                        sessions.stream().filter(it -> it.hasPlace(capacity)).findFirst();
                if (free.isPresent()) {
                    Pooled session = free.get();
                    session.taken++;
                    return new Place(session, session.served);
                }
                if (shouldConnect()) {
                    connect(deadline);
                } else if (failedConnects != failedBefore && lastFailure != null && !hasSession()) {
                    // He waited for the very session that could not be had.
                    throw new CommandFailedException(lastFailure.code(), lastFailure.detail());
                } else if (changed.awaitNanos(deadline.left().toNanos()) <= 0) {
                    throw new CommandFailedException(
                            FailureCode.RUN_FOR,
                            "run-for passed while all channels to " + login.host() + " were in use");
                }
            }
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /// Not while those that are being opened will do for all who wait; nor soon after the server let in no further one.
    private boolean shouldConnect() throws CommandFailedException {
        if (closed) {
            throw Failures.lost(login.host());
        }
        long up = sessions.stream().filter(it -> it.connection.isUp()).count();
        return up + connecting < limits.sessions()
                && connecting * capacity < waiting
                && (clock.nanos() - pausedUntilNanos >= 0 || !hasSession());
    }

    private boolean hasSession() {
        return sessions.stream().anyMatch(Pooled::isInUse);
    }

    /// Without the lock, which is held before and after.
    private void connect(Deadline deadline) throws CommandFailedException, InterruptedException {
        connecting++;
        lock.unlock();
        SshConnection connection = null;
        CommandFailedException failure = null;
        try {
            connection = connector.connect(login, deadline);
        } catch (CommandFailedException e) {
            failure = e;
        } finally {
            lock.lock();
            connecting--;
            changed.signalAll();
        }
        if (failure != null) {
            // The time of one is not the time of all.
            if (failure.code() == FailureCode.RUN_FOR) {
                throw failure;
            }
            failedConnects++;
            lastFailure = failure;
            pausedUntilNanos = clock.nanos() + limits.keepAlive().toNanos();
            // Many a device lets in few at once: whoever is in waits for a place there.
            if (!hasSession()) {
                throw failure;
            }
        }
        if (connection != null) {
            add(connection);
        }
    }

    private void add(SshConnection connection) {
        var session = new Pooled(connection);
        session.idleSinceNanos = clock.nanos();
        sessions.add(session);
        if (closed) {
            connection.cut();
        }
    }

    /// Gives a place back whose channel has ended.
    void giveBack(Place place) {
        lock.lock();
        try {
            place.session.served++;
            free(place.session);
        } finally {
            lock.unlock();
        }
    }

    /// Gives a place back that nothing was asked for.
    void giveBackUnused(Place place) {
        lock.lock();
        try {
            free(place.session);
        } finally {
            lock.unlock();
        }
    }

    /// Gives back a place that the server did not want to fill. How many it does is known from that only if no channel
    /// of the session has ended meanwhile.
    ///
    /// @return whether it is worth another try: not if the server refuses even the first channel
    boolean giveBackFull(Place place) {
        lock.lock();
        try {
            Pooled session = place.session;
            boolean alone = session.taken == 1;
            boolean hasServed = session.served > 0;
            if (!alone && session.served == place.servedBefore) {
                capacity = Math.clamp(session.taken - 1, 1, capacity);
            }
            session.retired |= alone;
            free(session);
            return !alone || hasServed;
        } finally {
            lock.unlock();
        }
    }

    /// Gives a place back on a session that is not to be used any more.
    void retire(Place place) {
        lock.lock();
        try {
            place.session.retired = true;
            free(place.session);
        } finally {
            lock.unlock();
        }
    }

    /// With the lock.
    private void free(Pooled session) {
        session.taken--;
        session.idleSinceNanos = clock.nanos();
        if (session.taken == 0 && session.retired) {
            session.connection.cut();
        }
        changed.signalAll();
    }

    /// Closes what has not been used for long.
    ///
    /// @return whether the pool is empty now
    boolean closeIdle() {
        lock.lock();
        try {
            long now = clock.nanos();
            for (Pooled session : sessions) {
                if (session.taken == 0
                        && now - session.idleSinceNanos >= limits.idle().toNanos()) {
                    session.retired = true;
                    session.connection.cut();
                }
            }
            dropEnded();
            if (sessions.isEmpty()) {
                capacity = limits.channels();
            }
            return sessions.isEmpty() && waiting == 0;
        } finally {
            lock.unlock();
        }
    }

    private void dropEnded() {
        sessions.removeIf(session -> !session.connection.isUp() && session.taken == 0);
    }

    /// Ends all sessions and what runs on them.
    void close() {
        lock.lock();
        try {
            closed = true;
            sessions.forEach(session -> session.connection.cut());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
