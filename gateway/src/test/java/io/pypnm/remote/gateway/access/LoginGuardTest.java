package io.pypnm.remote.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LoginGuardTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress THERE = InetAddress.ofLiteral("192.0.2.2");

    private final MovedClock clock = new MovedClock();
    private final LoginGuard guard = new LoginGuard(clock, 100);

    @Test
    void tenFailuresAreFreeAndTheDelayDoublesFromThere() {
        fail(9);
        assertThat(guard.delay(HERE, "jump-01")).isZero();

        fail(1);
        assertThat(guard.delay(HERE, "jump-01")).isEqualTo(Duration.ofSeconds(1));
        clock.advance(Duration.ofMillis(999));
        assertThat(guard.delay(HERE, "jump-01")).isEqualTo(Duration.ofMillis(1));
        clock.advance(Duration.ofMillis(1));
        assertThat(guard.delay(HERE, "jump-01")).isZero();

        fail(1);
        assertThat(guard.delay(HERE, "jump-01")).isEqualTo(Duration.ofSeconds(2));
        fail(1);
        assertThat(guard.delay(HERE, "jump-01")).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void delayHasAnEnd() {
        fail(1000);

        assertThat(guard.delay(HERE, "jump-01")).isEqualTo(LoginGuard.MAX_DELAY);
    }

    @Test
    void failuresOfAnyNameCountForTheirSource() {
        for (int i = 0; i < 10; i++) {
            guard.failed(HERE, "guess-" + i);
        }

        assertThat(guard.delay(HERE, "another-guess")).isPositive();
    }

    @Test
    void otherSourcesAreNotDelayed() {
        fail(100);

        assertThat(guard.delay(THERE, "jump-01")).isZero();
    }

    @Test
    void whoOnceLoggedInWellIsCountedApartFromOthersAtItsSource() {
        guard.succeeded(HERE, "good");
        fail(100);
        assertThat(guard.delay(HERE, "good")).isZero();

        for (int i = 0; i < 10; i++) {
            guard.failed(HERE, "good");
        }
        assertThat(guard.delay(HERE, "good")).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void goodLoginDoesNotForgiveTheGuessesFromItsSource() {
        fail(10);

        guard.succeeded(HERE, "good");

        assertThat(guard.delay(HERE, "jump-01")).isPositive();
    }

    @Test
    void quietHourIsForgotten() {
        fail(1000);

        clock.advance(LoginGuard.MEMORY);

        assertThat(guard.delay(HERE, "jump-01")).isZero();
        fail(9);
        assertThat(guard.delay(HERE, "jump-01")).isZero();
    }

    @Test
    void addressesOfOneIpv6NetworkCountTogether() {
        for (int i = 0; i < 10; i++) {
            guard.failed(InetAddress.ofLiteral("2001:db8::" + i), "jump-01");
        }

        assertThat(guard.delay(InetAddress.ofLiteral("2001:db8::ffff"), "jump-01"))
                .isPositive();
        assertThat(guard.delay(InetAddress.ofLiteral("2001:db8:0:1::1"), "jump-01"))
                .isZero();
    }

    @Test
    void memoryIsBoundedAndTheOldestGoesFirst() {
        fail(10);
        for (int i = 0; i < 99; i++) {
            guard.failed(InetAddress.ofLiteral("198.51.100." + i), "jump-01");
        }
        assertThat(guard.delay(HERE, "jump-01")).isPositive();

        for (int i = 0; i < 100; i++) {
            guard.failed(InetAddress.ofLiteral("203.0.113." + i), "jump-01");
        }
        assertThat(guard.delay(HERE, "jump-01")).isZero();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            guard.failed(HERE, "jump-01");
        }
    }
}
