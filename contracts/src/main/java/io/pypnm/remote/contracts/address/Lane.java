package io.pypnm.remote.contracts.address;

import java.util.Optional;

/// One of the three queues of an agent. They are apart so that a backlog of long work never delays a person's click.
public enum Lane {
    /// A person waits: GETs, SETs, pings.
    INTERACTIVE("interactive"),
    /// Sweeps and walks of many devices.
    BULK("bulk"),
    /// Minutes each: measurements, large tables, files.
    LONG("long");

    private final String wireName;

    Lane(String wireName) {
        this.wireName = wireName;
    }

    /// The last segment of the lane's address; also its name in JSON.
    public String wireName() {
        return wireName;
    }

    public static Optional<Lane> named(String wireName) {
        for (Lane lane : values()) {
            if (lane.wireName.equals(wireName)) {
                return Optional.of(lane);
            }
        }
        return Optional.empty();
    }
}
