package io.pypnm.remote.gateway;

import io.pypnm.remote.broker.DiskMarks;
import io.pypnm.remote.broker.QueueBounds;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.GatewayId;
import io.pypnm.remote.contracts.config.Configuration;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.config.Settings;
import io.pypnm.remote.gateway.access.Network;
import io.pypnm.remote.gateway.access.SharedToken;
import io.pypnm.remote.gateway.agentlink.LinkConfig;
import io.pypnm.remote.gateway.claim.ClaimBounds;
import io.pypnm.remote.gateway.http.HttpConfig;
import io.pypnm.remote.gateway.plant.PlantConfig;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Every setting of a gateway; the settings table of `gateway/README.md` is made of these.
///
/// @param data            directory of ledger, broker journal and claims
/// @param reconcileGrace  how long after start-by and run-for an agent may still come back with an outcome
/// @param disk            when a filling disk refuses what
/// @param commandQueue    how much one lane of one agent may hold
/// @param claims          how much agents may upload
/// @param keep            how much of what has ended is kept
/// @param keepCaptures    how many captures are kept
/// @param sharedToken     the token that agents without one of their own may share
/// @param plant           the CMTSs whose modems are found by their MAC
public record GatewayConfig(
        GatewayId id,
        Path data,
        HttpConfig http,
        LinkConfig link,
        Duration reconcileGrace,
        DiskMarks disk,
        QueueBounds commandQueue,
        ClaimBounds claims,
        Retention.Keep keep,
        Retention.KeepCaptures keepCaptures,
        SharedToken sharedToken,
        PlantConfig plant) {
    private static final long MIB = 1024L * 1024;
    /// Percent points: what was closed opens again only well below, so that it does not open and close by turns.
    private static final int REOPEN_BELOW = 5;

    /// The home of whoever runs the program.
    static Path home() {
        return Path.of(System.getProperty("user.home"));
    }

    /// The ledger's file.
    static Path ledger(Path data) {
        return data.resolve("ledger.db");
    }

    /// Where the settings are unless the command line says otherwise.
    static Path file(Path home) {
        return home.resolve(".pypnm-gateway/gateway.json");
    }

    /// Loads a file of settings; only the one that nobody asked for may be missing.
    static Configuration load(Path file, Map<String, String> environment, Path home) {
        return file.equals(file(home)) && Files.notExists(file)
                ? Configuration.empty(environment)
                : Configuration.load(file, environment);
    }

    /// Reads the settings.
    ///
    /// @param home stands for `~` in paths
    static GatewayConfig from(Settings settings, Path home) {
        HttpConfig http = http(settings);
        settings.check(
                http.behindProxy() || isLoopback(http.host()),
                "must be a loopback address, as without TLS tokens would cross the network in clear;"
                        + " set http.behind-proxy if a proxy on this host ends TLS",
                "http.host");
        return new GatewayConfig(
                settings.key("gateway-id").as(GatewayId::new).orElse(new GatewayId("main")),
                settings.key("data").env("PYPNM_GATEWAY_DATA").path(home).orElse(home.resolve(".pypnm-gateway/data")),
                http,
                LinkConfig.DEFAULT,
                settings.key("reconcile-grace")
                        .duration(Duration.ofSeconds(1), Duration.ofDays(7))
                        .orElse(Duration.ofHours(1)),
                disk(settings),
                commandQueue(settings),
                claims(settings),
                keep(settings),
                keepCaptures(settings),
                sharedToken(settings),
                PlantConfig.from(settings));
    }

    private static Retention.Keep keep(Settings settings) {
        Retention.Keep standard = Retention.Keep.DEFAULT;
        return new Retention.Keep(
                settings.key("keep.time")
                        .duration(Retention.Keep.PROMISED, Duration.ofDays(3650))
                        .orElse(standard.time()),
                settings.key("keep.max-size").bytes(64 * MIB, 1024 * 1024 * MIB).orElse(standard.bytes()));
    }

    private static Retention.KeepCaptures keepCaptures(Settings settings) {
        Retention.KeepCaptures standard = Retention.KeepCaptures.DEFAULT;
        return new Retention.KeepCaptures(
                settings.key("pnm.keep-time")
                        .duration(Duration.ofHours(1), Duration.ofDays(3650))
                        .orElse(standard.time()),
                settings.key("pnm.max-size").bytes(16 * MIB, 1024 * 1024 * MIB).orElse(standard.bytes()));
    }

    private static DiskMarks disk(Settings settings) {
        DiskMarks standard = DiskMarks.DEFAULT;
        int closeAt = settings.key("disk.close-at-percent").integer(50, 99).orElse(standard.closeAtPercent());
        return new DiskMarks(closeAt, Math.max(1, closeAt - REOPEN_BELOW), standard.reserveBytes());
    }

    private static QueueBounds commandQueue(Settings settings) {
        QueueBounds standard = QueueBounds.DEFAULT;
        long paged = settings.key("queues.max-size").bytes(MIB, 1024 * MIB).orElse(standard.pagedBytes());
        long wholePages = paged - paged % standard.pageBytes();
        return new QueueBounds(standard.memoryBytes(), standard.pageBytes(), wholePages, standard.rememberedIds());
    }

    /// The reserve is twice the broker's own, which ends where claims may not go.
    private static ClaimBounds claims(Settings settings) {
        return new ClaimBounds(
                settings.key("claims.max-size").bytes(MIB, 1024 * MIB).orElse(64 * MIB),
                settings.key("claims.quota-per-agent")
                        .bytes(MIB, 1024 * 1024 * MIB)
                        .orElse(1024 * MIB),
                2 * DiskMarks.DEFAULT.reserveBytes());
    }

    private static SharedToken sharedToken(Settings settings) {
        Optional<Secret> secret =
                settings.key("agent-token").env("PYPNM_AGENT_TOKEN").secret().optional();
        List<AgentId> ids = settings.key("agent-token-ids").list(AgentId::new).orElse(List.of());
        List<Network> networks =
                settings.key("agent-token-networks").list(Network::parse).orElse(List.of());
        boolean published = secret.map(SharedToken.Given::isPublished).orElse(false);
        settings.check(!published, SharedToken.PublishedTokenException.MESSAGE, "agent-token");
        return secret.isEmpty() || published
                ? new SharedToken.Absent()
                : new SharedToken.Given(secret.get(), Set.copyOf(ids), networks);
    }

    private static HttpConfig http(Settings settings) {
        HttpConfig standard = HttpConfig.loopback(8080);
        return new HttpConfig(
                settings.key("http.host").env("PYPNM_GATEWAY_HOST").text().orElse(standard.host()),
                settings.key("http.port")
                        .env("PYPNM_GATEWAY_PORT")
                        .integer(0, 65_535)
                        .orElse(standard.port()),
                settings.key("http.behind-proxy").flag().orElse(standard.behindProxy()),
                settings.key("http.allowed-origins").strings().orElse(List.of()),
                standard.maxHeaderBytes(),
                standard.maxBodyBytes(),
                standard.maxClaimPart(),
                standard.maxConnections(),
                standard.maxNewPerSource(),
                standard.idle(),
                standard.stopWithin());
    }

    private static boolean isLoopback(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
