package io.pypnm.remote.gateway.pnm.picture;

import io.pypnm.remote.gateway.pnm.capture.Capture;
import io.pypnm.remote.gateway.pnm.capture.LabelledCapture;
import java.util.List;

/// A labelled capture whose kind is known.
record Taken<C extends Capture>(LabelledCapture label, C capture) {
    /// @throws ClassCastException if one is of another kind
    static <C extends Capture> List<Taken<C>> all(List<LabelledCapture> captures, Class<C> kind) {
        return captures.stream()
                .map(labelled -> new Taken<>(labelled, kind.cast(labelled.capture())))
                .toList();
    }

    /// What a legend calls it, where there may be others beside it.
    String name() {
        return label.channel().isEmpty() ? "" : "channel " + label.channel();
    }

    /// A name of a part of it, told apart from the same part of another channel.
    String name(String part, boolean alone) {
        return alone || label.channel().isEmpty() ? part : name() + " " + part;
    }
}
