package io.pypnm.remote.gateway.pnm.plot;

import java.util.List;

/// Plots that make one picture: in rows from the left to the right, each as large as the others.
///
/// @param plots   1 to 16
/// @param columns plots in a row, from 1
public record Sheet(List<Plot> plots, int columns) {
    private static final int MAX_PLOTS = 16;

    public Sheet {
        plots = List.copyOf(plots);
        if (plots.isEmpty() || plots.size() > MAX_PLOTS) {
            throw new IllegalArgumentException("plots must be 1 to " + MAX_PLOTS + ", are " + plots.size());
        }
        if (columns < 1) {
            throw new IllegalArgumentException("columns must be 1 or more, are " + columns);
        }
    }

    public static Sheet of(Plot plot) {
        return new Sheet(List.of(plot), 1);
    }

    int rows() {
        return Math.ceilDiv(plots.size(), columns);
    }

    /// What suits so many plots, if nobody asks for another.
    public ImageSize size() {
        return rows() == 1 ? ImageSize.DEFAULT : ImageSize.ofRows(rows());
    }
}
