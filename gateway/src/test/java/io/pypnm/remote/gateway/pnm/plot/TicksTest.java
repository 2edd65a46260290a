package io.pypnm.remote.gateway.pnm.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pypnm.remote.gateway.pnm.plot.Axis.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TicksTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        835    | 860     | 6 | 835 840 845 850 855 860
        835    | 1024.975 | 12 | 840 860 880 900 920 940 960 980 1000 1020
        -0.3   | 0.3     | 6 | -0.3 -0.2 -0.1 0.0 0.1 0.2 0.3
        20     | 50      | 7 | 20 25 30 35 40 45 50
        0      | 0.0004  | 4 | 0.0000 0.0001 0.0002 0.0003 0.0004
        0      | 4200000 | 5 | 0 1,000,000 2,000,000 3,000,000 4,000,000
        0      | 3e-9    | 3 | 0 1e-9 2e-9 3e-9
        """)
    void ticksAreRoundValuesWithinTheAxis(double min, double max, int atMost, String labels) {
        List<Tick> ticks = Ticks.of(Axis.of("x", min, max), atMost);

        assertThat(ticks.stream().map(Tick::label)).containsExactly(labels.split(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        835    | 1024.975 | 12 | 835.000 860 880 900 920 940 960 980 1000 1024.975
        835    | 1020     | 12 | 835.000 860 880 900 920 940 960 980 1000 1020.000
        599.9995 | 600.0005 | 1 | 600.000 600.001
        """)
    void endsAreToldExactly(double min, double max, int atMost, String labels) {
        List<Tick> ticks = Ticks.of(Axis.withEnds("x", min, max, 3), atMost);

        assertThat(ticks.stream().map(Tick::label)).containsExactly(labels.split(" "));
        assertThat(ticks.getFirst().at()).isEqualTo(min);
        assertThat(ticks.getLast().at()).isEqualTo(max);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        PT30S  | 3 | 03:12:10, 03:12:20, 03:12:30
        PT40M  | 4 | 11-20 03:20, 11-20 03:30, 11-20 03:40, 11-20 03:50
        P3D    | 3 | 2026-11-21, 2026-11-22, 2026-11-23
        """)
    void timesAreRoundToo(Duration length, int atMost, String labels) {
        Instant start = Instant.parse("2026-11-20T03:12:01Z");

        List<Tick> ticks = Ticks.of(Axis.ofTime("t", start, start.plus(length)), atMost);

        assertThat(ticks.stream().map(Tick::label)).containsExactly(labels.split(", "));
    }

    @Test
    void rangeTooSmallForDoublesHasFewTicks() {
        double min = 1e15;

        assertThat(Ticks.of(Axis.of("x", min, Math.nextUp(min)), 10)).hasSizeLessThan(201);
        assertThat(Ticks.of(Axis.of("x", 0, Double.MIN_VALUE), 10)).hasSizeLessThan(201);
        assertThat(Ticks.of(Axis.of("x", -Double.MAX_VALUE / 2, Double.MAX_VALUE / 2), 10))
                .hasSizeLessThan(201);
    }

    @Test
    void axisMustGoUp() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Axis.of("Frequency (MHz)", 835, 835))
                .withMessage("axis Frequency (MHz) must go up, goes from 835.0 to 835.0");
    }
}
