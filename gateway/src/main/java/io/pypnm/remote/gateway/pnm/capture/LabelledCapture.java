package io.pypnm.remote.gateway.pnm.capture;

import io.pypnm.remote.contracts.command.MacAddress;
import java.time.Instant;
import java.util.List;

/// A capture with what the gateway knows of it.
///
/// @param modem   that was measured
/// @param channel as an operator calls it, e.g. `193`; empty where the capture is of the whole modem
/// @param time    of the measurement, by the gateway's clock: that of a modem may be anything
/// @param agent   that had it taken
public record LabelledCapture(MacAddress modem, String channel, Instant time, String agent, Capture capture) {
    /// Checks what is to be shown beside each other.
    ///
    /// @throws IllegalArgumentException if there is none, or if they are not all of one kind
    public static void requireOneKind(List<LabelledCapture> captures) {
        long kinds = captures.stream()
                .map(labelled -> labelled.capture.getClass())
                .distinct()
                .count();
        if (kinds != 1) {
            throw new IllegalArgumentException("captures must be of one kind, are of " + kinds);
        }
    }
}
