package io.pypnm.remote.gateway.agentlink;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// All connections that are open, and the one thread that looks at each of them a few times a second: a timer for every
/// connection would cost more than looking.
public final class LinkWatch implements Runnable {
    private static final Duration PERIOD = Duration.ofMillis(250);

    private final LinkConfig config;
    private final Set<AgentLink> links = ConcurrentHashMap.newKeySet();
    private final CountDownLatch stopped = new CountDownLatch(1);

    public LinkWatch(LinkConfig config) {
        this.config = config;
    }

    /// Takes a new connection in, unless too many have not logged in.
    ///
    /// @return whether it may stay
    synchronized boolean admit(AgentLink link) {
        InetAddress source = link.source();
        int strangers = 0;
        int fromSource = 0;
        for (AgentLink other : links) {
            if (other.isStranger()) {
                strangers++;
                fromSource += other.source().equals(source) ? 1 : 0;
            }
        }
        boolean room = strangers < config.strangers() && fromSource < config.strangersPerSource();
        return room && links.add(link);
    }

    void forget(AgentLink link) {
        links.remove(link);
    }

    /// How many connections are open.
    public int count() {
        return links.size();
    }

    @Override
    public void run() {
        try {
            while (!stopped.await(PERIOD.toNanos(), TimeUnit.NANOSECONDS)) {
                links.forEach(AgentLink::tick);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends every connection with a word and then the watch.
    public void stop() {
        links.forEach(link -> link.refuse(ErrorCode.GOING_AWAY, "the gateway is stopping"));
        stopped.countDown();
    }
}
