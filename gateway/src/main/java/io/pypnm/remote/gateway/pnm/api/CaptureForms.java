package io.pypnm.remote.gateway.pnm.api;

import io.pypnm.remote.gateway.http.Answer;
import io.pypnm.remote.gateway.http.Disposition;
import io.pypnm.remote.gateway.http.Problem;
import io.pypnm.remote.gateway.pnm.archive.StoredCapture;
import io.pypnm.remote.gateway.pnm.capture.Capture;
import io.pypnm.remote.gateway.pnm.capture.LabelledCapture;
import io.pypnm.remote.gateway.pnm.csv.CaptureCsv;
import io.pypnm.remote.gateway.pnm.measure.OpenedCapture;
import io.pypnm.remote.gateway.pnm.picture.CapturePictures;
import io.pypnm.remote.gateway.pnm.plot.PlotImages;
import io.pypnm.remote.gateway.pnm.plot.Sheet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Captures in other forms than JSON.
final class CaptureForms {
    private CaptureForms() {}

    /// Those that can be believed.
    ///
    /// @throws Problem if there are none
    static List<LabelledCapture> labelled(List<OpenedCapture> captures) throws Problem {
        List<LabelledCapture> labelled = new ArrayList<>();
        for (OpenedCapture capture : captures) {
            StoredCapture stored = capture.stored();
            for (Capture sound : capture.sound()) {
                labelled.add(new LabelledCapture(
                        stored.head().mac(),
                        stored.channelId() == 0 ? "" : Integer.toString(stored.channelId()),
                        stored.head().at(),
                        stored.head().agent().value(),
                        sound));
            }
        }
        if (labelled.isEmpty()) {
            throw new Problem(
                    Problem.Code.NOT_ACCEPTABLE, "there is no capture that can be believed; as JSON it says why");
        }
        return labelled;
    }

    static Answer csv(List<LabelledCapture> captures, String name) {
        var text = new StringBuilder();
        try {
            CaptureCsv.write(captures, text);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return new Answer(
                200,
                Map.of(Disposition.HEADER, Disposition.attachment(name + ".csv")),
                new Answer.Body.Bytes("text/csv; charset=utf-8", bytes));
    }

    /// All channels in one picture.
    static Sheet picture(List<LabelledCapture> captures) throws Problem {
        if (captures.size() > CapturePictures.MAX_CAPTURES) {
            throw new Problem(
                    Problem.Code.NOT_ACCEPTABLE,
                    "a picture has at most " + CapturePictures.MAX_CAPTURES + " captures, and these are "
                            + captures.size() + ": choose with channel or if_index");
        }
        return CapturePictures.of(captures);
    }

    static Answer svg(Sheet sheet) {
        return Answer.text(Form.SVG.mediaType(), PlotImages.svg(sheet, sheet.size()));
    }

    static Answer png(Sheet sheet) {
        return Answer.text(Form.PNG.mediaType(), PlotImages.png(sheet, sheet.size()));
    }
}
