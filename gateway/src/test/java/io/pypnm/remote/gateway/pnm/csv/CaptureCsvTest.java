package io.pypnm.remote.gateway.pnm.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pypnm.remote.gateway.pnm.Captures;
import io.pypnm.remote.gateway.pnm.SampleFiles;
import io.pypnm.remote.gateway.pnm.capture.LabelledCapture;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CaptureCsvTest {
    private static final String LABEL = "a4:b1:c2:00:00:11,33,2026-11-24T04:20:00Z,jump-01,";

    @Test
    void excludedSubcarrierIsAnEmptyField() throws Exception {
        String csv = csv(List.of(Captures.labelled(Captures.rxMer(160, 255, 1), "33", Captures.TIME)));

        assertThat(csv)
                .isEqualTo("mac,channel,time,agent,subcarrier,frequency_hz,mer_db\r\n"
                        + LABEL + "0,600000000,40\r\n"
                        + LABEL + "1,600050000,\r\n"
                        + LABEL + "2,600100000,0.25\r\n");
    }

    @Test
    void channelsFollowEachOtherUnderOneHeader() throws Exception {
        String csv = csv(List.of(
                Captures.labelled(Captures.rxMer(160), "33", Captures.TIME),
                Captures.labelled(Captures.rxMer(161), "34", Captures.TIME)));

        assertThat(csv.split("\r\n"))
                .hasSize(3)
                .endsWith(
                        LABEL + "0,600000000,40",
                        "a4:b1:c2:00:00:11,34,2026-11-24T04:20:00Z,jump-01,0,600000000,40.25");
    }

    @Test
    void textThatWouldBreakARecordIsQuoted() throws Exception {
        String csv = csv(List.of(Captures.labelled(Captures.rxMer(160), "a \"b\",\r\nc", Captures.TIME)));

        assertThat(csv).contains(",\"a \"\"b\"\",\r\nc\",");
    }

    @Test
    void smallNumberHasNoExponent() throws Exception {
        String csv = csv(List.of(Captures.labelled(Captures.equalizer(1, 2047, 0, 1), "33", Captures.TIME)));

        assertThat(csv)
                .contains(LABEL + "1,2047,0,0\r\n", LABEL + "2,0,0,\r\n", LABEL + "3,1,0,-66.222356853\r\n")
                .doesNotContain("E-");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        pnn2-channel-estimation-ch34.bin  | 7480  | 356,640000000,estimate,-0.216552734,-1.167114258,1.489266439,2146.107620853
        pnn3-constellation-ch34-qam256.bin | 8192 | 0,0.376953125,-1.15625
        pnn5-histogram.bin                | 256   | 127,97294729
        pnn7-us-preeq-last-update-ch41.bin | 1776 | 148,39900000,last_update,0.031738281,-0.169921875,-15.246083302,6.913187705
        pnn8-fec-summary-10min-ch160.bin  | 3000  | NCP,1762636604,44444,0,0
        pnn10-modulation-profile-ch34.bin | 29920 | 356,640000000,3,qam_4096,12
        snmp-amplitudedata-spectrum.bin   | 19100 | 1026500000,-72.3
        synthetic-pnn105-us-ofdma-rxmer-standard.bin | 1776 | 148,39900000,40.75
        """)
    void everyKindHasARecordForEachOfItsValues(String sample, int records, String one) throws Exception {
        String csv = csv(List.of(Captures.sample(sample, "33")));

        List<String> lines = csv.lines().toList();
        assertThat(lines).hasSize(records + 1).contains(LABEL + one);
        int columns = lines.getFirst().split(",", -1).length;
        assertThat(lines).allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(columns));
    }

    @Test
    void capturesOfDifferentKindsAreRefused() throws Exception {
        List<LabelledCapture> mixed =
                List.of(Captures.sample(SampleFiles.RXMER, "34"), Captures.sample(SampleFiles.CHANNEL_ESTIMATE, "34"));

        assertThatIllegalArgumentException().isThrownBy(() -> csv(mixed));
    }

    private static String csv(List<LabelledCapture> captures) throws IOException {
        var out = new StringBuilder();
        CaptureCsv.write(captures, out);
        return out.toString();
    }
}
