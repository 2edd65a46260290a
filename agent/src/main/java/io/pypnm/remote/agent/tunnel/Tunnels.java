package io.pypnm.remote.agent.tunnel;

import io.pypnm.remote.agent.operation.Backoff;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.agent.ssh.SshSessions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// All tunnels of an agent, each kept up by a thread of its own. Safe for use by many threads.
public final class Tunnels implements AutoCloseable {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final List<Tunnel> tunnels;
    private volatile Runnable onChange = () -> {};

    /// Makes them; [#start] begins to connect.
    public Tunnels(
            TunnelConfig config,
            SshSessions sessions,
            MonotonicClock clock,
            InstantSource hostClock,
            RandomGenerator random) {
        this.tunnels = config.routes().stream()
                .map(route -> new Tunnel(
                        route,
                        sessions,
                        Tunnel.Timing.STANDARD,
                        clock,
                        hostClock,
                        new Backoff(FIRST_WAIT, LONGEST_WAIT, random),
                        () -> onChange.run()))
                .toList();
    }

    /// Has `listener` called by the tunnels' threads whenever one has changed.
    public void onChange(Runnable listener) {
        onChange = listener;
    }

    /// Begins to connect.
    ///
    /// @param threads of virtual threads, one for each tunnel
    public void start(ThreadFactory threads) {
        tunnels.forEach(tunnel -> threads.newThread(tunnel::run).start());
    }

    /// For people; empty if there are none.
    public String status() {
        return tunnels.stream().map(tunnel -> tunnel.status().toString()).collect(Collectors.joining("; "));
    }

    /// Ends all of them. Does not wait.
    @Override
    public void close() {
        tunnels.forEach(Tunnel::close);
    }
}
