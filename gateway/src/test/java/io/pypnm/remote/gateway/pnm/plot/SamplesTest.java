package io.pypnm.remote.gateway.pnm.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SamplesTest {
    @Test
    void thinnedSamplesKeepEveryExtreme() {
        double[] y = new double[100_000];
        Arrays.setAll(y, index -> 40 + index % 11 / 10.0);
        y[54_321] = 3;
        y[77_777] = 60;

        Samples thinned = line(y).thinnedTo(8_192);

        assertThat(thinned.size()).isBetween(4_000, 8_192 + 5);
        assertThat(IntStream.range(0, thinned.size()).filter(index -> thinned.y(index) == 3))
                .singleElement()
                .satisfies(index -> assertThat(thinned.x(index)).isEqualTo(54_321));
        assertThat(IntStream.range(0, thinned.size()).filter(index -> thinned.y(index) == 60))
                .singleElement()
                .satisfies(index -> assertThat(thinned.x(index)).isEqualTo(77_777));
        assertThat(IntStream.range(1, thinned.size())).allMatch(index -> thinned.x(index) > thinned.x(index - 1));
    }

    @Test
    void thinnedSamplesKeepAGap() {
        double[] y = new double[100_000];
        y[50_000] = Double.NaN;

        Samples thinned = line(y).thinnedTo(1_000);

        assertThat(IntStream.range(0, thinned.size()).filter(thinned::isGap)).hasSize(1);
    }

    @Test
    void fewSamplesStayAsTheyAre() {
        Samples samples = line(new double[8_192]);

        assertThat(samples.thinnedTo(8_192)).isSameAs(samples);
    }

    @Test
    void pairsMustBePairs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Samples.of(new double[2], new double[3]))
                .withMessage("samples must be up to 1048576 pairs, are 2 x and 3 y");
    }

    private static Samples line(double[] y) {
        return Samples.of(IntStream.range(0, y.length).asDoubleStream().toArray(), y);
    }
}
