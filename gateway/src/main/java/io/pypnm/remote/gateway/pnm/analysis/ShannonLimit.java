package io.pypnm.remote.gateway.pnm.analysis;

import io.pypnm.remote.gateway.pnm.series.MerSeries;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The most bits that the MER of each subcarrier could carry in theory: `log2(1 + 10^(dB/10))`, rounded down.
///
/// No receiver comes near: at 40.5 dB this says 8192-QAM, where [Capability] says 2048-QAM. It is kept because PyPNM
/// tells it.
///
/// @param subcarriersByBits how many subcarriers have 0, 1, ... bits
/// @param averageBits       over all active subcarriers
public record ShannonLimit(List<Integer> subcarriersByBits, double averageBits) {
    /// Of the largest byte that is a value.
    private static final int MAX_BITS = bits(MerSeries.CLIPPED_HIGH);

    public ShannonLimit {
        subcarriersByBits = List.copyOf(subcarriersByBits);
    }

    /// Subcarriers with at least so many bits.
    public int supporting(int bits) {
        return subcarriersByBits.stream().skip(bits).mapToInt(Integer::intValue).sum();
    }

    /// None if all subcarriers are excluded.
    public static Optional<ShannonLimit> of(MerSeries series) {
        int[] histogram = series.histogram();
        int count = series.size() - histogram[MerSeries.EXCLUDED];
        if (count == 0) {
            return Optional.empty();
        }
        int[] byBits = new int[MAX_BITS + 1];
        IntStream.range(0, MerSeries.EXCLUDED).forEach(raw -> byBits[bits(raw)] += histogram[raw]);
        double sum = IntStream.rangeClosed(0, MAX_BITS)
                .mapToDouble(bits -> (double) bits * byBits[bits])
                .sum();
        return Optional.of(new ShannonLimit(Arrays.stream(byBits).boxed().toList(), sum / count));
    }

    private static int bits(int raw) {
        return (int) Math.floor(Math.log1p(Math.pow(10, raw / 40.0)) / Math.log(2));
    }
}
