package io.pypnm.remote.gateway.pnm.plot;

import java.time.Instant;
import java.util.List;

/// One axis, from `min` to `max`, which are its ends to the last digit.
///
/// @param label the quantity and its unit, e.g. `Frequency (MHz)`
/// @param scale what its ticks say
public record Axis(String label, double min, double max, Scale scale) {
    public Axis {
        label = Plot.shown(label);
        if (!Double.isFinite(min) || !Double.isFinite(max) || min >= max) {
            throw new IllegalArgumentException("axis " + label + " must go up, goes from " + min + " to " + max);
        }
    }

    public static Axis of(String label, double min, double max) {
        return new Axis(label, min, max, new Scale.Numbers());
    }

    /// With ticks also at both ends, which say them to the last of so many decimals.
    public static Axis withEnds(String label, double min, double max, int decimals) {
        return new Axis(label, min, max, new Scale.WithEnds(decimals));
    }

    /// Values are seconds since 1970, ticks are dates and times of day in UTC.
    public static Axis ofTime(String label, Instant from, Instant to) {
        return new Axis(label, seconds(from), seconds(to), new Scale.Utc());
    }

    public static Axis ofNames(String label, double min, double max, List<Tick> ticks) {
        return new Axis(label, min, max, new Scale.Names(ticks));
    }

    /// An instant as a value of an axis of time.
    public static double seconds(Instant instant) {
        return instant.getEpochSecond() + instant.getNano() / 1e9;
    }

    /// A value of an axis that has a name.
    public record Tick(double at, String label) {
        public Tick {
            label = Plot.shown(label);
        }
    }

    /// What the ticks of an axis say.
    public sealed interface Scale {
        record Numbers() implements Scale {}

        record WithEnds(int decimals) implements Scale {}

        record Utc() implements Scale {}

        record Names(List<Tick> ticks) implements Scale {
            public Names {
                ticks = List.copyOf(ticks);
            }
        }
    }
}
