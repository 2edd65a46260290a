package io.pypnm.remote.agent.snmp.hop;

import io.pypnm.remote.agent.policy.Network;
import io.pypnm.remote.agent.ssh.login.LoginSettings;
import io.pypnm.remote.agent.ssh.login.SshLogin;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which devices are reached through which host.
///
/// @param hops   by name
/// @param routes the first that leads to a device is taken
/// @param others for a device that no route leads to
public record RouteConfig(Map<String, SshLogin> hops, List<Route> routes, Route.Via others) {
    private static final String CM_PROXY = "cm_proxy";
    private static final String EQUALIZER = "equalizer";
    private static final String DIRECT = "direct";
    private static final Set<String> RESERVED = Set.of(CM_PROXY, EQUALIZER, DIRECT);

    public RouteConfig {
        hops = Map.copyOf(hops);
        routes = List.copyOf(routes);
    }

    /// Reads `ssh_hops`, `routes`, and upstream's `cm_access.proxy` and `equalizer`. The proxy is the way to every
    /// device that no route leads to, but for the CMTSs.
    ///
    /// @param home  what `~` stands for
    /// @param cmtss those of `cmts_list`
    public static RouteConfig from(Settings settings, Path home, Set<DeviceAddress> cmtss) {
        Map<String, SshLogin> hops = new HashMap<>();
        Optional<SshLogin> proxy = new LoginSettings(home, "", "PYPNM_CM_PROXY")
                .host(settings.key("cm_access.proxy").alias("cm_proxy").section());
        proxy.ifPresent(login -> hops.put(CM_PROXY, login));
        LoginSettings logins = new LoginSettings(home, "", "");
        logins.host(settings.section("equalizer")).ifPresent(login -> hops.put(EQUALIZER, login));
        settings.key("ssh_hops").namedSections().forEach((name, section) -> {
            section.check(!RESERVED.contains(name), "has a name with a meaning of its own", "host");
            logins.login(section, true).ifPresent(login -> hops.putIfAbsent(name, login));
        });

        List<Route> routes = new ArrayList<>();
        for (Settings section : settings.key("routes").sections()) {
            List<Network> networks =
                    section.key("networks").list(Network::parse).orElse(List.of());
            section.check(!networks.isEmpty(), "is required", "networks");
            String via = section.key("via").text().orElse(DIRECT);
            section.check(via.equals(DIRECT) || hops.containsKey(via), "names no hop: " + via, "via");
            routes.add(new Route(networks, via(via)));
        }
        if (proxy.isPresent() && !cmtss.isEmpty()) {
            List<Network> addresses = cmtss.stream()
                    .map(address -> Network.parse(address.toString()))
                    .toList();
            routes.add(new Route(addresses, new Route.Via.Direct()));
        }
        return new RouteConfig(hops, routes, proxy.isPresent() ? new Route.Via.Hop(CM_PROXY) : new Route.Via.Direct());
    }

    private static Route.Via via(String name) {
        return name.equals(DIRECT) ? new Route.Via.Direct() : new Route.Via.Hop(name);
    }

    Route.Via to(DeviceAddress address) {
        return routes.stream()
                .filter(route -> route.leadsTo(address))
                .findFirst()
                .map(Route::via)
                .orElse(others);
    }
}
