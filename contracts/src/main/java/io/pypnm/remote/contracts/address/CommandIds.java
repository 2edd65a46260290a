package io.pypnm.remote.contracts.address;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Makes command ids: RFC 9562 section 5.7, 48 bits of time and 74 of randomness. Safe for use by many threads if the
/// given randomness is.
public final class CommandIds {
    private final InstantSource clock;
    private final RandomGenerator random;

    public CommandIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    public CommandId next() {
        long high = (clock.millis() << 16) | 0x7000L | (random.nextLong() & 0x0fffL);
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new CommandId(new UUID(high, low));
    }
}
