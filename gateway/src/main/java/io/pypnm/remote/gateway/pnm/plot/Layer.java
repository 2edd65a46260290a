package io.pypnm.remote.gateway.pnm.plot;

import java.util.List;

/// Something drawn over the axes of a plot. What lies outside them is cut off.
public sealed interface Layer {
    /// A curve; a gap in its samples is a gap in it. Of more than 8,192 samples the extremes are drawn.
    ///
    /// @param name what the legend calls it; empty where the plot has only this one
    record Line(String name, Samples samples) implements Layer {
        public Line {
            name = Plot.shown(name);
        }
    }

    /// A point for each sample: a constellation. The plot's area becomes a square.
    record Points(String name, Samples samples) implements Layer {
        public Points {
            name = Plot.shown(name);
        }
    }

    /// A bar for each sample, from 0 (or the axis's foot) to `y`.
    ///
    /// @param width of a bar, in units of the x axis
    record Bars(String name, Samples samples, double width) implements Layer {
        public Bars {
            name = Plot.shown(name);
            requirePositive("width of bars", width);
        }
    }

    /// A shaded range of the x axis; those of the same label are one entry of the legend.
    record Band(String label, double from, double to) implements Layer {
        public Band {
            label = Plot.shown(label);
        }
    }

    /// A dashed line across at `at` of the y axis, with its label at the right edge.
    record Threshold(String label, double at) implements Layer {
        public Threshold {
            label = Plot.shown(label);
        }
    }

    /// Rows of cells coloured by a third quantity, with its scale at the right edge. Where several cells share a pixel,
    /// the lowest is shown: a single deep subcarrier is not averaged away.
    ///
    /// @param label the quantity and its unit
    /// @param low   the value of the scale's foot; what is lower looks the same
    /// @param high  the value of its top
    record HeatMap(String label, double low, double high, List<Row> rows) implements Layer {
        private static final int MAX_ROWS = 400;

        public HeatMap {
            label = Plot.shown(label);
            rows = List.copyOf(rows);
            requirePositive("span of the colour scale", high - low);
            if (rows.size() > MAX_ROWS) {
                throw new IllegalArgumentException("rows must be at most " + MAX_ROWS + ", are " + rows.size());
            }
        }

        /// The cells from `from` to `to` of the y axis.
        ///
        /// @param samples `x` ascending, `y` the value shown as a colour
        public record Row(double from, double to, Samples samples) {}
    }

    private static void requirePositive(String what, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(what + " must be positive, is " + value);
        }
    }
}
