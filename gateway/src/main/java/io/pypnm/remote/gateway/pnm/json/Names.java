package io.pypnm.remote.gateway.pnm.json;

import io.pypnm.remote.gateway.pnm.capture.FecSummary;
import io.pypnm.remote.gateway.pnm.capture.Modulation;
import io.pypnm.remote.gateway.pnm.capture.SubcarrierUse;
import java.util.Locale;

/// How JSON calls the values of our enumerations.
final class Names {
    private Names() {}

    static String of(Modulation modulation) {
        return modulation.name().toLowerCase(Locale.ROOT);
    }

    static String of(SubcarrierUse use) {
        return use.name().toLowerCase(Locale.ROOT);
    }

    /// The MIB's label.
    static String of(FecSummary.Span span) {
        return switch (span) {
            case OTHER -> "other";
            case INTERVAL_10_MIN -> "interval10min";
            case INTERVAL_24_HR -> "interval24hr";
        };
    }
}
