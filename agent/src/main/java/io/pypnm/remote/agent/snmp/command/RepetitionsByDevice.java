package io.pypnm.remote.agent.snmp.command;

import io.pypnm.remote.agent.snmp.SnmpPeer;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What was learnt of each device. The least recently walked is forgotten first. Guarded by its own lock.
final class RepetitionsByDevice {
    private final int mostDevices;
    private final SequencedMap<InetSocketAddress, Repetitions> byDevice = new LinkedHashMap<>(16, 0.75f, true);

    RepetitionsByDevice(int mostDevices) {
        this.mostDevices = mostDevices;
    }

    synchronized Repetitions of(SnmpPeer peer) {
        var device = new InetSocketAddress(peer.address().toInetAddress(), peer.port());
        Repetitions known = byDevice.computeIfAbsent(device, _ -> new Repetitions());
        if (byDevice.size() > mostDevices) {
            byDevice.pollFirstEntry();
        }
        return known;
    }
}
