package io.pypnm.remote.gateway.pnm.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.gateway.pnm.Captures;
import io.pypnm.remote.gateway.pnm.capture.Modulation;
import io.pypnm.remote.gateway.pnm.series.MerSeries;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CapabilityTest {
    @Test
    void worstTwoPercentDoNotCount() {
        assertThat(best(100, 1)).contains(Modulation.QAM_4096);
        assertThat(best(100, 2)).contains(Modulation.QAM_2048);
    }

    @Test
    void excludedSubcarriersCountNeitherWay() {
        assertThat(best(100, 0, MerSeries.EXCLUDED, MerSeries.EXCLUDED)).contains(Modulation.QAM_4096);
        assertThat(Capability.of(Captures.rxMer(MerSeries.EXCLUDED).values())).isEmpty();
    }

    @Test
    void channelBelowAllRequirementsCarriesNone() {
        assertThat(Capability.of(Captures.rxMer(59, 59).values())).hasValueSatisfying(capability -> {
            assertThat(capability.best()).isEmpty();
            assertThat(capability.orders().getFirst().subcarriers()).isZero();
        });
    }

    /// Subcarriers of 41 dB, and a few of 37 dB.
    private static Optional<Modulation> best(int size, int low, int... more) {
        int[] values = Arrays.copyOf(more, more.length + size);
        Arrays.fill(values, more.length, values.length, 164);
        Arrays.fill(values, more.length, more.length + low, 148);
        return Capability.of(Captures.rxMer(values).values()).flatMap(Capability::best);
    }
}
