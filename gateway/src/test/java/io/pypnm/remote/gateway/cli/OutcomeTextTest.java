package io.pypnm.remote.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What people read of each kind of answer, made from the contract's golden samples.
final class OutcomeTextTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static List<String> ofGolden(String outcome) throws Exception {
        String name = "/io/pypnm/remote/contracts/golden/outcomes/" + outcome + ".json";
        try (InputStream in = OutcomeText.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            ObjectNode command =
                    JsonNodeFactory.instance.objectNode().put("id", "019a").put("state", "ENDED");
            command.set("outcome", JSON.readTree(in));
            return OutcomeText.lines(command);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            completed-varbinds      | 1.3.6.1.2.1.1.1.0 = OctetString DOCSIS 3.1 cable modem
            completed-varbinds      | 1.3.6.1.2.1.1.3.0 = TimeTicks 8640000
            completed-trees         | 1.3.6.1.2.1.31.1.1.1.1.5 = OctetString Cable1/0/0
            completed-pinged        | 0.812 20.455 ms
            completed-pinged-silent | no answer
            completed-swept         | 10.20.30.40  0.812 20.455 ms
            completed-swept         | 2001:db8::1  no answer
            completed-cli           | 0023.edff.0a7f C1/0/0
            completed-cli           | ! no such modem
            completed-cli           | exit     1
            completed-cli-signal    | signal   KILL
            completed-captured      | '    41 ms  SET docsPnmCmDsOfdmRxMerFileEnable.48 = 1: done'
            completed-captured      | channel  193 (ifIndex 48)  SAMPLE_READY
            completed-description   | '    "host" : "jump-01",'
            """)
    void answerIsShownByItsKind(String outcome, String line) throws Exception {
        assertThat(ofGolden(outcome))
                .startsWith("command  019a", "state    completed")
                .contains(line);
    }

    @ParameterizedTest
    @CsvSource({
        "completed-file, 4",
        "completed-file-claimed, 52428800",
        "completed-files, 7628",
        "completed-captured, 4"
    })
    void fileIsASizeATimeAndAName(String outcome, long bytes) throws Exception {
        assertThat(ofGolden(outcome))
                .contains(String.format(
                        "%12d  2025-12-04T03:57:57.123Z  ds_ofdm_rxmer_aabbccddeeff_193_1764820677.bin", bytes));
    }

    @Test
    void failureSaysWhy() throws Exception {
        JsonNode command = JSON.readTree("""
                {"id": "019a", "state": "ENDED",
                 "outcome": {"outcome": "failed", "code": "DEVICE_TIMEOUT", "detail": "no answer from 10.1.2.3"}}""");

        assertThat(OutcomeText.lines(command))
                .containsExactly(
                        "command  019a", "state    failed", "reason   DEVICE_TIMEOUT: no answer from 10.1.2.3");
    }
}
