package io.pypnm.remote.bench;

import java.io.PrintStream;
import java.util.Locale;

/// Prints what was measured: a line for people, and the same as JSON for programs.
final class Figures {
    private final String bench;
    private final PrintStream out;

    Figures(String bench, PrintStream out) {
        this.bench = bench;
        this.out = out;
    }

    /// A figure that stands alone.
    void figure(String name, double value, String unit) {
        out.printf(Locale.ROOT, "%-46s %12.3f %s%n", name, value, unit);
        out.printf(
                Locale.ROOT,
                "{\"bench\":\"%s\",\"figure\":\"%s\",\"value\":%.4f,\"unit\":\"%s\"}%n",
                bench,
                name,
                value,
                unit);
    }

    /// A figure beside the one of the same run that it is compared with.
    void compared(String name, double value, String unit, String with, double other) {
        out.printf(
                Locale.ROOT, "%-46s %12.3f %-8s %s %.3f: %.2f times%n", name, value, unit, with, other, value / other);
        out.printf(
                Locale.ROOT,
                "{\"bench\":\"%s\",\"figure\":\"%s\",\"value\":%.4f,\"unit\":\"%s\",\"with\":\"%s\",\"other\":%.4f,\"ratio\":%.4f}%n",
                bench,
                name,
                value,
                unit,
                with,
                other,
                value / other);
    }
}
