package io.pypnm.remote.lab.pnm;

import static io.pypnm.remote.lab.pnm.PnmBench.CTL_STATUS;
import static io.pypnm.remote.lab.pnm.PnmBench.CTL_TEST;
import static io.pypnm.remote.lab.pnm.PnmBench.FILES;
import static io.pypnm.remote.lab.pnm.PnmBench.IF31;
import static io.pypnm.remote.lab.pnm.PnmBench.PNM;
import static io.pypnm.remote.lab.pnm.PnmBench.RX_MER;
import static io.pypnm.remote.lab.pnm.PnmBench.varBind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pypnm.remote.lab.device.Bench;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmp4j.PDU;
import org.snmp4j.smi.Gauge32;
import org.snmp4j.smi.OctetString;

/// What a modem that behaves does when its RxMER is asked for.
final class RxMerCaptureTest {
    private static final int HEADER = 28;

    private final PnmBench modem = new PnmBench();

    @Test
    void modemAtRestIsReadyAndHasCapturedNothing() {
        assertThat(modem.get(IF31 + "1.0")).isEqualTo(5);
        assertThat(modem.column(IF31 + "9.1.1").values())
                .extracting(Object::toString)
                .containsExactly("193", "194");
        assertThat(modem.column(IF31 + "13.1.12").values())
                .extracting(Object::toString)
                .containsExactly("41");
        assertThat(modem.get(CTL_STATUS)).isEqualTo(2);
        assertThat(modem.get(CTL_TEST)).isEqualTo(1);
        assertThat(modem.get(RX_MER + "1.48")).isEqualTo(2);
        assertThat(modem.get(RX_MER + "7.48")).isEqualTo(2);
        assertThat(modem.get(RX_MER + "2.49")).isEqualTo(2);
        assertThat(modem.get(PNM + "1.1.4.0")).isEqualTo(3);
        assertThat(modem.column(FILES + "2")).isEmpty();
    }

