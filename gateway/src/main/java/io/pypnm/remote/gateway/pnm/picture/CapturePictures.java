package io.pypnm.remote.gateway.pnm.picture;

import io.pypnm.remote.gateway.pnm.capture.AtdmaPreEqualizer;
import io.pypnm.remote.gateway.pnm.capture.Capture;
import io.pypnm.remote.gateway.pnm.capture.Constellation;
import io.pypnm.remote.gateway.pnm.capture.FecSummary;
import io.pypnm.remote.gateway.pnm.capture.Histogram;
import io.pypnm.remote.gateway.pnm.capture.LabelledCapture;
import io.pypnm.remote.gateway.pnm.capture.ModulationProfile;
import io.pypnm.remote.gateway.pnm.plot.Sheet;
import java.util.List;

/// Makes pictures of captures, for [io.pypnm.remote.gateway.pnm.plot.PlotImages] to draw.
public final class CapturePictures {
    /// More channels than a modem has, and as many as a reader can tell apart.
    public static final int MAX_CAPTURES = 8;

    private CapturePictures() {}

    /// One picture of one kind of capture, such as all channels of a modem.
    ///
    /// @param captures 1 to 8, in the order of the legend
    /// @throws IllegalArgumentException if these are too many or none, or not all of one kind
    public static Sheet of(List<LabelledCapture> captures) {
        LabelledCapture.requireOneKind(captures);
        if (captures.size() > MAX_CAPTURES) {
            throw new IllegalArgumentException(
                    "a picture has at most " + MAX_CAPTURES + " captures, asked for are " + captures.size());
        }
        return switch (captures.getFirst().capture()) {
            case Capture.Mer _ -> MerPlots.sheet(Taken.all(captures, Capture.Mer.class));
            case Capture.Response _ -> ResponsePlots.sheet(Taken.all(captures, Capture.Response.class));
            case Capture.Bins _ -> SpectrumPlots.sheet(Taken.all(captures, Capture.Bins.class));
            case Constellation _ -> ConstellationPlots.sheet(Taken.all(captures, Constellation.class));
            case Histogram _ -> HistogramPlots.sheet(Taken.all(captures, Histogram.class));
            case FecSummary _ -> FecPlots.sheet(Taken.all(captures, FecSummary.class));
            case ModulationProfile _ -> ProfilePlots.sheet(Taken.all(captures, ModulationProfile.class));
            case AtdmaPreEqualizer _ -> EqualizerPlots.sheet(Taken.all(captures, AtdmaPreEqualizer.class));
        };
    }

    /// RxMER by time and frequency. Of more than 400 captures the newest are shown, and the picture says so.
    ///
    /// @param captures of one direction, in any order
    /// @throws IllegalArgumentException if there are none, or if they are not all RxMER of one direction
    public static Sheet history(List<LabelledCapture> captures) {
        LabelledCapture.requireOneKind(captures);
        if (!(captures.getFirst().capture() instanceof Capture.Mer)) {
            throw new IllegalArgumentException("only RxMER is drawn over time");
        }
        return MerHistory.sheet(Taken.all(captures, Capture.Mer.class));
    }
}
