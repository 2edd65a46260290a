package io.pypnm.remote.gateway.http;

import java.time.Duration;
import java.util.List;

/// The port and its bounds.
///
/// @param host            address to listen on
/// @param port            0 takes a free one
/// @param behindProxy     believe `Forwarded` and `X-Forwarded-For`
/// @param allowedOrigins  browser origins that may open a WebSocket; none by default, agents send no Origin
/// @param maxHeaderBytes  of a request's line and headers
/// @param maxBodyBytes    of a request's body, claims excepted
/// @param maxClaimPart    bytes of one part of a claim
/// @param maxConnections  of all clients and agents together; more wait to be accepted
/// @param maxNewPerSource connections from one address that never sent a request
/// @param idle            time from the opening of a connection, or the last answer on it, to a whole request; and a
///                        connection without traffic is closed after it
/// @param stopWithin      time running requests have when the gateway stops
public record HttpConfig(
        String host,
        int port,
        boolean behindProxy,
        List<String> allowedOrigins,
        int maxHeaderBytes,
        int maxBodyBytes,
        int maxClaimPart,
        int maxConnections,
        int maxNewPerSource,
        Duration idle,
        Duration stopWithin) {
    public HttpConfig {
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    /// The defaults on a port of the loopback interface.
    public static HttpConfig loopback(int port) {
        return new HttpConfig(
                "127.0.0.1",
                port,
                false,
                List.of(),
                8 * 1024,
                512 * 1024,
                8 * 1024 * 1024,
                10_000,
                1_000,
                Duration.ofSeconds(60),
                Duration.ofSeconds(10));
    }
}
