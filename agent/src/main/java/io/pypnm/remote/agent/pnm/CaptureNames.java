package io.pypnm.remote.agent.pnm;

import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.command.MacAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// Names for capture files: `rxmer_a4b1c2000011_193_mirq5z7k_9f3c.bin`, with the milliseconds since 1970 to the base of
/// 36. At most 42 characters of `[a-z0-9_.]`, which every TFTP server takes; no two the same, also not in their first
/// 32, to which some modems cut them: else the file of an earlier measurement could be taken for this one's. Safe for
/// use by many threads.
final class CaptureNames {
    private final InstantSource clock;
    private final RandomGenerator random;

    /// @param random safe for use by many threads
    CaptureNames(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /// One for each file of the recipe.
    List<FileName> of(Recipe recipe, MacAddress mac, Identity.Place place) {
        return recipe.names().stream()
                .map(column -> of(column.prefix(), mac, place))
                .toList();
    }

    /// @param prefix at most 6 characters
    FileName of(String prefix, MacAddress mac, Identity.Place place) {
        return new FileName(String.format(
                Locale.ROOT,
                "%s_%s_%d_%s_%04x.bin",
                prefix,
                mac.bare(),
                place.channelId(),
                Long.toString(clock.millis(), Character.MAX_RADIX),
                random.nextInt(1 << 16)));
    }

    Instant now() {
        return clock.instant();
    }
}
