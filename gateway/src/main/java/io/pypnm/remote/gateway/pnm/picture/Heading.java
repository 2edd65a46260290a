package io.pypnm.remote.gateway.pnm.picture;

import io.pypnm.remote.gateway.pnm.capture.Capture;
import io.pypnm.remote.gateway.pnm.capture.LabelledCapture;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The lines over a plot: what was measured of which modem on which channels, when, by which agent.
final class Heading {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    /// Lines that a plot takes, less the one about time and agent.
    private static final int MAX_FINDINGS = 3;

    private Heading() {}

    /// E.g. `Downstream RxMER   a4:b1:c2:00:00:11   channels 193, 194`.
    static String title(String what, List<? extends Taken<? extends Capture>> captures) {
        String modems = distinct(captures, labelled -> labelled.modem().toString());
        String channels = distinct(captures, LabelledCapture::channel);
        String title = what + "   " + modems;
        return channels.isEmpty() ? title : title + "   channel" + (channels.contains(",") ? "s " : " ") + channels;
    }

    private static String distinct(
            List<? extends Taken<? extends Capture>> captures, Function<LabelledCapture, String> text) {
        return captures.stream()
                .map(taken -> text.apply(taken.label()))
                .filter(part -> !part.isEmpty())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /// When and by whom, and as many findings as there is room for.
    static List<String> details(List<? extends Taken<? extends Capture>> captures, List<String> findings) {
        List<String> lines = new ArrayList<>();
        Instant first = captures.stream()
                .map(taken -> taken.label().time())
                .min(Instant::compareTo)
                .orElseThrow();
        Instant last = captures.stream()
                .map(taken -> taken.label().time())
                .max(Instant::compareTo)
                .orElseThrow();
        String from = TIME.format(first);
        String to = TIME.format(last);
        lines.add((from.equals(to) ? from : from + " to " + to) + "   agent "
                + distinct(captures, LabelledCapture::agent));
        int shown = findings.size() <= MAX_FINDINGS ? findings.size() : MAX_FINDINGS - 1;
        lines.addAll(findings.subList(0, shown));
        if (shown < findings.size()) {
            lines.add("and " + (findings.size() - shown) + " more channels");
        }
        return lines;
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /// A number for people.
    static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
