package io.pypnm.remote.gateway.pnm.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pypnm.remote.gateway.pnm.Captures;
import io.pypnm.remote.gateway.pnm.SampleFiles;
import io.pypnm.remote.gateway.pnm.capture.Capture;
import io.pypnm.remote.gateway.pnm.capture.ChannelEstimate;
import io.pypnm.remote.gateway.pnm.file.CaptureFiles;
import io.pypnm.remote.gateway.pnm.series.ComplexSeries;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EchoTest {
    private static final double UNIT = 8_192;

    @Test
    void secondArrivalIsFoundWithItsDelayLevelAndDistance() {
        List<Echo> echoes = Echo.of(channel(0.1, 400, 7_480));

        assertThat(echoes).singleElement().satisfies(echo -> {
            assertThat(echo.delayNanoseconds()).isCloseTo(400, within(3.0));
            assertThat(echo.levelDb()).isCloseTo(-20, within(0.5));
            assertThat(echo.metres()).isCloseTo(52.2, within(0.5));
        });
    }

    @Test
    void echoIsFoundInAFewSubcarriersToo() {
        assertThat(Echo.of(channel(0.1, 1_000, 1_776)))
                .singleElement()
                .satisfies(echo -> assertThat(echo.delayNanoseconds()).isCloseTo(1_000, within(12.0)));
    }

    @Test
    void cleanChannelHasNone() {
        assertThat(Echo.of(channel(0, 400, 7_480))).isEmpty();
        assertThat(Echo.of(channel(0, 400, 1))).isEmpty();
        assertThat(Echo.of(Captures.estimate(ComplexSeries.of(new short[64], ComplexSeries.Format.S2_13))))
                .isEmpty();
    }

    /// An independent transform of the same file found these: 146 ns, 176 ns and 283 ns at -37.4, -40.0 and -39.0 dB.
    @Test
    void measuredChannelHasTheEchoesAnotherTransformFound() throws Exception {
        Capture capture = CaptureFiles.decode(SampleFiles.read(SampleFiles.CHANNEL_ESTIMATE));

        List<Echo> echoes = Echo.of((ChannelEstimate) capture);

        assertThat(echoes.stream().map(echo -> Math.round(echo.delayNanoseconds())))
                .containsExactly(146L, 176L, 283L);
        assertThat(echoes.stream().map(echo -> Math.round(10 * echo.levelDb()) / 10.0))
                .containsExactly(-37.4, -40.0, -39.0);
    }

    /// Flat but for an echo, and late by a microsecond as a whole.
    private static ChannelEstimate channel(double amplitude, double nanoseconds, int size) {
        short[] parts = new short[2 * size];
        for (int k = 0; k < size; k++) {
            double late = -2 * Math.PI * 25_000 * k * 1e-6;
            double echo = late - 2 * Math.PI * 25_000 * k * nanoseconds * 1e-9;
            parts[2 * k] = (short) Math.round(UNIT * (Math.cos(late) + amplitude * Math.cos(echo)));
            parts[2 * k + 1] = (short) Math.round(UNIT * (Math.sin(late) + amplitude * Math.sin(echo)));
        }
        return Captures.estimate(ComplexSeries.of(parts, ComplexSeries.Format.S2_13));
    }
}
