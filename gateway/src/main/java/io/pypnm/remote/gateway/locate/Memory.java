package io.pypnm.remote.gateway.locate;

import io.pypnm.remote.contracts.command.MacAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;

/// Where modems were when last looked for; the ones not asked for longest are forgotten first. Safe for use by many
/// threads.
final class Memory {
    /// For so long it is worth a PDU to look whether a modem still is where it was.
    private static final Duration KEPT_FOR = Duration.ofHours(12);
    /// Some 20 MB.
    private static final int MOST = 50_000;

    /// Guarded by itself.
    private final LinkedHashMap<MacAddress, ModemLocation> byMac = new LinkedHashMap<>(16, 0.75f, true);

    Optional<ModemLocation> find(MacAddress mac, Instant now) {
        synchronized (byMac) {
            return Optional.ofNullable(byMac.get(mac))
                    .filter(location -> location.learnt().plus(KEPT_FOR).isAfter(now));
        }
    }

    void keep(ModemLocation location) {
        synchronized (byMac) {
            byMac.put(location.mac(), location);
            if (byMac.size() > MOST) {
                byMac.pollFirstEntry();
            }
        }
    }

    void forget(MacAddress mac) {
        synchronized (byMac) {
            byMac.remove(mac);
        }
    }
}
