package io.pypnm.remote.gateway.pnm.picture;

import io.pypnm.remote.gateway.pnm.analysis.Echo;
import io.pypnm.remote.gateway.pnm.analysis.ResponseAnalysis;
import io.pypnm.remote.gateway.pnm.analysis.ResponseAnalysis.Curve;
import io.pypnm.remote.gateway.pnm.capture.Capture;
import io.pypnm.remote.gateway.pnm.capture.ChannelEstimate;
import io.pypnm.remote.gateway.pnm.capture.UsPreEqualizer;
import io.pypnm.remote.gateway.pnm.plot.Axis;
import io.pypnm.remote.gateway.pnm.plot.Layer;
import io.pypnm.remote.gateway.pnm.plot.Plot;
import io.pypnm.remote.gateway.pnm.plot.Samples;
import io.pypnm.remote.gateway.pnm.plot.Sheet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Complex responses over frequency: amplitude, and below it group delay.
final class ResponsePlots {
    private ResponsePlots() {}

    static Sheet sheet(List<Taken<Capture.Response>> captures) {
        Axis frequency = Frequencies.axis(
                captures.stream().map(taken -> taken.capture().subcarriers()).toList());
        List<Optional<ResponseAnalysis>> analyses = captures.stream()
                .map(taken -> ResponseAnalysis.of(taken.capture()))
                .toList();
        Plot amplitude = plot(captures, analyses, frequency, ResponseAnalysis::magnitudeDb, "Amplitude (dB)", 1);
        Plot delay = plot(captures, analyses, frequency, ResponseAnalysis::groupDelayNs, "Group delay (ns)", 10);
        List<String> findings = new ArrayList<>();
        for (int k = 0; k < captures.size(); k++) {
            findings.add(finding(captures.get(k), analyses.get(k)));
        }
        Plot titled = new Plot(
                Heading.title(title(captures.getFirst().capture()), captures),
                Heading.details(captures, findings),
                amplitude.x(),
                amplitude.y(),
                amplitude.layers(),
                "");
        return new Sheet(List.of(titled, delay), 1);
    }

    private static String title(Capture.Response capture) {
        return switch (capture) {
            case ChannelEstimate _ -> "Channel estimate";
            case UsPreEqualizer _ -> "OFDMA pre-equaliser";
        };
    }

    private static String name(Taken<Capture.Response> taken) {
        return switch (taken.capture()) {
            case ChannelEstimate _ -> taken.name();
            case UsPreEqualizer equalizer -> taken.name() + (equalizer.inUse() ? " in use" : " last update");
        };
    }

    private static Plot plot(
            List<Taken<Capture.Response>> captures,
            List<Optional<ResponseAnalysis>> analyses,
            Axis frequency,
            Function<ResponseAnalysis, Curve> curve,
            String label,
            double step) {
        List<Layer> layers = new ArrayList<>();
        var range = new Range();
        for (int k = 0; k < captures.size(); k++) {
            Capture.Response capture = captures.get(k).capture();
            Optional<Curve> values = analyses.get(k).map(curve);
            Samples samples = Frequencies.samples(
                    capture.subcarriers(),
                    i -> values.map(found -> found.get(i)).orElse(Double.NaN));
            range.addAll(samples);
            layers.add(new Layer.Line(captures.size() == 1 ? "" : name(captures.get(k)), samples));
        }
        return new Plot("", List.of(), frequency, range.axis(label, step), layers, "");
    }

    private static String finding(Taken<Capture.Response> taken, Optional<ResponseAnalysis> analysis) {
        if (analysis.isEmpty()) {
            return name(taken) + "   no coefficients beside each other";
        }
        Curve magnitude = analysis.get().magnitudeDb();
        Curve delay = analysis.get().groupDelayNs();
        String echoes = Echo.of(taken.capture()).stream()
                .map(echo -> Heading.number(echo.metres(), 0) + " m at " + Heading.number(echo.levelDb(), 1) + " dB")
                .collect(Collectors.joining(", "));
        return name(taken) + "   ripple " + Heading.number(magnitude.ripplePeakToPeak(), 2) + " dB peak to peak   tilt "
                + Heading.number(magnitude.slopePerMhz(), 4) + " dB/MHz   group delay ripple "
                + Heading.number(delay.rippleRms(), 1) + " ns rms"
                + (echoes.isEmpty() ? "" : "   echo candidates " + echoes);
    }
}
