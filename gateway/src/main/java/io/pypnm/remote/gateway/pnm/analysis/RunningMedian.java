package io.pypnm.remote.gateway.pnm.analysis;

import io.pypnm.remote.gateway.pnm.series.MerSeries;

/// The median of a window that moves over MER values. It follows a count per byte (Huang, Yang, Tang 1979), so a step
/// costs no sorting.
final class RunningMedian {
    private final int[] counts = new int[MerSeries.EXCLUDED];
    private int inside;
    private int median;
    private int belowMedian;

    private RunningMedian() {}

    /// The lower median around each value, in dB; not a number if the window has excluded subcarriers only. At the ends
    /// the window is cut.
    ///
    /// @param width of the window, in values
    static double[] of(MerSeries values, int width) {
        var window = new RunningMedian();
        double[] medians = new double[values.size()];
        int half = width / 2;
        for (int k = 0; k < Math.min(half, values.size()); k++) {
            window.add(values.raw(k));
        }
        for (int k = 0; k < medians.length; k++) {
            if (k + half < values.size()) {
                window.add(values.raw(k + half));
            }
            if (k - half - 1 >= 0) {
                window.remove(values.raw(k - half - 1));
            }
            medians[k] = window.decibels();
        }
        return medians;
    }

    private void add(int raw) {
        if (raw != MerSeries.EXCLUDED) {
            counts[raw]++;
            inside++;
            belowMedian += raw < median ? 1 : 0;
        }
    }

    private void remove(int raw) {
        if (raw != MerSeries.EXCLUDED) {
            counts[raw]--;
            inside--;
            belowMedian -= raw < median ? 1 : 0;
        }
    }

    private double decibels() {
        if (inside == 0) {
            return Double.NaN;
        }
        int rank = (inside + 1) / 2;
        while (belowMedian >= rank) {
            median--;
            belowMedian -= counts[median];
        }
        while (belowMedian + counts[median] < rank) {
            belowMedian += counts[median];
            median++;
        }
        return median / 4.0;
    }
}
