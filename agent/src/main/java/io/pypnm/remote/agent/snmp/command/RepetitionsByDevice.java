package io.pypnm.remote.agent.snmp.command;

import io.pypnm.remote.agent.snmp.SnmpPeer;
import io.pypnm.remote.contracts.command.DeviceAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// What was learnt of each device. The least recently walked is forgotten first. Guarded by its own lock.
final class RepetitionsByDevice {
    private final int mostDevices;
    private final Map<DeviceAddress, Integer> limits;
    private final SequencedMap<InetSocketAddress, Repetitions> byDevice = new LinkedHashMap<>(16, 0.75f, true);

    /// @param limits devices that must not be asked for as many as others
    RepetitionsByDevice(int mostDevices, Map<DeviceAddress, Integer> limits) {
        this.mostDevices = mostDevices;
        this.limits = limits;
    }

    synchronized Repetitions of(SnmpPeer peer) {
        var device = new InetSocketAddress(peer.address().toInetAddress(), peer.port());
        Repetitions known = byDevice.computeIfAbsent(
                device, _ -> new Repetitions(limits.getOrDefault(peer.address(), SnmpLimits.MOST_REPETITIONS)));
        if (byDevice.size() > mostDevices) {
            byDevice.pollFirstEntry();
        }
        return known;
    }
}
