package io.pypnm.remote.gateway.agentlink;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// All connections that are open, and the one thread that looks at each of them a few times a second: a timer for every
/// connection would cost more than looking.
public final class LinkWatch implements Runnable {
    private static final System.Logger log = System.getLogger(LinkWatch.class.getName());
    private static final Duration PERIOD = Duration.ofMillis(250);
    private static final Duration GOODBYES = Duration.ofSeconds(2);

    private final LinkConfig config;
    private final ThreadFactory threads;
    private final Set<AgentLink> links = ConcurrentHashMap.newKeySet();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fewer = lock.newCondition();
    /// Guarded by the lock.
    private boolean stopping;

    public LinkWatch(LinkConfig config, ThreadFactory threads) {
        this.config = config;
        this.threads = threads;
    }

    /// Takes a new connection in, unless too many have not logged in.
    ///
    /// @return whether it may stay
    boolean admit(AgentLink link) {
        lock.lock();
        try {
            return !stopping && hasRoomFor(link.source()) && links.add(link);
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoomFor(InetAddress source) {
        int strangers = 0;
        int fromSource = 0;
        for (AgentLink other : links) {
            if (other.isStranger()) {
                strangers++;
                fromSource += other.source().equals(source) ? 1 : 0;
            }
        }
        return strangers < config.strangers() && fromSource < config.strangersPerSource();
    }

    void forget(AgentLink link) {
        lock.lock();
        try {
            links.remove(link);
            fewer.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// How many connections are open.
    public int count() {
        return links.size();
    }

    @Override
    public void run() {
        try {
            while (!stopped.await(PERIOD.toNanos(), TimeUnit.NANOSECONDS)) {
                links.forEach(LinkWatch::look);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// What goes wrong with one connection must not leave the others unwatched.
    private static void look(AgentLink link) {
        try {
            link.tick();
        } catch (RuntimeException e) {
            log.log(System.Logger.Level.ERROR, "a look at a link hit a bug", e);
        }
    }

    /// Ends every connection with a word, waits a moment for the words to be heard, and ends the watch.
    public void stop() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            stopping = true;
            for (AgentLink link : links) {
                threads.newThread(() -> link.refuse(ErrorCode.GOING_AWAY, "the gateway is stopping"))
                        .start();
            }
            long left = GOODBYES.toNanos();
            while (!links.isEmpty() && left > 0) {
                left = fewer.awaitNanos(left);
            }
        } finally {
            lock.unlock();
            stopped.countDown();
        }
    }
}
