package io.pypnm.remote.contracts.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandIdsTest {
    private final AtomicLong millis = new AtomicLong(1_700_000_000_000L);
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());

    @Test
    void madeIdIsOneThatCanBeReadAndCarriesItsTime() {
        CommandId id = new CommandIds(clock, new SplittableRandom(1)).next();

        assertThat(CommandId.parse(id.toString())).isEqualTo(id);
        assertThat(madeAtMillis(id)).isEqualTo(millis.get());
    }

    @Test
    void idsSortByTheMillisecondTheyWereMadeIn() {
        CommandIds ids = new CommandIds(clock, new SplittableRandom(2));
        List<CommandId> made = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            millis.incrementAndGet();
            made.add(ids.next());
        }

        assertThat(made).isSorted();
    }

    @Test
    void idsOfOneMillisecondDiffer() {
        CommandIds ids = new CommandIds(clock, new SplittableRandom(3));
        HashSet<CommandId> made = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            made.add(ids.next());
        }

        assertThat(made).hasSize(10_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void versionAndVariantStandWhateverTheRandomnessSays(long bits) {
        RandomGenerator constant = () -> bits;

        CommandId id = new CommandIds(clock, constant).next();

        assertThat(id.value().version()).isEqualTo(7);
        assertThat(id.value().variant()).isEqualTo(2);
        assertThat(madeAtMillis(id)).isEqualTo(millis.get());
    }

    /// RFC 9562 section 5.7.
    private static long madeAtMillis(CommandId id) {
        return id.value().getMostSignificantBits() >>> 16;
    }
}
