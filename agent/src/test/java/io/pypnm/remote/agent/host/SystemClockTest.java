package io.pypnm.remote.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.agent.operation.MonotonicClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class SystemClockTest {
    /// `/proc/uptime` counts suspend too, in hundredths of a second (proc(5)).
    @Test
    void bootTimeIsTheTimeSinceTheHostWasStartedSuspendIncluded() throws IOException {
        MonotonicClock clock = SystemClock.bootTime().orElseThrow();

        long before = uptimeNanos();
        long now = clock.nanos();
        long after = uptimeNanos();

        assertThat(now).isBetween(before, after + 10_000_000);
    }

    @Test
    void timeGoesUp() {
        MonotonicClock clock = SystemClock.open();
        long last = clock.nanos();
        for (int i = 0; i < 1000; i++) {
            long next = clock.nanos();
            assertThat(next).isGreaterThanOrEqualTo(last);
            last = next;
        }
    }

    private static long uptimeNanos() throws IOException {
        String both = Files.readString(Path.of("/proc/uptime"));
        String seconds = both.substring(0, both.indexOf(' '));
        return new BigDecimal(seconds).movePointRight(9).longValueExact();
    }
}
