package io.pypnm.remote.lab.pnm;

import static io.pypnm.remote.lab.pnm.PnmBench.CTL_STATUS;
import static io.pypnm.remote.lab.pnm.PnmBench.CTL_TEST;
import static io.pypnm.remote.lab.pnm.PnmBench.PNM;
import static io.pypnm.remote.lab.pnm.PnmBench.varBind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pypnm.remote.lab.device.Bench;
import io.pypnm.remote.lab.device.Misbehaviour;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmp4j.PDU;
import org.snmp4j.smi.Gauge32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;

/// The captures beside RxMER: their objects, and files as DOCSIS lays them out.
final class CapturesTest {
    private static final String SPECTRUM = "1.3.6.1.4.1.4491.2.1.20.1.34.";
    private static final String AMPLITUDES = "1.3.6.1.4.1.4491.2.1.20.1.35.1.";

    private final PnmBench modem = new PnmBench();

    /// Where the objects of each kind lie, what lock it takes, and how long its head and its file are.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # kind              | entry    | row | test | enable | status | name | type | head | whole
        channel estimate    | 2.3.1.   | 48  | 4    | 1      | 7      | 8    | 02   | 28   | 30428
        constellation       | 2.4.1.   | 49  | 5    | 1      | 5      | 6    | 03   | 30   | 32798
        RxMER               | 2.5.1.   | 49  | 6    | 1      | 7      | 8    | 04   | 28   | 7628
        FEC summary         | 2.7.1.   | 48  | 7    | 2      | 3      | 4    | 08   | 15   | 48030
        modulation profile  | 2.11.1.  | 48  | 1    | 1      | 2      | 3    | 0a   | 29   | 76
        pre-equalisation    | 2.10.1.  | 80  | 9    | 1      | 8      | 10   | 06   | 34   | 7138
        """)
    void captureOfEachKindMakesItsFile(
            String kind,
            String entry,
            int row,
            int test,
            int enable,
            int status,
            int name,
            String type,
            int head,
            int whole) {
        String table = PNM + entry;
        assertThat(modem.set(varBind(table + name + "." + row, "a.bin")))
                .as(kind)
                .isZero();
        assertThat(modem.set(varBind(table + enable + "." + row, 1))).isZero();

        assertThat(modem.get(table + status + "." + row)).isEqualTo(3);
        assertThat(modem.get(CTL_TEST)).isEqualTo(test);
        modem.pass(Duration.ofSeconds(1));
        assertThat(modem.get(table + status + "." + row)).isEqualTo(4);
        assertThat(modem.get(table + enable + "." + row)).isEqualTo(2);
        assertThat(modem.get(CTL_STATUS)).isEqualTo(2);
        assertThat(modem.sent().getFirst()).isEqualTo("a.bin");
        byte[] file = file(0);
        assertThat(HexFormat.of().formatHex(file, 0, 6)).isEqualTo("504e4e" + type + "0100");
        assertThat(file).hasSize(whole);
        if (!type.equals("08")) {
            assertThat(ByteBuffer.wrap(file).getInt(head - 4)).isEqualTo(whole - head);
            assertThat(ByteBuffer.wrap(file).getInt(6))
                    .isEqualTo(Bench.START.plusSeconds(1).getEpochSecond());
        }
    }

    @Test
    void channelEstimateHasUnitPowerAndItsOwnFigures() {
        capture(PNM + "2.3.1.", 1, 48);

        double[] coefficients = fixed(file(0), 28, 13);
        assertThat(power(coefficients)).isCloseTo(1, within(0.001));
        assertThat(modem.get(PNM + "2.3.1.2.48")).isBetween(100, 3_000);
        assertThat(modem.get(PNM + "2.3.1.3.48")).isPositive().isLessThan(modem.get(PNM + "2.3.1.2.48"));
        assertThat(modem.get(PNM + "2.3.1.9.48")).isBetween(-50, 50);
        assertThat(modem.get(PNM + "2.3.1.11.48")).isBetween(0, 1_100_000);
    }

    @Test
    void constellationHasTheOrderAndTheNumberAskedFor() {
        modem.set(varBind(PNM + "2.4.1.2.48", new Gauge32(1)), varBind(PNM + "2.4.1.3.48", new Gauge32(100)));
        capture(PNM + "2.4.1.", 1, 48);

        ByteBuffer file = ByteBuffer.wrap(file(0));
        assertThat(modem.get(PNM + "2.4.1.4.48")).isEqualTo(9).isEqualTo(file.getShort(21));
        assertThat(file.getShort(23)).isEqualTo((short) 100);
        assertThat(file.limit()).isEqualTo(30 + 400);
        assertThat(power(fixed(file(0), 30, 13))).isCloseTo(1, within(0.3));
    }

    @Test
    void fecSummaryOfADayHasAMinuteInEachSet() {
        modem.set(varBind(PNM + "2.7.1.1.48", 3));
        capture(PNM + "2.7.1.", 2, 48);

        ByteBuffer file = ByteBuffer.wrap(file(0));
        assertThat(file.limit()).isEqualTo(15 + 5 * (3 + 1_440 * 16));
        assertThat(file.get(15)).isEqualTo((byte) 255);
        assertThat(file.getShort(16)).isEqualTo((short) 1_440);
        assertThat(file.getInt(18 + 16) - file.getInt(18)).isEqualTo(60);
        assertThat(file.getInt(18 + 16 * 1_439)).isEqualTo(Bench.START.getEpochSecond());
    }

    @Test
    void histogramTakesItsTimeOut() {
        String table = PNM + "2.9.1.";
        modem.set(varBind(table + "2.2", new Gauge32(10)), varBind(table + "4.2", "a.bin"));
        modem.set(varBind(table + "1.2", 1));

        modem.pass(Duration.ofSeconds(9));
        assertThat(modem.get(table + "3.2")).isEqualTo(3);
        modem.pass(Duration.ofSeconds(1));

        assertThat(modem.get(table + "3.2")).isEqualTo(4);
        assertThat(file(0)).hasSize(17 + 4 + 4 + 4 + 4 * 256);
    }

    @Test
    void modulationProfileMayBeCapturedBesideATest() {
        modem.startRxMer("rxmer.bin");

        capture(PNM + "2.11.1.", 1, 48);

        assertThat(modem.sent()).hasSize(2);
        ByteBuffer file = ByteBuffer.wrap(file(1));
        int subcarriers = 0;
        // The second profile: scheme 1, scheme 0, scheme 1; its modulations alternate, with the same number of each.
        file.position(29 + 15);
        assertThat(file.get()).isEqualTo((byte) 1);
        int end = file.getShort() + file.position();
        while (file.position() < end) {
            int scheme = file.get();
            file.position(file.position() + 1 + scheme);
            subcarriers += file.getShort();
        }
        assertThat(subcarriers).isEqualTo(7_600);
    }

    @Test
    void preEqualisationMakesTwoFiles() {
        String table = PNM + "2.10.1.";
        modem.set(varBind(table + "10.80", "applied.bin"), varBind(table + "9.80", "update.bin"));
        capture(table, 1, 80);

        assertThat(modem.sent()).containsExactly("applied.bin", "update.bin");
        assertThat(file(0)[3]).isEqualTo((byte) 6);
        assertThat(file(1)[3]).isEqualTo((byte) 7);
        assertThat(HexFormat.of().formatHex(file(0), 11, 23)).isEqualTo("a4b1c2000000a4b1c2ff0001");
        assertThat(power(fixed(file(0), 34, 13))).isCloseTo(1, within(0.001));
        assertThat(power(fixed(file(1), 34, 14))).isCloseTo(0.17 * 0.17, within(0.001));
        assertThat(modem.get(table + "7.80")).isEqualTo(2);
        assertThat(modem.get(table + "2.80")).isPositive();
    }

    @Test
    void equaliserOfAtdmaHasItsMainTapEighth() {
        ByteBuffer data =
                ByteBuffer.wrap(((OctetString) modem.variable("1.3.6.1.4.1.4491.2.1.20.1.2.1.6.4")).getValue());

        assertThat(data.limit()).isEqualTo(100);
        assertThat(data.getInt(0)).isEqualTo(0x08011800);
        assertThat(data.getShort(4 + 4 * 7)).isEqualTo((short) 2_047);
        assertThat(modem.get("1.3.6.1.2.1.10.127.1.1.2.1.15.4")).isEqualTo(2);
    }

    @Test
    void spectrumIsAFile() {
        sweep();
        modem.set(varBind(SPECTRUM + "12.0", "spectrum.bin"));
        assertThat(modem.set(varBind(SPECTRUM + "10.0", 1))).isZero();
        assertThat(modem.get(CTL_TEST)).isEqualTo(2);
        modem.pass(Duration.ofSeconds(1));

        assertThat(modem.get(SPECTRUM + "11.0")).isEqualTo(4);
        ByteBuffer file = ByteBuffer.wrap(file(0));
        assertThat(file.getInt(17)).isEqualTo(300_000_000);
        assertThat(file.getInt(21)).isEqualTo(330_000_000);
        assertThat(file.getInt(35)).isEqualTo(5 * 100 * 2).isEqualTo(file.limit() - 39);
    }

    @Test
    void spectrumIsATableOfTheSameValues() {
        assertThat(modem.column(AMPLITUDES + "2")).isEmpty();
        assertThat(modem.get(SPECTRUM + "11.0")).isEqualTo(2);
        sweep();
        modem.set(varBind(SPECTRUM + "10.0", 1));
        modem.pass(Duration.ofSeconds(1));

        Map<OID, Variable> segments = modem.column(AMPLITUDES + "2");

        assertThat(segments.keySet())
                .extracting(OID::toDottedString)
                .containsExactly("300000000", "307500000", "315000000", "322500000", "330000000");
        byte[] first = ((OctetString) List.copyOf(segments.values()).getFirst()).getValue();
        assertThat(HexFormat.of().formatHex(first, 0, 20)).isEqualTo("11e1a300007270e000000064000124f80001b774");
        assertThat(HexFormat.of().formatHex(first, 20, 220))
                .isEqualTo(HexFormat.of().formatHex(file(0), 39, 239));
        assertThat(modem.column(AMPLITUDES + "3")).hasSize(5);
    }

    @Test
    void truncatedSampleIsHalfOfItsKind() {
        modem.misbehave(Misbehaviour.ENDS_WITH.by(7));
        capture(PNM + "2.3.1.", 1, 48);

        assertThat(file(0)).hasSize(28 + 4 * 3_800);
    }

    private void sweep() {
        assertThat(modem.set(
                        varBind(SPECTRUM + "3.0", new Gauge32(300_000_000)),
                        varBind(SPECTRUM + "4.0", new Gauge32(330_000_000)),
                        varBind(SPECTRUM + "6.0", new Gauge32(100)),
                        varBind(SPECTRUM + "1.0", 1)))
                .isZero();
    }

    private void capture(String table, int enable, int row) {
        assertThat(modem.set(varBind(table + enable + "." + row, 1))).isEqualTo(PDU.noError);
        modem.pass(Duration.ofSeconds(1));
    }

    private byte[] file(int upload) {
        return PnmBench.content(modem.uploads().get(upload));
    }

    private static double[] fixed(byte[] file, int from, int fractionBits) {
        ByteBuffer numbers = ByteBuffer.wrap(file);
        return IntStream.range(0, (file.length - from) / 2)
                .mapToDouble(i -> (double) numbers.getShort(from + 2 * i) / (1 << fractionBits))
                .toArray();
    }

    /// Of complex numbers, on average.
    private static double power(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number * number;
        }
        return 2 * sum / numbers.length;
    }
}
