package io.pypnm.remote.gateway.pnm.plot;

import java.util.List;
import java.util.regex.Pattern;

/// One picture: what it is of, two axes, and what is drawn over them, from the back to the front.
///
/// Any text is taken: what no XML document and no picture can show is replaced, and what does not fit is cut with an
/// ellipsis when it is drawn.
///
/// @param title   the first line, e.g. `RxMER a4:b1:c2:00:00:11`; may be empty where the plot above it says it
/// @param details lines under the title, at most 4
/// @param footer  where the figures come from, e.g. the agent and the capture file; may be empty
public record Plot(String title, List<String> details, Axis x, Axis y, List<Layer> layers, String footer) {
    private static final int MAX_DETAILS = 4;
    private static final int MAX_LAYERS = 1_000;
    /// Controls, halves of surrogate pairs, and what XML 1.0 leaves out besides.
    private static final Pattern NOT_SHOWN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\uFFFE\\uFFFF]");

    public Plot {
        title = shown(title);
        details = details.stream().map(Plot::shown).toList();
        layers = List.copyOf(layers);
        footer = shown(footer);
        if (details.size() > MAX_DETAILS) {
            throw new IllegalArgumentException(
                    "details must have at most " + MAX_DETAILS + " lines, has " + details.size());
        }
        if (layers.size() > MAX_LAYERS) {
            throw new IllegalArgumentException("layers must be at most " + MAX_LAYERS + ", are " + layers.size());
        }
    }

    static String shown(String text) {
        return NOT_SHOWN.matcher(text).replaceAll("\uFFFD");
    }
}