    @Test
    void captureRunsForItsTimeAndEndsInAnUpload() {
        assertThat(modem.startRxMer("mine.bin")).isZero();

        assertThat(modem.get(RX_MER + "1.48")).isEqualTo(1);
        assertThat(modem.get(RX_MER + "7.48")).isEqualTo(3);
        assertThat(modem.get(CTL_STATUS)).isEqualTo(3);
        assertThat(modem.get(CTL_TEST)).isEqualTo(6);
        modem.pass(Duration.ofMillis(999));
        assertThat(modem.get(RX_MER + "7.48")).isEqualTo(3);
        modem.pass(Duration.ofMillis(1));
        assertThat(modem.get(RX_MER + "1.48")).isEqualTo(2);
        assertThat(modem.get(RX_MER + "7.48")).isEqualTo(4);
        assertThat(modem.get(CTL_STATUS)).isEqualTo(2);
        assertThat(modem.text(FILES + "2.1")).isEqualTo("mine.bin");
        assertThat(modem.get(FILES + "4.1")).isEqualTo(4);
        assertThat(modem.uploads()).singleElement().satisfies(upload -> {
            assertThat(upload.server()).isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 69));
            assertThat(upload.from().getHostAddress()).isEqualTo("127.20.0.2");
            assertThat(upload.file()).isEqualTo("mine.bin");
        });
    }

    @Test
    void fileHasTheHeadOfItsChannelAndTheColumnsItsFigures() {
        modem.captureRxMer("mine.bin");

        byte[] content = PnmBench.content(modem.uploads().getFirst());
        assertThat(HexFormat.of().formatHex(content, 0, 6)).isEqualTo("504e4e040100");
        ByteBuffer head = ByteBuffer.wrap(content);
        assertThat(head.getInt(6)).isEqualTo(Bench.START.plusSeconds(1).getEpochSecond());
        assertThat(content[10] & 0xff).isEqualTo(193);
        assertThat(HexFormat.of().formatHex(content, 11, 17)).isEqualTo("a4b1c2000000");
        assertThat(head.getInt(17)).isEqualTo(827_600_000);
        assertThat(head.getShort(21)).isEqualTo((short) 296);
        assertThat(content[23]).isEqualTo((byte) 25);
        assertThat(head.getInt(24)).isEqualTo(7_600).isEqualTo(content.length - HEADER);

        double[] decibels = new double[7_600];
        Arrays.setAll(decibels, k -> (content[HEADER + k] & 0xff) / 4.0);
        double mean = Arrays.stream(decibels).average().orElseThrow();
        assertThat(mean).isBetween(30.0, 45.0);
        assertThat(modem.get(RX_MER + "3.48") / 100.0).isCloseTo(mean, within(0.02));
        double variance = Arrays.stream(decibels)
                .map(db -> (db - mean) * (db - mean))
                .average()
                .orElseThrow();
        assertThat(modem.get(RX_MER + "4.48") / 100.0).isCloseTo(Math.sqrt(variance), within(0.02));
        double threshold = Arrays.stream(decibels).sorted().toArray()[7_600 * 2 / 100 - 1];
        assertThat(modem.get(RX_MER + "5.48") / 4.0).isEqualTo(threshold);
        int highest = 7_599;
        while (decibels[highest] != threshold) {
            highest--;
        }
        assertThat(modem.get(RX_MER + "6.48")).isEqualTo(827_600_000 + 25_000 * (296 + highest));
    }

    @Test
    void onlyOneTestRunsAtATime() {
        modem.startRxMer("first.bin");

        assertThat(modem.set(varBind(RX_MER + "1.48", 1))).isEqualTo(PDU.inconsistentValue);
        assertThat(modem.set(varBind(RX_MER + "1.49", 1))).isEqualTo(PDU.inconsistentValue);
        assertThat(modem.get(RX_MER + "7.49")).isEqualTo(2);
        modem.pass(Duration.ofSeconds(1));
        assertThat(modem.set(varBind(RX_MER + "1.49", 1))).isZero();
    }

    @Test
    void oneSetThatStartsTwoTestsStartsTheFirst() {
        assertThat(modem.set(varBind(RX_MER + "1.48", 1), varBind(RX_MER + "1.49", 1)))
                .isZero();

        assertThat(modem.get(RX_MER + "7.48")).isEqualTo(3);
        assertThat(modem.get(RX_MER + "7.49")).isEqualTo(6);
    }

    @Test
    void nameAndDestinationStandWhileATestRuns() {
        modem.startRxMer("first.bin");

        assertThat(modem.set(varBind(RX_MER + "8.48", "other.bin"))).isEqualTo(PDU.inconsistentValue);
        assertThat(modem.set(varBind(PNM + "1.1.1.0", 2))).isEqualTo(PDU.inconsistentValue);
        assertThat(modem.set(varBind(PNM + "1.1.2.0", new OctetString(new byte[4]))))
                .isEqualTo(PDU.inconsistentValue);
        assertThat(modem.set(varBind(PNM + "1.1.3.0", "/pnm/"))).isEqualTo(PDU.inconsistentValue);
        assertThat(modem.set(varBind(PNM + "1.1.4.0", 2))).isZero();
        assertThat(modem.text(RX_MER + "8.48")).isEqualTo("first.bin");
    }

    @Test
    void abortedTestLeavesNothing() {
        modem.startRxMer("first.bin");

        assertThat(modem.set(varBind(RX_MER + "1.48", 2))).isZero();

        assertThat(modem.get(RX_MER + "7.48")).isEqualTo(2);
        assertThat(modem.get(CTL_STATUS)).isEqualTo(2);
        modem.pass(Duration.ofMillis(500));
        modem.startRxMer("second.bin");
        modem.pass(Duration.ofMillis(500));
        assertThat(modem.get(RX_MER + "7.48")).isEqualTo(3);
        modem.pass(Duration.ofMillis(500));
        assertThat(modem.sent()).containsExactly("second.bin");
    }

    @Test
    void unnamedFileGetsTheNameOfTheMib() {
        modem.captureRxMer("");

        String name = "PNMDsMer_a4b1c2000000_" + Bench.START.getEpochSecond();
        assertThat(modem.text(RX_MER + "8.48")).isEqualTo(name);
        assertThat(modem.sent()).containsExactly(name);
    }

    @Test
    void pathPrecedesTheName() {
        modem.set(varBind(PNM + "1.1.3.0", "/pnm/"));
        modem.captureRxMer("a.bin");

        assertThat(modem.sent()).containsExactly("/pnm/a.bin");
    }

    @Test
    void fileIsUploadedWhenAskedForWhereUploadsAreNotAutomatic() {
        modem.set(varBind(PNM + "1.1.4.0", 2));
        modem.captureRxMer("a.bin");
        assertThat(modem.get(FILES + "4.1")).isEqualTo(2);
        assertThat(modem.sent()).isEmpty();

        assertThat(modem.set(varBind(FILES + "3.1", 2))).isZero();
        assertThat(modem.get(FILES + "4.1")).isEqualTo(3);
        assertThat(modem.set(varBind(FILES + "3.1", 2))).isEqualTo(PDU.inconsistentValue);
        modem.pass(Duration.ZERO);

        assertThat(modem.get(FILES + "4.1")).isEqualTo(4);
        assertThat(modem.sent()).containsExactly("a.bin");
    }

    @Test
    void tenFilesAreKeptAndOneCanBeDeleted() {
        for (int i = 1; i <= 12; i++) {
            modem.captureRxMer(i + ".bin");
        }
        assertThat(modem.column(FILES + "2").values())
                .extracting(Object::toString)
                .containsExactly(
                        "3.bin", "4.bin", "5.bin", "6.bin", "7.bin", "8.bin", "9.bin", "10.bin", "11.bin", "12.bin");

        assertThat(modem.set(varBind(FILES + "3.5", 4))).isZero();

        assertThat(modem.column(FILES + "2")).hasSize(9);
        assertThat(modem.variable(FILES + "4.5").isException()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 15, 17})
    void addressOfAnotherLengthIsAWrongValue(int length) {
        assertThat(modem.set(varBind(PNM + "1.1.2.0", new OctetString(new byte[length]))))
                .isEqualTo(PDU.wrongValue);
    }

    @Test
    void wrongSetsAreRefusedAsTheStandardSays() {
        assertThat(modem.set(varBind(RX_MER + "1.48", "1"))).isEqualTo(PDU.wrongType);
        assertThat(modem.set(varBind(RX_MER + "1.48", 0))).isEqualTo(PDU.wrongValue);
        assertThat(modem.set(varBind(RX_MER + "1.50", 1))).isEqualTo(PDU.noCreation);
        assertThat(modem.set(varBind(RX_MER + "7.48", 4))).isEqualTo(PDU.notWritable);
        assertThat(modem.set(varBind(RX_MER + "2.48", 2))).isEqualTo(PDU.wrongType);
        assertThat(modem.set(varBind(RX_MER + "2.48", new Gauge32(256)))).isEqualTo(PDU.wrongValue);
        assertThat(modem.set(varBind(RX_MER + "2.48", new Gauge32(10)))).isZero();
    }

    @Test
    void laterCaptureDiffersByNoiseAlone() {
        modem.captureRxMer("a.bin");
        int first = modem.get(RX_MER + "3.48");
        modem.captureRxMer("b.bin");

        assertThat(modem.get(RX_MER + "3.48")).isCloseTo(first, within(10));
        assertThat(PnmBench.content(modem.uploads().get(0)))
                .isNotEqualTo(PnmBench.content(modem.uploads().get(1)));
    }
}
