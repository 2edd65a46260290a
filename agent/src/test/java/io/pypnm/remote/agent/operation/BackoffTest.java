package io.pypnm.remote.agent.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BackoffTest {
    private static final Duration MIN = Duration.ofSeconds(1);
    private static final Duration MAX = Duration.ofSeconds(60);

    @Test
    void longestWaitDoublesUpToTheBound() {
        Backoff backoff = new Backoff(MIN, MAX, alwaysTheMost());

        assertThat(Stream.generate(backoff::next).limit(8))
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    }

    @Test
    void waitIsAnyPartOfTheBoundSoThatAgentsDoNotReturnTogether() {
        Backoff backoff = new Backoff(MAX, MAX, new Random(1));

        var waits = Stream.generate(backoff::next).limit(1000).toList();

        assertThat(waits).allMatch(wait -> !wait.isNegative() && wait.compareTo(MAX) <= 0);
        for (int tenth = 0; tenth < 10; tenth++) {
            long from = 6_000L * tenth;
            assertThat(waits.stream().filter(wait -> wait.toMillis() / 6_000 == from / 6_000))
                    .as("waits from %d ms", from)
                    .hasSizeBetween(60, 140);
        }
    }

    @Test
    void connectionThatServedBeginsFromTheStart() {
        Backoff backoff = new Backoff(MIN, MAX, alwaysTheMost());
        backoff.next();
        backoff.next();

        backoff.reset();

        assertThat(backoff.next()).isEqualTo(MIN);
    }

    @Test
    void refusedAgentWaitsLongEveryTime() {
        assertThat(new Backoff(MIN, MAX, alwaysTheMost()).slow()).isEqualTo(MAX);
        assertThat(new Backoff(MIN, MAX, () -> 0).slow()).isEqualTo(Duration.ofSeconds(30));
    }

    private static RandomGenerator alwaysTheMost() {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return Long.MAX_VALUE;
            }

            @Override
            public long nextLong(long bound) {
                return bound - 1;
            }
        };
    }
}
