package io.pypnm.remote.agent.snmp.hop;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.snmp.SnmpEngine;
import io.pypnm.remote.agent.snmp.SnmpPeer;
import io.pypnm.remote.agent.snmp.SnmpRequest;
import io.pypnm.remote.agent.snmp.SnmpResponse;
import io.pypnm.remote.agent.ssh.SshSessions;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Takes each request the way its device is reached. Safe for use by many threads.
public final class RoutedEngine implements SnmpEngine {
    private final RouteConfig config;
    private final SnmpEngine direct;
    private final Map<String, HopEngine> hops = new HashMap<>();

    /// @param direct   closed with this
    /// @param sessions closed by their owner
    public RoutedEngine(RouteConfig config, SnmpEngine direct, SshSessions sessions) {
        this.config = config;
        this.direct = direct;
        config.hops().forEach((name, login) -> hops.put(name, new HopEngine(login, sessions)));
    }

    @Override
    public SnmpResponse exchange(SnmpPeer peer, SnmpRequest request, Deadline deadline)
            throws CommandFailedException, InterruptedException {
        SnmpEngine engine = switch (config.to(peer.address())) {
            case Route.Via.Direct() -> direct;
            case Route.Via.Hop(String name) -> Objects.requireNonNull(hops.get(name));
        };
        return engine.exchange(peer, request, deadline);
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>(direct.facts());
        config.hops().forEach((name, login) -> facts.put("snmp_hop_" + name, login.toString()));
        return facts;
    }

    @Override
    public void close() {
        direct.close();
    }
}
