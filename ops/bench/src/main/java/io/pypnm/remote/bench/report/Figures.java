package io.pypnm.remote.bench.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Prints what was measured: a line of a table for people at once, and at the end each figure as JSON for programs.
public final class Figures {
    private final String bench;
    private final PrintStream out;
    private final List<Figure> figures = new ArrayList<>();

    public Figures(String bench, PrintStream out) {
        this.bench = bench;
        this.out = out;
    }

    /// A word on what follows.
    public void title(String text) {
        out.println();
        out.println(text);
    }

    public void add(Figure figure) {
        figures.add(figure);
        out.println(row(figure));
        out.flush();
    }

    /// Prints the JSON.
    ///
    /// @return whether every figure reached its target
    public boolean end() {
        out.println();
        figures.forEach(figure -> out.println(json(figure)));
        return figures.stream().noneMatch(Figure::missed);
    }

    private static String row(Figure figure) {
        StringBuilder row = new StringBuilder(
                String.format(Locale.ROOT, "  %-44s %11s %-4s", figure.name(), number(figure.value()), figure.unit()));
        figure.target()
                .ifPresent(it -> row.append(String.format(
                        Locale.ROOT,
                        " %s %s %s",
                        it.bound().sign(),
                        number(it.limit()),
                        figure.missed() ? "MISSED" : "met")));
        figure.beside()
                .ifPresent(it -> row.append(String.format(
                        Locale.ROOT,
                        "  [%s %s: %.2f times]",
                        it.name(),
                        number(it.value()),
                        figure.value() / it.value())));
        return row.toString();
    }

    private String json(Figure figure) {
        StringBuilder json = new StringBuilder(String.format(
                Locale.ROOT,
                "{\"bench\":\"%s\",\"figure\":\"%s\",\"value\":%.4f,\"unit\":\"%s\"",
                bench,
                figure.name(),
                figure.value(),
                figure.unit()));
        figure.beside()
                .ifPresent(it -> json.append(String.format(
                        Locale.ROOT,
                        ",\"beside\":\"%s\",\"beside_value\":%.4f,\"ratio\":%.4f",
                        it.name(),
                        it.value(),
                        figure.value() / it.value())));
        figure.target()
                .ifPresent(it -> json.append(String.format(
                        Locale.ROOT,
                        ",\"target\":\"%s %.4f\",\"met\":%b",
                        it.bound().sign(),
                        it.limit(),
                        !figure.missed())));
        return json.append('}').toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
