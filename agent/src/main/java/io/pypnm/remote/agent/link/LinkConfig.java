package io.pypnm.remote.agent.link;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.config.Setting;
import io.pypnm.remote.contracts.config.Settings;
import io.pypnm.remote.contracts.stomp.HeartBeat;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How the agent reaches its gateway.
///
/// @param gateway `wss`, or `ws` to loopback: the end of a tunnel. There is no way to send the token in clear
/// @param trust   whom to believe that he is the gateway
/// @param timing  how long to wait for what
public record LinkConfig(URI gateway, AgentId agent, Secret token, Trust trust, Timing timing) {
    private static final URI MISSING = URI.create("wss://missing");
    private static final String DEFAULT_PATH = "/ws/agent";

    public LinkConfig {
        if (gateway.getPath().isEmpty() || gateway.getPath().equals("/")) {
            gateway = gateway.resolve(DEFAULT_PATH);
        }
        if (!isPrivate(gateway)) {
            throw new IllegalArgumentException("ws goes to loopback only, " + gateway.getHost() + " needs wss");
        }
    }

    /// Where certificates are trusted from.
    public sealed interface Trust {
        /// The authorities that the Java runtime comes with.
        record Platform() implements Trust {}

        /// The certificates in a PEM file, and no others.
        record CaFile(Path file) implements Trust {}
    }

    /// How long to wait for what.
    ///
    /// @param heartBeat   STOMP heart-beats asked for, both ways; silence of twice that ends the connection
    /// @param answer      for the WebSocket handshake, the login, a receipt, and for the peer to take what is sent
    /// @param backoffMin  first wait before a reconnect, at most; doubles up to `backoffMax`
    /// @param uploadPause wait before an upload that the gateway does not take now is tried again
    public record Timing(
            HeartBeat heartBeat, Duration answer, Duration backoffMin, Duration backoffMax, Duration uploadPause) {
        public static final Timing STANDARD = new Timing(
                new HeartBeat(10_000, 10_000),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofSeconds(5));

        public Timing {
            if (backoffMin.compareTo(backoffMax) > 0) {
                throw new IllegalArgumentException(
                        "backoffMin " + backoffMin + " is longer than backoffMax " + backoffMax);
            }
        }

        private Timing withBackoff(Duration min, Duration max) {
            return new Timing(heartBeat, answer, min, max, uploadPause);
        }
    }

    /// Reads `agent_id` and `pypnm_server`, and upstream's other names for them.
    ///
    /// @param home what `~` stands for
    public static LinkConfig from(Settings settings, Path home) {
        return from(settings, home, url(settings).required(MISSING));
    }

    /// The same for an agent whose gateway is at the end of a tunnel: of the URL only the path counts, as with
    /// upstream.
    ///
    /// @param port of this host where the tunnel begins
    public static LinkConfig throughTunnel(Settings settings, Path home, int port) {
        String path = url(settings).optional().map(URI::getRawPath).orElse("");
        // In clear, since SSH has encrypted it already.
        return from(settings, home, URI.create("ws://127.0.0.1:" + port + path));
    }

    private static Setting<URI> url(Settings settings) {
        return settings.key("pypnm_server.url")
                .alias("gui_server.url", "server_url")
                .env("--url", "PYPNM_SERVER_URL")
                .uri("wss", "ws");
    }

    private static LinkConfig from(Settings settings, Path home, URI gateway) {
        AgentId agent = settings.key("agent_id")
                .env("--agent-id", "PYPNM_AGENT_ID")
                .as(AgentId::new)
                .required(new AgentId("missing"));
        settings.check(
                isPrivate(gateway),
                "ws goes to loopback only (the end of a tunnel), another host needs wss",
                "pypnm_server.url");
        Duration backoffMin = settings.key("pypnm_server.reconnect_interval")
                .alias("gui_server.reconnect_interval", "reconnect_interval")
                .env("PYPNM_RECONNECT_INTERVAL")
                .seconds(Duration.ofMillis(100), Timing.STANDARD.backoffMax)
                .orElse(Timing.STANDARD.backoffMin);
        Duration backoffMax = settings.key("pypnm_server.reconnect_max")
                .seconds(Duration.ofMillis(100), Duration.ofHours(1))
                .orElse(Timing.STANDARD.backoffMax);
        settings.check(
                backoffMin.compareTo(backoffMax) <= 0,
                "must be at least pypnm_server.reconnect_interval",
                "pypnm_server.reconnect_max");
        return new LinkConfig(
                isPrivate(gateway) ? gateway : MISSING,
                agent,
                token(settings, home),
                settings.key("pypnm_server.ca_file")
                        .path(home)
                        .optional()
                        .<Trust>map(Trust.CaFile::new)
                        .orElse(new Trust.Platform()),
                Timing.STANDARD.withBackoff(backoffMin, max(backoffMin, backoffMax)));
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Secret token(Settings settings, Path home) {
        Optional<Secret> fromFile = settings.key("pypnm_server.auth_token_file")
                .env("PYPNM_AUTH_TOKEN_FILE")
                .secretFile(home)
                .optional();
        var key = settings.key("pypnm_server.auth_token")
                .alias("gui_server.auth_token", "auth_token", "token")
                .env("--token", "PYPNM_AUTH_TOKEN");
        return fromFile.isPresent()
                ? key.secret().orElse(fromFile.get())
                : key.secret().required(new Secret("missing"));
    }

    private static boolean isPrivate(URI gateway) {
        String host = gateway.getHost();
        return gateway.getScheme().equals("wss")
                || host.equals("localhost")
                || host.equals("[::1]")
                || host.matches("127(\\.\\d{1,3}){3}");
    }
}
