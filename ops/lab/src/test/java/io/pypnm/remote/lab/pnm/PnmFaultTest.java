package io.pypnm.remote.lab.pnm;

import static io.pypnm.remote.lab.pnm.PnmBench.CTL_STATUS;
import static io.pypnm.remote.lab.pnm.PnmBench.FILES;
import static io.pypnm.remote.lab.pnm.PnmBench.IF31;
import static io.pypnm.remote.lab.pnm.PnmBench.PNM;
import static io.pypnm.remote.lab.pnm.PnmBench.RX_MER;
import static io.pypnm.remote.lab.pnm.PnmBench.varBind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pypnm.remote.lab.device.Misbehaviour;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmp4j.PDU;

/// Each way in which a modem's captures can be told to go wrong.
final class PnmFaultTest {
    private static final String TYPES = "1.3.6.1.2.1.2.2.1.3";
    private static final String MAC = "1.3.6.1.2.1.2.2.1.6.2";
    private static final String UP_TIME = "1.3.6.1.2.1.1.3.0";
    private static final int HEADER = 28;

    private final PnmBench modem = new PnmBench();

    @Test
    void busyModemStaysBusyUntilItsTestIsAborted() {
        modem.misbehave(Misbehaviour.STAYS_BUSY.by(1));
        modem.captureRxMer("a.bin");
        modem.pass(Duration.ofHours(1));

        assertThat(modem.get(RX_MER + "7.48")).isEqualTo(3);
        assertThat(modem.get(CTL_STATUS)).isEqualTo(3);
        assertThat(modem.set(varBind(RX_MER + "1.48", 2))).isZero();
        modem.captureRxMer("b.bin");
        assertThat(modem.sent()).containsExactly("b.bin");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 8})
    void failedTestHasItsStatusAndNoFile(int status) {
        modem.misbehave(Misbehaviour.ENDS_WITH.by(status));
        modem.captureRxMer("a.bin");

        assertThat(modem.get(RX_MER + "7.48")).isEqualTo(status);
        assertThat(modem.get(RX_MER + "3.48")).isZero();
        assertThat(modem.get(CTL_STATUS)).isEqualTo(2);
        assertThat(modem.column(FILES + "2")).isEmpty();
        assertThat(modem.sent()).isEmpty();
    }

    @Test
    void truncatedSampleHasAWholeFileOfHalfTheValues() {
        modem.misbehave(Misbehaviour.ENDS_WITH.by(7));
        modem.captureRxMer("a.bin");

        assertThat(modem.get(RX_MER + "7.48")).isEqualTo(7);
        assertThat(sentFile()).hasSize(HEADER + 3_800);
        assertThat(HexFormat.of().formatHex(sentFile(), 24, 28)).isEqualTo("00000ed8");
    }

    @Test
    void rejectingModemTakesTestsAgainLater() {
        modem.misbehave(Misbehaviour.REJECTS_TESTS.by(4_000));

        assertThat(modem.get(CTL_STATUS)).isEqualTo(4);
        assertThat(modem.startRxMer("a.bin")).isEqualTo(PDU.inconsistentValue);
        modem.pass(Duration.ofSeconds(4));
        assertThat(modem.get(CTL_STATUS)).isEqualTo(2);
        assertThat(modem.startRxMer("a.bin")).isZero();
    }

    @Test
    void staleSampleIsShownBeforeTheNewOneIsBegun() {
        modem.misbehave(Misbehaviour.STALE_SAMPLE.by(400));
        assertThat(modem.get(RX_MER + "7.48")).isEqualTo(4);

        modem.startRxMer("a.bin");

        assertThat(modem.get(RX_MER + "7.48")).isEqualTo(4);
        modem.pass(Duration.ofMillis(400));
        assertThat(modem.get(RX_MER + "7.48")).isEqualTo(3);
        assertThat(modem.sent()).isEmpty();
        modem.pass(Duration.ofMillis(600));
        assertThat(modem.get(RX_MER + "7.48")).isEqualTo(4);
        assertThat(modem.sent()).containsExactly("a.bin");
    }

    @Test
    void failedUploadCanBeRepeated() {
        modem.misbehave(Misbehaviour.FAILS_UPLOADS.usual());
        modem.captureRxMer("a.bin");
        assertThat(modem.get(RX_MER + "7.48")).isEqualTo(4);
        assertThat(modem.get(FILES + "4.1")).isEqualTo(7);
        assertThat(modem.sent()).isEmpty();

        modem.set(varBind(FILES + "3.1", 2));
        modem.pass(Duration.ZERO);

        assertThat(modem.get(FILES + "4.1")).isEqualTo(4);
        assertThat(modem.sent()).containsExactly("a.bin");
    }

    @Test
    void uploadMayFailAlways() {
        modem.misbehave(Misbehaviour.FAILS_UPLOADS.by(Integer.MAX_VALUE));
        modem.captureRxMer("a.bin");

        for (int i = 0; i < 5; i++) {
            assertThat(modem.set(varBind(FILES + "3.1", 2))).isZero();
            modem.pass(Duration.ZERO);
            assertThat(modem.get(FILES + "4.1")).isEqualTo(7);
        }
        assertThat(modem.sent()).isEmpty();
    }

    @Test
    void hiddenUploadIsSentAllTheSame() {
        modem.misbehave(Misbehaviour.HIDES_UPLOADS.usual());
        modem.captureRxMer("a.bin");

        assertThat(modem.column(FILES + "2")).isEmpty();
        assertThat(modem.variable(FILES + "4.1").isException()).isTrue();
        assertThat(modem.sent()).containsExactly("a.bin");
    }

    @Test
    void lostFileIsSaidToBeUploaded() {
        modem.misbehave(Misbehaviour.LOSES_FILES.usual());
        modem.captureRxMer("a.bin");

        assertThat(modem.get(FILES + "4.1")).isEqualTo(4);
        assertThat(modem.sent()).isEmpty();
    }

    @Test
    void truncatedFileDeclaresMoreThanItHas() {
        modem.misbehave(Misbehaviour.TRUNCATES_FILES.usual());
        modem.captureRxMer("a.bin");

        assertThat(modem.get(FILES + "4.1")).isEqualTo(4);
        assertThat(sentFile()).hasSize(1_500);
        assertThat(HexFormat.of().formatHex(sentFile(), 24, 28)).isEqualTo("00001db0");
    }

    @Test
    void slowUploadPausesBeforeEachBlock() {
        modem.misbehave(Misbehaviour.UPLOADS_SLOWLY.by(70));
        modem.captureRxMer("a.bin");

        assertThat(modem.uploads().getFirst().pause()).isEqualTo(Duration.ofMillis(70));
    }

    @Test
    void anotherModemMayAnswer() {
        assertThat(modem.text(MAC)).isEqualTo("a4:b1:c2:00:00:00");

        modem.misbehave(Misbehaviour.OTHER_MAC.usual());

        assertThat(modem.text(MAC)).isEqualTo("a4:b1:c2:00:00:01");
    }

    @Test
    void longNameIsCut() {
        modem.misbehave(Misbehaviour.SHORTENS_NAMES.usual());
        modem.captureRxMer("rxmer_a4b1c2000000_193_1767614400000_0a1b.bin");

        assertThat(modem.text(RX_MER + "8.48")).isEqualTo("rxmer_a4b1c2000000_193_176761440");
        assertThat(modem.sent()).containsExactly("rxmer_a4b1c2000000_193_176761440");
    }

    @Test
    void modemMayHaveOneChannelOrNone() {
        assertThat(modem.column(TYPES).values()).extracting(Object::toString).contains("277", "278");

        modem.misbehave(Misbehaviour.OFDM_CHANNELS.by(1));
        assertThat(modem.column(IF31 + "9.1.1")).hasSize(1);
        assertThat(modem.column(RX_MER + "7")).hasSize(1);
        assertThat(modem.column(TYPES)).hasSize(6);
        assertThat(modem.set(varBind(RX_MER + "1.49", 1))).isEqualTo(PDU.noCreation);

        modem.misbehave(Misbehaviour.OFDM_CHANNELS.by(0));
        assertThat(modem.get(IF31 + "1.0")).isEqualTo(4);
        assertThat(modem.column(IF31 + "9.1.1")).isEmpty();
        assertThat(modem.column(TYPES).values()).extracting(Object::toString).doesNotContain("277", "278");
        assertThat(modem.variable(CTL_STATUS).isException()).isTrue();
        assertThat(modem.set(varBind(PNM + "1.1.4.0", 3))).isEqualTo(PDU.notWritable);
    }

    @Test
    void excludedBandsAreNoMeasurements() {
        modem.captureRxMer("whole.bin");
        int mean = modem.get(RX_MER + "3.48");
        modem.misbehave(Misbehaviour.EXCLUDES_BANDS.usual());
        modem.captureRxMer("bands.bin");

        byte[] content = PnmBench.content(modem.uploads().get(1));
        int excluded = 0;
        for (int i = HEADER; i < content.length; i++) {
            excluded += content[i] == (byte) 0xff ? 1 : 0;
        }
        assertThat(excluded).isEqualTo(7_600 / 40 + 7_600 / 20);
        assertThat(modem.get(RX_MER + "3.48")).isCloseTo(mean, within(20));
    }

    @Test
    void fileMayBeOfAnOlderSpecification() {
        modem.misbehave(Misbehaviour.UNVERSIONED_FILES.usual());
        modem.captureRxMer("a.bin");

        assertThat(sentFile()).hasSize(HEADER - 2 + 7_600);
        assertThat(HexFormat.of().formatHex(sentFile(), 0, 4)).isEqualTo("504e4d04");
        assertThat(sentFile()[8] & 0xff).isEqualTo(193);
    }

    @Test
    void rebootLosesTheTestAndTheDestination() {
        modem.pass(Duration.ofMinutes(1));
        modem.captureRxMer("before.bin");
        modem.misbehave(Misbehaviour.REBOOTS.usual());

        modem.captureRxMer("a.bin");

        assertThat(modem.variable(UP_TIME).toInt()).isEqualTo(50);
        assertThat(modem.get(RX_MER + "7.48")).isEqualTo(2);
        assertThat(modem.text(RX_MER + "8.48")).isEmpty();
        assertThat(modem.text(PNM + "1.1.2.0")).isEmpty();
        assertThat(modem.column(FILES + "2")).isEmpty();
        assertThat(modem.sent()).containsExactly("before.bin");
        modem.captureRxMer("b.bin");
        assertThat(modem.get(RX_MER + "7.48")).isEqualTo(4);
    }

    private byte[] sentFile() {
        return PnmBench.content(modem.uploads().getFirst());
    }
}
