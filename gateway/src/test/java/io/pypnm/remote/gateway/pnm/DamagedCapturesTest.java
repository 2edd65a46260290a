package io.pypnm.remote.gateway.pnm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.gateway.pnm.capture.Capture;
import io.pypnm.remote.gateway.pnm.capture.LabelledCapture;
import io.pypnm.remote.gateway.pnm.csv.CaptureCsv;
import io.pypnm.remote.gateway.pnm.file.CaptureFiles;
import io.pypnm.remote.gateway.pnm.file.CaptureRefusedException;
import io.pypnm.remote.gateway.pnm.json.CaptureJson;
import io.pypnm.remote.gateway.pnm.picture.CapturePictures;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whatever can be read can be answered, in every form.
final class DamagedCapturesTest {
    private static final long SEED = 20_261_125;
    private static final int FILES = 80;

    @Test
    void captureThatCouldBeReadCanBeTold() throws Exception {
        var files = new DamagedFiles(SEED);
        int told = 0;
        for (int i = 0; i < FILES; i++) {
            try {
                Capture capture = CaptureFiles.decode(files.next());
                told += tell(capture);
            } catch (CaptureRefusedException _) {
                // That is for the tests of files.
            }
        }
        assertThat(told).isGreaterThan(FILES / 4);
    }

    private static int tell(Capture capture) throws IOException {
        List<LabelledCapture> captures = List.of(Captures.labelled(capture, "33", Captures.TIME));
        assertThat(CaptureJson.pretty(capture)).endsWith("}\n");
        var csv = new StringBuilder();
        CaptureCsv.write(captures, csv);
        assertThat(csv).endsWith("\r\n");
        assertThat(CapturePictures.of(captures).plots()).isNotEmpty();
        if (capture instanceof Capture.Mer) {
            assertThat(CapturePictures.history(captures).plots()).hasSize(1);
        }
        return 1;
    }
}
