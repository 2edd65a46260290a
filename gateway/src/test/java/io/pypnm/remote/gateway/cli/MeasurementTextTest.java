package io.pypnm.remote.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pypnm.remote.gateway.pnm.SampleFiles;
import io.pypnm.remote.gateway.pnm.file.CaptureFiles;
import io.pypnm.remote.gateway.pnm.json.CaptureJson;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What people read of a measurement.
final class MeasurementTextTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ObjectNode measurement() throws Exception {
        return (ObjectNode) JSON.readTree("""
                {"mac": "a4:b1:c2:00:00:11", "type": "rxmer", "cmts": "cmts-1", "agent": "jump-01",
                 "command": "019a", "measured_at": "2026-11-24T05:00:00Z", "age_seconds": 0, "source": "modem",
                 "modem": "SIM-31", "complete": true,
                 "channels": [{"if_index": 48, "channel_id": 34, "mean_check": {"told_db": 40.42, "agree": true},
                               "files": [{"name": "rxmer.bin", "bytes": 7508}]}],
                 "missing": [{"what": "channel 49", "code": "UPLOAD_FAILED", "detail": "no room"}],
                 "steps": [{"at_millis": 12, "action": "GET sysDescr.0", "result": "SIM-31"}]}""");
    }

    private static ObjectNode file(JsonNode measurement) {
        return (ObjectNode) measurement.path("channels").path(0).path("files").path(0);
    }

    @Test
    void rxMerIsALineForEachChannel() throws Exception {
        ObjectNode measurement = measurement();
        byte[] sample = SampleFiles.read("pnn4-rxmer-ch34-25khz-7480sc.bin");
        file(measurement).set("decoded", JSON.readTree(CaptureJson.pretty(CaptureFiles.decode(sample))));

        List<String> lines = MeasurementText.of(measurement);

        assertThat(lines)
                .contains(
                        "modem    a4:b1:c2:00:00:11  SIM-31",
                        "agent    jump-01, CMTS cmts-1",
                        "measured 2026-11-24T05:00:00Z",
                        "    12 ms  GET sysDescr.0: SIM-31",
                        "missing  channel 49: UPLOAD_FAILED: no room");
        assertThat(lines)
                .anySatisfy(line -> assertThat(line.split(" {2,}", -1))
                        .containsExactly(
                                "34",
                                "48",
                                "640.000-826.975",
                                "7480",
                                "0",
                                "40.42",
                                "1.13",
                                "28.25",
                                "38.25",
                                "2048-QAM",
                                "40.42, agrees"));
    }

    @Test
    void keptMeasurementSaysHowOldItIs() throws Exception {
        ObjectNode measurement = measurement().put("source", "store").put("age_seconds", 77);

        assertThat(MeasurementText.of(measurement)).contains("measured 2026-11-24T05:00:00Z, kept since; 77 s old");
    }

    @Test
    void fileThatIsNoCaptureSaysWhy() throws Exception {
        ObjectNode measurement = measurement();
        file(measurement).putObject("problem").put("code", "REFUSED").put("detail", "cut short");

        assertThat(MeasurementText.of(measurement)).contains("channel  34  REFUSED: cut short");
    }
}
