package io.pypnm.remote.gateway.pnm.picture;

import io.pypnm.remote.gateway.pnm.capture.Capture;
import io.pypnm.remote.gateway.pnm.plot.Layer;
import io.pypnm.remote.gateway.pnm.plot.Plot;
import io.pypnm.remote.gateway.pnm.plot.Samples;
import io.pypnm.remote.gateway.pnm.plot.Sheet;
import java.util.ArrayList;
import java.util.List;

/// Amplitude over frequency.
final class SpectrumPlots {
    private static final double STEP_DB = 10;

    private SpectrumPlots() {}

    static Sheet sheet(List<Taken<Capture.Bins>> captures) {
        List<Layer> layers = new ArrayList<>();
        var range = new Range();
        var band = new Range();
        for (Taken<Capture.Bins> taken : captures) {
            Capture.Bins bins = taken.capture();
            Samples curve = Frequencies.samples(bins.size(), bins::frequencyHz, bins::decibels);
            range.addAll(curve);
            band.add(bins.frequencyHz(0)).add(bins.frequencyHz(bins.size() - 1));
            layers.add(new Layer.Line(
                    captures.size() == 1 ? "" : taken.label().time().toString(), curve));
        }
        return Sheet.of(new Plot(
                Heading.title("Downstream spectrum", captures),
                Heading.details(
                        captures,
                        captures.stream().map(taken -> finding(taken.capture())).toList()),
                Frequencies.axis(band.low(0), band.high(0)),
                range.axis("Amplitude (dBmV per bin)", STEP_DB),
                layers,
                ""));
    }

    private static String finding(Capture.Bins bins) {
        int highest = 0;
        for (int k = 1; k < bins.size(); k++) {
            highest = bins.decibels(k) > bins.decibels(highest) ? k : highest;
        }
        return Heading.count(bins.size()) + " bins   highest " + Heading.number(bins.decibels(highest), 2) + " dBmV at "
                + Heading.number(Frequencies.megahertz(bins.frequencyHz(highest)), 3) + " MHz";
    }
}
