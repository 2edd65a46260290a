package io.pypnm.remote.gateway.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Slows down guessing: after [#FREE_FAILURES] wrong logins a source address waits before each next one, twice as long
/// each time.
///
/// Many agents may share an address (a NAT, an SSH tunnel's loopback end), and one of them with a wrong token must not
/// lock the others out. So who has logged in well from an address is counted apart from then on; only names that never
/// did share the address's count. Memory is bounded: the entry used least recently goes first. Its lock guards
/// everything in it.
public final class LoginGuard {
    static final int FREE_FAILURES = 10;
    static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    static final Duration MAX_DELAY = Duration.ofMinutes(5);
    /// A count without a failure for so long begins anew.
    static final Duration MEMORY = Duration.ofHours(1);

    private static final int DOUBLINGS = 9;
    private static final int IPV6_NETWORK_BYTES = 8;

    /// @param name "" for all who have not logged in well from that source
    private record Key(String source, String name) {}

    private record Count(int failures, Instant last) {}

    private final InstantSource clock;
    private final int maxEntries;
    private final LinkedHashMap<Key, Count> counts = new LinkedHashMap<>(16, 0.75f, true);
    private final ReentrantLock lock = new ReentrantLock();

    public LoginGuard(InstantSource clock) {
        this(clock, 10_000);
    }

    LoginGuard(InstantSource clock, int maxEntries) {
        this.clock = clock;
        this.maxEntries = maxEntries;
    }

    /// How long a login of that name from there must still wait; zero if it may go on. Asking counts for nothing.
    public Duration delay(InetAddress source, String name) {
        lock.lock();
        try {
            Count count = current(keyOf(source, name));
            Duration left = Duration.between(clock.instant(), count.last().plus(delayAfter(count.failures())));
            return left.isPositive() ? left : Duration.ZERO;
        } finally {
            lock.unlock();
        }
    }

    public void failed(InetAddress source, String name) {
        lock.lock();
        try {
            Key key = keyOf(source, name);
            put(key, new Count(current(key).failures() + 1, clock.instant()));
        } finally {
            lock.unlock();
        }
    }

    /// From now on that name is counted apart from others at that source. The source's own count stays: a guesser may
    /// have one good account.
    public void succeeded(InetAddress source, String name) {
        lock.lock();
        try {
            put(new Key(network(source), name), new Count(0, clock.instant()));
        } finally {
            lock.unlock();
        }
    }

    private Key keyOf(InetAddress source, String name) {
        Key own = new Key(network(source), name);
        return counts.containsKey(own) ? own : new Key(own.source(), "");
    }

    private Count current(Key key) {
        Instant now = clock.instant();
        Count count = counts.getOrDefault(key, new Count(0, now));
        return count.last().plus(MEMORY).isAfter(now) ? count : new Count(0, now);
    }

    private void put(Key key, Count count) {
        counts.put(key, count);
        if (counts.size() > maxEntries) {
            counts.pollFirstEntry();
        }
    }

    private static Duration delayAfter(int failures) {
        if (failures < FREE_FAILURES) {
            return Duration.ZERO;
        }
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(failures - FREE_FAILURES, DOUBLINGS));
        return delay.compareTo(MAX_DELAY) < 0 ? delay : MAX_DELAY;
    }

    /// An IPv6 host can take any address of its /64 (RFC 4291 section 2.5.1), so the network is what counts.
    private static String network(InetAddress source) {
        byte[] bytes = source.getAddress();
        int length = source instanceof Inet6Address ? IPV6_NETWORK_BYTES : bytes.length;
        return HexFormat.of().formatHex(Arrays.copyOf(bytes, length));
    }
}
