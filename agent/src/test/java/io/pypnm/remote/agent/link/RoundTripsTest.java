package io.pypnm.remote.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RoundTripsTest {
    private static final long SECOND = 1_000_000_000;

    private final RoundTrips roundTrips = new RoundTrips();

    @Test
    void worstCounts() {
        roundTrips.add(0, 20_000_000);
        roundTrips.add(0, 90_000_000);
        roundTrips.add(0, 10_000_000);

        assertThat(roundTrips.worst()).isEqualTo(Duration.ofMillis(90));
    }

    @Test
    void badMomentIsForgottenAfterAWhile() {
        roundTrips.add(0, 3 * SECOND);

        roundTrips.add(40 * SECOND, 41 * SECOND);
        assertThat(roundTrips.worst()).isEqualTo(Duration.ofSeconds(3));
        roundTrips.add(80 * SECOND, 81 * SECOND);

        assertThat(roundTrips.worst()).isEqualTo(Duration.ofSeconds(1));
    }
}
