package io.pypnm.remote.gateway.pnm.analysis;

import io.pypnm.remote.gateway.pnm.capture.AtdmaPreEqualizer;
import io.pypnm.remote.gateway.pnm.series.ComplexSeries;

/// The key figures of an ATDMA pre-equaliser by the energies of its taps (CableLabs CM-GL-PNMP, "DOCSIS Best Practices
/// and Guidelines: Proactive Network Maintenance Using Pre-equalization"). Ratios in dB of an energy that is 0 are
/// infinite.
///
/// @param main        energy of the main tap
/// @param pre         energy of all taps before it
/// @param post        energy of all taps behind it
/// @param neighbourDb pre-post tap symmetry: the tap before the main one to the tap behind it; not a number if it has
///     not two neighbours
public record EqualizerMetrics(double main, double pre, double post, double neighbourDb) {
    /// Energy of a main tap of nominal size in both parts.
    public static final double NOMINAL_MAIN = 2.0 * 2047 * 2047;

    public static EqualizerMetrics of(AtdmaPreEqualizer equalizer) {
        ComplexSeries taps = equalizer.taps();
        int main = equalizer.mainTap() - 1;
        double pre = 0;
        double post = 0;
        for (int k = 0; k < taps.size(); k++) {
            pre += k < main ? taps.power(k) : 0;
            post += k > main ? taps.power(k) : 0;
        }
        boolean flanked = main > 0 && main < taps.size() - 1;
        double neighbours = flanked ? decibels(taps.power(main - 1), taps.power(main + 1)) : Double.NaN;
        return new EqualizerMetrics(taps.power(main), pre, post, neighbours);
    }

    /// TTE.
    public double total() {
        return main + pre + post;
    }

    /// MTC, main tap compression: total over main energy.
    public double mainTapCompressionDb() {
        return decibels(total(), main);
    }

    /// MTR, main tap ratio: main over all other energy.
    public double mainTapRatioDb() {
        return decibels(main, pre + post);
    }

    /// NMTER, non-main tap to total energy ratio: how much the plant is distorted.
    public double nonMainTapDb() {
        return decibels(pre + post, total());
    }

    /// PreMTTER: a sign of group delay, as diplex filters and amplifiers cause it.
    public double preMainTapDb() {
        return decibels(pre, total());
    }

    /// PostMTTER: a sign of micro-reflections.
    public double postMainTapDb() {
        return decibels(post, total());
    }

    /// PPESR, pre-post energy symmetry ratio: post over pre energy.
    public double postToPreDb() {
        return decibels(post, pre);
    }

    private static double decibels(double part, double whole) {
        return 10 * Math.log10(part / whole);
    }
}
