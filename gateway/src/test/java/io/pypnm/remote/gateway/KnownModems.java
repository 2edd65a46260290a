package io.pypnm.remote.gateway;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.gateway.pnm.measure.ModemFinder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Modems as a test places them.
public final class KnownModems implements ModemFinder {
    private final Map<MacAddress, Whereabouts> places = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger(1);

    /// A modem that no other test uses, nor the contract's samples, behind that agent.
    public MacAddress add(AgentId agent) {
        int number = next.getAndIncrement();
        MacAddress mac = MacAddress.parse("a4b1c3%06x".formatted(number));
        var address = DeviceAddress.parse("127.0.%d.%d".formatted(1 + number / 250, 1 + number % 250));
        var access = new SnmpAccess.ByRole(SnmpAccess.DeviceRole.CM);
        var cmts = SnmpTarget.of(DeviceAddress.parse("127.0.0.2"), new SnmpAccess.ByRole(SnmpAccess.DeviceRole.CMTS));
        places.put(mac, new Whereabouts.Found(SnmpTarget.of(address, access), agent, "cmts-1", cmts, agent));
        return mac;
    }

    /// A modem that cannot be found, and why.
    public MacAddress add(Whereabouts.Why why) {
        MacAddress mac = MacAddress.parse("a4b1c3%06x".formatted(next.getAndIncrement()));
        places.put(mac, new Whereabouts.NotFound(why, "so the test wants it"));
        return mac;
    }

    @Override
    public Whereabouts find(MacAddress mac, String caller) {
        return places.getOrDefault(mac, new Whereabouts.NotFound(Whereabouts.Why.UNKNOWN, "nobody knows " + mac));
    }

    @Override
    public void forget(MacAddress mac) {
        places.remove(mac);
    }
}
