package io.pypnm.remote.agent.tunnel;

import io.pypnm.remote.agent.ssh.login.LoginSettings;
import io.pypnm.remote.agent.ssh.login.SshLogin;
import io.pypnm.remote.contracts.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// The tunnels an agent keeps up.
public record TunnelConfig(List<Route> routes) {
    private static final int MAX_PORT = 65_535;
    private static final int GATEWAY_PORT = 8080;
    private static final int PEER_PORT = 8000;
    private static final int KEEP_ALIVE_SECONDS = 30;

    /// Options of OpenSSH's client, in lower case, that say what this agent does anyway.
    private static final Map<String, Pattern> KEPT = Map.of(
            "batchmode", Pattern.compile("yes"),
            "compression", Pattern.compile("no"),
            "exitonforwardfailure", Pattern.compile("yes"),
            "identitiesonly", Pattern.compile("yes|no"),
            "loglevel", Pattern.compile(".*"),
            "serveralivecountmax", Pattern.compile("2"),
            "stricthostkeychecking", Pattern.compile("yes"),
            "tcpkeepalive", Pattern.compile("yes|no"));

    public TunnelConfig {
        routes = List.copyOf(routes);
    }

    /// Which way connections go.
    enum Direction {
        /// From a port of this host to one of the server, as `ssh -L`.
        THERE,
        /// From a port of the server to one of this host, as `ssh -R`.
        BACK
    }

    /// One tunnel.
    ///
    /// @param label     for people
    /// @param keepAlive silence after which the server is asked for a sign of life
    /// @param isProbed  whether an HTTP request goes through it from time to time
    record Route(
            String label,
            SshLogin login,
            Direction direction,
            int localPort,
            int remotePort,
            Duration keepAlive,
            boolean isProbed) {}

    /// Reads `pypnm_ssh_tunnel` and `peer_tunnels`, and upstream's other names for them.
    ///
    /// @param home what `~` stands for
    public static TunnelConfig from(Settings settings, Path home) {
        List<Route> routes = new ArrayList<>();
        Settings own = settings.key("pypnm_ssh_tunnel").alias("gui_ssh_tunnel").section();
        boolean wanted = own.key("enabled").env("PYPNM_SSH_TUNNEL").flag().orElse(false);
        int local = own.key("local_port")
                .env("PYPNM_LOCAL_PORT")
                .integer(1, MAX_PORT)
                .orElse(GATEWAY_PORT);
        int remote = own.key("remote_port")
                .env("PYPNM_REMOTE_PORT")
                .integer(1, MAX_PORT)
                .orElse(GATEWAY_PORT);
        new LoginSettings(home, "ssh_", "PYPNM_SSH")
                .login(own, wanted)
                .ifPresent(login -> routes.add(new Route(
                        "gateway",
                        login,
                        Direction.THERE,
                        local,
                        remote,
                        Duration.ofSeconds(KEEP_ALIVE_SECONDS),
                        true)));
        for (Settings peer : settings.key("peer_tunnels").alias("peer_tunnel").sections()) {
            readPeer(peer, home, routes);
        }
        return new TunnelConfig(routes);
    }

    private static void readPeer(Settings peer, Path home, List<Route> routes) {
        boolean wanted = peer.key("enabled").flag().orElse(true);
        int local = peer.key("local_port").integer(1, MAX_PORT).orElse(PEER_PORT);
        int remote = peer.key("remote_port").integer(1, MAX_PORT).orElse(PEER_PORT);
        int keepAlive = peer.key("keepalive_interval").integer(0, 3_600).orElse(0);
        boolean probed = peer.key("probe").flag().orElse(true);
        String label = peer.key("label").text().orElse("");
        for (String option : peer.key("ssh_options").strings().orElse(List.of())) {
            peer.check(
                    !wanted || isKept(option),
                    "has " + option + ", which this agent cannot follow: it has no OpenSSH client",
                    "ssh_options");
        }
        new LoginSettings(home, "ssh_", "")
                .login(peer, wanted)
                .ifPresent(login -> routes.add(new Route(
                        label.isEmpty() ? login.host().toString() : label,
                        login,
                        Direction.BACK,
                        local,
                        remote,
                        Duration.ofSeconds(keepAlive == 0 ? KEEP_ALIVE_SECONDS : keepAlive),
                        probed)));
    }

    private static boolean isKept(String option) {
        String[] parts = option.strip().split("[= ]+", 2);
        Pattern value = KEPT.get(parts[0].toLowerCase(Locale.ROOT));
        return value != null && parts.length == 2 && value.matcher(parts[1]).matches();
    }

    /// The port of this host behind which the gateway is, if there is a tunnel to it.
    public OptionalInt gatewayPort() {
        return routes.stream()
                .filter(route -> route.direction() == Direction.THERE)
                .mapToInt(Route::localPort)
                .findFirst();
    }
}
