package io.pypnm.remote.gateway.pnm.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.gateway.pnm.Captures;
import io.pypnm.remote.gateway.pnm.capture.DsRxMer;
import io.pypnm.remote.gateway.pnm.series.MerSeries;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DipTest {
    private static final int EXCLUDED = MerSeries.EXCLUDED;

    @Test
    void bandBelowTheRequiredMerHasItsEdgesAndItsWorstSubcarrier() {
        DsRxMer capture = Captures.rxMer(170, 160, 150, 150, 163, 164, 170, 140);

        assertThat(Dip.below(capture, 41))
                .containsExactly(
                        new Dip(new Band(1, 4, 600_050_000, 600_200_000), 37.5, 600_100_000, 3.5),
                        new Dip(new Band(7, 7, 600_350_000, 600_350_000), 35, 600_350_000, 6));
    }

    @Test
    void excludedSubcarriersAreNoDipAndPartOne() {
        assertThat(Dip.below(Captures.rxMer(150, EXCLUDED, 150, EXCLUDED, 164), 41).stream()
                        .map(dip -> dip.band().first()))
                .containsExactly(0, 2);
    }

    @Test
    void notchIsThreeDecibelsBelowItsSurroundings() {
        int[] values = new int[200];
        Arrays.fill(values, 164);
        Arrays.fill(values, 100, 104, 152);
        Arrays.fill(values, 150, 154, 153);

        assertThat(Dip.notches(Captures.rxMer(values)))
                .containsExactly(new Dip(new Band(100, 103, 605_000_000, 605_150_000), 38, 605_000_000, 3));
    }

    @Test
    void runningMedianIsThatOfEachWindow() {
        Random random = new Random(7);
        int[] values = random.ints(500, 0, 256).toArray();

        double[] medians = RunningMedian.of(Captures.rxMer(values).values(), 41);

        assertThat(medians)
                .containsExactly(IntStream.range(0, values.length)
                        .mapToDouble(k -> median(
                                Arrays.copyOfRange(values, Math.max(0, k - 20), Math.min(values.length, k + 21))))
                        .toArray());
    }

    private static double median(int[] window) {
        int[] sorted =
                Arrays.stream(window).filter(raw -> raw != EXCLUDED).sorted().toArray();
        return sorted[(sorted.length - 1) / 2] / 4.0;
    }
}
