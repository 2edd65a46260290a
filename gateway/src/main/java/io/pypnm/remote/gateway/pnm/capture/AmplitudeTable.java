package io.pypnm.remote.gateway.pnm.capture;

import io.pypnm.remote.gateway.pnm.series.Amplitudes;
import java.util.Arrays;
import java.util.List;

/// The spectrum as rows of docsIf3CmSpectrumAnalysisMeasAmplitudeData (DOCS-IF3-MIB), in the order of the walk.
public final class AmplitudeTable implements Capture.Bins {
    private final List<Segment> segments;
    private final int[] firstBins;
    private final Amplitudes amplitudes;

    /// A row's own five numbers.
    ///
    /// @param centreHz              of the segment
    /// @param spanHz                of the segment
    /// @param bins                  1 or more
    /// @param binSpacingHz          as the modem says it; never derived, for modems and MIB differ about it
    /// @param resolutionBandwidthHz as the modem says it
    public record Segment(long centreHz, long spanHz, int bins, long binSpacingHz, long resolutionBandwidthHz) {
        public Segment {
            if (bins < 1) {
                throw new IllegalArgumentException("bins must be 1 or more, are " + bins);
            }
        }
    }

    /// @param amplitudes of all bins of all segments
    public AmplitudeTable(List<Segment> segments, Amplitudes amplitudes) {
        this.segments = List.copyOf(segments);
        this.amplitudes = amplitudes;
        this.firstBins = new int[segments.size()];
        int bins = 0;
        for (int i = 0; i < firstBins.length; i++) {
            firstBins[i] = bins;
            bins += segments.get(i).bins();
        }
        if (bins != amplitudes.size()) {
            throw new IllegalArgumentException(bins + " bins have " + amplitudes.size() + " amplitudes");
        }
    }

    public List<Segment> segments() {
        return segments;
    }

    @Override
    public int size() {
        return amplitudes.size();
    }

    @Override
    public double decibels(int k) {
        return amplitudes.decibels(k);
    }

    /// The leftmost bin lies on the lower edge of its segment (TC `AmplitudeData`).
    @Override
    public double frequencyHz(int k) {
        int found = Arrays.binarySearch(firstBins, k);
        int row = found >= 0 ? found : -found - 2;
        Segment segment = segments.get(row);
        return segment.centreHz() - segment.spanHz() / 2.0 + (double) segment.binSpacingHz() * (k - firstBins[row]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AmplitudeTable table
                && segments.equals(table.segments)
                && amplitudes.equals(table.amplitudes);
    }

    @Override
    public int hashCode() {
        return 31 * segments.hashCode() + amplitudes.hashCode();
    }

    @Override
    public String toString() {
        return segments.size() + " segments with " + amplitudes;
    }
}
