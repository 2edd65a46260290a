package io.pypnm.remote.gateway.pnm.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pypnm.remote.gateway.pnm.Captures;
import org.junit.jupiter.api.Test;

final class EqualizerMetricsTest {
    @Test
    void ratiosAreThoseOfTheEnergies() {
        EqualizerMetrics metrics = EqualizerMetrics.of(Captures.equalizer(2, 100, 1_000, 200));

        assertThat(metrics.main()).isEqualTo(1_000_000);
        assertThat(metrics.total()).isEqualTo(1_050_000);
        assertThat(metrics.mainTapCompressionDb()).isCloseTo(0.2119, within(1e-4));
        assertThat(metrics.mainTapRatioDb()).isCloseTo(13.0103, within(1e-4));
        assertThat(metrics.nonMainTapDb()).isCloseTo(-13.2222, within(1e-4));
        assertThat(metrics.preMainTapDb()).isCloseTo(-20.2119, within(1e-4));
        assertThat(metrics.postMainTapDb()).isCloseTo(-14.1913, within(1e-4));
        assertThat(metrics.postToPreDb()).isCloseTo(6.0206, within(1e-4));
        assertThat(metrics.neighbourDb()).isCloseTo(-6.0206, within(1e-4));
    }

    @Test
    void mainTapAtTheEdgeHasNoNeighboursToCompare() {
        assertThat(EqualizerMetrics.of(Captures.equalizer(1, 1_000, 200)).neighbourDb())
                .isNaN();
    }

    /// One tap beside the main one makes a ripple of 20 log10((1 + a) / (1 - a)) from peak to peak.
    @Test
    void responseOfASecondTapIsARipple() {
        TapResponse response = TapResponse.of(Captures.equalizer(1, 2_000, 200));

        double centre = response.decibels(TapResponse.SIZE / 2);
        double edge = response.decibels(0);
        assertThat(response.frequency(TapResponse.SIZE / 2)).isZero();
        assertThat(response.frequency(0)).isEqualTo(-0.5);
        assertThat(centre - edge).isCloseTo(20 * Math.log10(1.1 / 0.9), within(1e-9));
        assertThat(centre).isCloseTo(10 * Math.log10(1.21 / 1.01), within(1e-9));
    }
}
