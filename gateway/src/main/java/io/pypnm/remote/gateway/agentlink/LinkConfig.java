package io.pypnm.remote.gateway.agentlink;

import io.pypnm.remote.contracts.stomp.HeartBeat;
import java.time.Duration;

/// Bounds of a connection.
///
/// @param connectWithin          time from the upgrade to a good CONNECT
/// @param strangersPerSource     connections from one address that have not logged in
/// @param strangers              connections that have not logged in
/// @param heartBeat              what this side offers and wants; a client that offers none is held to it all the same
///     by [#silence]
/// @param silence                a connection on which nothing was heard for so long is dead where no heart-beat was
///     agreed
/// @param writeWithin            time one frame may take to be written; a peer that does not read is cut after it
/// @param maxPrefetch            commands that one subscription may have unacknowledged; a large one counts as several
/// @param outcomesInFlight       outcomes of one connection that wait for the broker's disk at once; a large one counts
///     as several
public record LinkConfig(
        Duration connectWithin,
        int strangersPerSource,
        int strangers,
        HeartBeat heartBeat,
        Duration silence,
        Duration writeWithin,
        int maxPrefetch,
        int outcomesInFlight) {
    public static final LinkConfig DEFAULT = new LinkConfig(
            Duration.ofSeconds(10),
            20,
            500,
            new HeartBeat(10_000, 10_000),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            1024,
            32);
}
