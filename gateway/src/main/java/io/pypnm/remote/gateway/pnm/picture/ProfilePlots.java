package io.pypnm.remote.gateway.pnm.picture;

import io.pypnm.remote.gateway.pnm.capture.Modulation;
import io.pypnm.remote.gateway.pnm.capture.ModulationProfile;
import io.pypnm.remote.gateway.pnm.capture.SubcarrierUse;
import io.pypnm.remote.gateway.pnm.plot.Axis;
import io.pypnm.remote.gateway.pnm.plot.Axis.Tick;
import io.pypnm.remote.gateway.pnm.plot.Layer;
import io.pypnm.remote.gateway.pnm.plot.Plot;
import io.pypnm.remote.gateway.pnm.plot.Samples;
import io.pypnm.remote.gateway.pnm.plot.Sheet;
import io.pypnm.remote.gateway.pnm.series.Subcarriers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The modulation of each subcarrier, profile by profile.
final class ProfilePlots {
    /// In bits, so that profiles which agree lie beside each other.
    private static final double APART = 0.12;

    private ProfilePlots() {}

    static Sheet sheet(List<Taken<ModulationProfile>> captures) {
        List<Layer> layers = new ArrayList<>();
        List<Subcarriers> axes = new ArrayList<>();
        List<String> findings = new ArrayList<>();
        for (Taken<ModulationProfile> taken : captures) {
            List<ModulationProfile.Profile> profiles = taken.capture().profiles();
            for (int i = 0; i < profiles.size(); i++) {
                ModulationProfile.Profile profile = profiles.get(i);
                Subcarriers axis = taken.capture().subcarriers(profile);
                double offset = APART * ((profiles.size() - 1) / 2.0 - i);
                axes.add(axis);
                layers.add(new Layer.Line(
                        taken.name("profile " + profile.id(), captures.size() == 1), steps(profile, axis, offset)));
            }
            findings.add(taken.name() + "   " + finding(profiles));
        }
        return Sheet.of(new Plot(
                Heading.title("Modulation profiles", captures),
                Heading.details(captures, findings),
                Frequencies.axis(axes),
                axis(),
                layers,
                "pilots and the PHY link channel are gaps; profiles of one modulation are drawn beside each other"));
    }

    /// Two samples for each run of one modulation: where it begins, and where it ends.
    private static Samples steps(ModulationProfile.Profile profile, Subcarriers axis, double offset) {
        double[] bits = profile.runs().perSubcarrier().stream()
                .mapToDouble(ProfilePlots::bits)
                .toArray();
        int[] ends = IntStream.range(0, bits.length)
                .filter(k -> k == 0 || k == bits.length - 1 || bits[k] != bits[k - 1] || bits[k] != bits[k + 1])
                .toArray();
        return Frequencies.samples(ends.length, k -> axis.frequencyHz(ends[k]), k -> bits[ends[k]] + offset);
    }

    private static double bits(SubcarrierUse use) {
        return switch (use) {
            case CONTINUOUS_PILOT, PLC -> Double.NaN;
            case ZERO_BIT_LOADED, EXCLUSION -> 0;
            case QPSK, QAM_16, QAM_64, QAM_128, QAM_256, QAM_512, QAM_1024, QAM_2048, QAM_4096, QAM_8192, QAM_16384 ->
                use.modulation().orElseThrow().bits();
        };
    }

    private static Axis axis() {
        List<Tick> ticks = new ArrayList<>();
        ticks.add(new Tick(0, "none"));
        for (Modulation modulation : Modulation.values()) {
            ticks.add(new Tick(modulation.bits(), Names.of(modulation)));
        }
        return Axis.ofNames("Modulation", -1, Modulation.QAM_16384.bits() + 1.0, ticks);
    }

    private static String finding(List<ModulationProfile.Profile> profiles) {
        return profiles.stream()
                .map(profile -> "profile " + profile.id() + ": " + averageBits(profile))
                .collect(Collectors.joining(", ", "bits per data subcarrier   ", ""));
    }

    private static String averageBits(ModulationProfile.Profile profile) {
        double average = profile.runs().perSubcarrier().stream()
                .filter(use -> use.modulation().isPresent())
                .mapToInt(use -> use.modulation().orElseThrow().bits())
                .average()
                .orElse(0);
        return Heading.number(average, 2);
    }
}
