package io.pypnm.remote.gateway.pnm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.gateway.pnm.SampleFiles;
import io.pypnm.remote.gateway.pnm.capture.AmplitudeTable;
import io.pypnm.remote.gateway.pnm.capture.Capture;
import io.pypnm.remote.gateway.pnm.capture.CaptureHeader.Magic;
import io.pypnm.remote.gateway.pnm.capture.CaptureHeader.Time;
import io.pypnm.remote.gateway.pnm.capture.ChannelEstimate;
import io.pypnm.remote.gateway.pnm.capture.Constellation;
import io.pypnm.remote.gateway.pnm.capture.DsRxMer;
import io.pypnm.remote.gateway.pnm.capture.FecSummary;
import io.pypnm.remote.gateway.pnm.capture.FileType;
import io.pypnm.remote.gateway.pnm.capture.Histogram;
import io.pypnm.remote.gateway.pnm.capture.ModulationProfile;
import io.pypnm.remote.gateway.pnm.capture.Runs;
import io.pypnm.remote.gateway.pnm.capture.Spectrum;
import io.pypnm.remote.gateway.pnm.capture.SubcarrierUse;
import io.pypnm.remote.gateway.pnm.capture.UsPreEqualizer;
import io.pypnm.remote.gateway.pnm.capture.UsRxMer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CaptureFilesTest {
    private static final long MODEM = 0xa4b1c2d3e4f5L;
    private static final long CMTS = 0x020000000001L;
    private static final int MINUS_ONE_IN_S2_13 = -8192;

    @ParameterizedTest
    @CsvSource({
        "bad-empty.bin, empty file",
        "bad-pnn4-length-4gib.bin, declared length 4294967295 but 64 data bytes present",
        "bad-pnn4-truncated-payload.bin, declared length 3800 but 1472 data bytes present",
        "bad-tftp-error-text.bin, no PNM/PNN magic"
    })
    void fileThatIsNoWholeCaptureIsRefusedWithTheReason(String name, String reason) throws Exception {
        assertThat(refusal(SampleFiles.read(name)).text()).isEqualTo(reason);
    }

    @Test
    void versionedAndUnversionedFilesSayTheSame() throws Exception {
        DsRxMer versioned = (DsRxMer) decode(SampleFiles.read(SampleFiles.RXMER_WITH_EXCLUSIONS));
        DsRxMer unversioned = (DsRxMer) decode(SampleFiles.read("synthetic-pnm4-rxmer-unversioned.bin"));

        assertThat(versioned.header().magic()).isEqualTo(new Magic.Versioned(1, 0));
        assertThat(unversioned.header().magic()).isEqualTo(new Magic.Unversioned());
        assertThat(unversioned.values()).isEqualTo(versioned.values());
        assertThat(unversioned.subcarriers()).isEqualTo(versioned.subcarriers());
        assertThat(unversioned.cableModem()).hasToString("a4:b1:c2:d3:e4:f5");
    }

    @Test
    void excludedSubcarrierHasNoValue() throws Exception {
        DsRxMer capture =
                (DsRxMer) decode(rxMer(4).u8(0xFF).u8(0xFE).u8(1).u8(0).build());

        assertThat(capture.values().decibels(0)).isNaN();
        assertThat(capture.values().decibels(1)).isEqualTo(63.5);
        assertThat(capture.values().decibels(2)).isEqualTo(0.25);
        assertThat(capture.values().decibels(3)).isZero();
    }

    @Test
    void captureTellsWhetherItIsOfADevice() throws Exception {
        DsRxMer capture = (DsRxMer) decode(rxMer(1).u8(160).build());
        DsRxMer ofAGroup = (DsRxMer) decode(SampleFiles.read(SampleFiles.RXMER));

        assertThat(capture.cableModem().is(MacAddress.parse("a4:b1:c2:d3:e4:f5")))
                .isTrue();
        assertThat(capture.cableModem().is(MacAddress.parse("a4:b1:c2:d3:e4:f6")))
                .isFalse();
        assertThat(ofAGroup.cableModem()).hasToString("a1:b2:c3:d4:e5:f6");
    }

    @Test
    void bytesBehindTheDataAreCountedAndMeanNothing() throws Exception {
        DsRxMer capture = (DsRxMer) decode(rxMer(1).u8(160).text("trailer").build());

        assertThat(capture.values().size()).isOne();
        assertThat(capture.header().trailingBytes()).isEqualTo(7);
    }

    @Test
    void aNumberTooSmallToBeADateIsToldAsSuch() throws Exception {
        DsRxMer uptime = (DsRxMer) decode(SampleFiles.read(SampleFiles.RXMER));
        DsRxMer date = (DsRxMer) decode(SampleFiles.read("pnn4-rxmer-demo-ch193-1764820677.bin"));

        assertThat(uptime.header().time()).isEqualTo(new Time.Told(1_380_970));
        assertThat(new Time.Told(1_380_970).isPlausible()).isFalse();
        assertThat(date.header().time())
                .isInstanceOfSatisfying(
                        Time.Told.class, told -> assertThat(told.isPlausible()).isTrue());
    }

    @Test
    void coefficientsInUseHave13FractionBitsAndThoseOfTheLastUpdate14() throws Exception {
        UsPreEqualizer inUse = (UsPreEqualizer) decode(preEqualizer(6));
        UsPreEqualizer update = (UsPreEqualizer) decode(preEqualizer(7));

        assertThat(inUse.inUse()).isTrue();
        assertThat(inUse.coefficients().real(0)).isEqualTo(-1);
        assertThat(inUse.coefficients().imaginary(0)).isEqualTo(0.5);
        assertThat(update.inUse()).isFalse();
        assertThat(update.coefficients().real(0)).isEqualTo(-0.5);
        assertThat(update.cmts()).hasToString("02:00:00:00:00:01");
    }

    static byte[] preEqualizer(int type) {
        return Bytes.ofType(type)
                .u32(1_764_785_273)
                .u8(41)
                .mac(MODEM)
                .mac(CMTS)
                .u32(36_200_000)
                .u16(148)
                .u8(25)
                .u32(4)
                .u16(MINUS_ONE_IN_S2_13)
                .u16(4096)
                .build();
    }

    @Test
    void bothHeadersOfTheCmtsAreRead() throws Exception {
        UsRxMer standard = (UsRxMer) decode(usRxMer(false, 25));
        UsRxMer extended = (UsRxMer) decode(usRxMer(true, 25));

        assertThat(standard.layout()).isEqualTo(UsRxMer.Layout.STANDARD);
        assertThat(standard.header().headerBytes()).isEqualTo(290);
        assertThat(extended.layout()).isEqualTo(UsRxMer.Layout.EXTENDED);
        assertThat(extended.header().headerBytes()).isEqualTo(297);
        assertThat(List.of(standard, extended)).allSatisfy(capture -> {
            assertThat(capture.ccapId()).isEqualTo("ccap1");
            assertThat(capture.cableModem()).hasToString("a4:b1:c2:d3:e4:f5");
            assertThat(capture.values().decibels(1)).isEqualTo(40.25);
        });
    }

    @Test
    void spacingThatTheCmtsCannotMeanIsAssumedAndSaid() throws Exception {
        UsRxMer capture = (UsRxMer) decode(usRxMer(false, 161));

        assertThat(capture.spacingAssumed()).isTrue();
        assertThat(capture.subcarriers().spacingHz()).isEqualTo(50_000);
    }

    static byte[] usRxMer(boolean extended, int spacing) {
        return Bytes.ofType(105)
                .u32(1_767_225_600)
                .u32(488_046)
                .text("ccap1")
                .zeros(251)
                .zeros(extended ? 7 : 0)
                .mac(MODEM)
                .u16(8)
                .u8(1)
                .u32(36_200_000)
                .u16(148)
                .u8(spacing)
                .u32(2)
                .u8(160)
                .u8(161)
                .build();
    }

    @Test
    void cmtsFileThatFitsNeitherHeaderIsRefused() {
        byte[] file = usRxMer(false, 25);

        assertThat(refusal(Arrays.copyOf(file, file.length + 1)).text()).contains("neither header");
    }

    @Test
    void spectrumHasItsFirstBinHalfABinAboveTheLowerEdge() throws Exception {
        Spectrum spectrum = (Spectrum) decode(spectrum(300_000_000, 307_500_000, 4));

        assertThat(spectrum.segments()).isEqualTo(2);
        assertThat(spectrum.frequencyHz(0)).isCloseTo(298_125_000, within(1e-3));
        assertThat(spectrum.frequencyHz(3)).isCloseTo(309_375_000, within(1e-3));
        assertThat(spectrum.decibels(0)).isEqualTo(-47.03);
        assertThat(spectrum.resolutionBandwidthHz()).isCloseTo(5_625_000, within(1e-3));
    }

    @Test
    void spectrumWithMissingSegmentsIsRefused() {
        assertThat(refusal(spectrum(300_000_000, 315_000_000, 4)).text())
                .isEqualTo("3 segments of 2 bins are declared, 4 amplitudes are there");
    }

    static byte[] spectrum(long first, long last, int bins) {
        Bytes bytes = Bytes.ofType(9)
                .u32(1_767_225_600)
                .u8(0)
                .mac(MODEM)
                .u32(first)
                .u32(last)
                .u32(7_500_000)
                .u16(2)
                .u16(150)
                .u16(1)
                .u32(2L * bins);
        for (int i = 0; i < bins; i++) {
            bytes.u16(-4703);
        }
        return bytes.build();
    }

    @Test
    void alternatingRunGivesMainAndSkipInTurn() throws Exception {
        byte[] file = profile()
                .u32(3 + 9)
                .u8(0)
                .u16(9)
                .u8(1)
                .u8(12)
                .u8(11)
                .u16(3)
                .u8(0)
                .u8(16)
                .u16(2)
                .build();

        Runs runs = ((ModulationProfile) decode(file)).profiles().getFirst().runs();

        assertThat(runs.get(0))
                .isEqualTo(new Runs.Run(Runs.Scheme.ALTERNATING, SubcarrierUse.QAM_4096, SubcarrierUse.QAM_2048, 3));
        assertThat(runs.perSubcarrier())
                .containsExactly(
                        SubcarrierUse.QAM_4096,
                        SubcarrierUse.QAM_2048,
                        SubcarrierUse.QAM_4096,
                        SubcarrierUse.EXCLUSION,
                        SubcarrierUse.EXCLUSION);
        assertThat(runs.census())
                .containsEntry(SubcarrierUse.QAM_4096, 2)
                .containsEntry(SubcarrierUse.QAM_2048, 1)
                .containsEntry(SubcarrierUse.EXCLUSION, 2);
    }

    @Test
    void runOfAnUnknownSchemeIsRefused() {
        byte[] file = profile().u32(7).u8(0).u16(4).u8(2).u8(12).u16(1).build();

        assertThat(refusal(file).text()).isEqualTo("a run is of scheme 0 or 1, this is of 2");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7})
    void runsThatDoNotEndWithTheirProfileAreRefused(int length) {
        byte[] file = profile()
                .u32(3 + length)
                .u8(0)
                .u16(length)
                .u8(0)
                .u8(12)
                .u16(1)
                .zeros(length - 4)
                .build();

        assertThat(refusal(file).text()).isEqualTo("the runs of profile 0 do not end where it does");
    }

    @Test
    void runsThatCoverMoreSubcarriersThanAChannelHasAreRefused() {
        byte[] file = profile().u32(7).u8(0).u16(4).u8(0).u8(12).u16(0xFFFF).build();

        assertThat(refusal(file).text()).contains("more than 8192 subcarriers");
    }

    private static Bytes profile() {
        return Bytes.ofType(10)
                .u32(0)
                .u8(34)
                .mac(MODEM)
                .u8(1)
                .u32(631_100_000)
                .u16(356)
                .u8(25);
    }

    @Test
    void fecSummaryIsReadWithCaptureTimeAndWithout() throws Exception {
        byte[] sets = new Bytes()
                .u8(160)
                .mac(MODEM)
                .u8(3)
                .u8(1)
                .u8(255)
                .u16(1)
                .u32(1_762_636_604)
                .u32(100)
                .u32(0xFFFFFFFFL)
                .u32(1)
                .build();

        FecSummary without = (FecSummary) decode(joined(Bytes.ofType(8).build(), sets));
        FecSummary with = (FecSummary) decode(joined(Bytes.ofType(8).u32(7).build(), sets));

        assertThat(without.header().time()).isEqualTo(new Time.Absent());
        assertThat(with.header().time()).isEqualTo(new Time.Told(7));
        assertThat(with.profiles()).isEqualTo(without.profiles());
        assertThat(with.span()).isEqualTo(FecSummary.Span.INTERVAL_24_HR);
        assertThat(with.profiles().getFirst().sets().corrected(0)).isEqualTo(4_294_967_295L);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    @Test
    void fecSummaryThatEndsTooEarlyIsRefused() throws Exception {
        byte[] file = SampleFiles.read(SampleFiles.FEC_SUMMARY);

        assertThat(refusal(Arrays.copyOf(file, file.length - 16)).text()).contains("do not end where the file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"pnn2-channel-estimation-ch34.bin", "pnn3-constellation-ch34-qam256.bin", "pnn5-histogram.bin"})
    void aByteLessIsRefused(String name) throws Exception {
        byte[] file = SampleFiles.read(name);

        assertThat(refusal(Arrays.copyOf(file, file.length - 1))).isInstanceOf(Refusal.DataCut.class);
    }

    @Test
    void lengthThatIsNoWholeNumberOfCoefficientsIsRefused() {
        byte[] file = Bytes.ofType(2)
                .u32(0)
                .u8(34)
                .mac(MODEM)
                .u32(631_100_000)
                .u16(356)
                .u8(25)
                .u32(10)
                .zeros(10)
                .build();

        assertThat(refusal(file).text()).isEqualTo("10 bytes are no whole number of values of 4 bytes");
    }

    @Test
    void typesThatAreNotReadAreToldByName() {
        assertThat(refusal(Bytes.ofType(106).zeros(1000).build()))
                .isEqualTo(new Refusal.UnsupportedType(106))
                .extracting(Refusal::text)
                .isEqualTo("capture files of type 106 (upstream triggered spectrum capture) are not supported");
    }

    @Test
    void fileBeyondTheLimitIsRefusedUnread() {
        assertThat(refusal(new byte[CaptureFiles.MAX_BYTES + 1])).isInstanceOf(Refusal.TooLarge.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 24, 100})
    void spacingThatDocsisDoesNotHaveIsRefused(int spacing) {
        byte[] file = Bytes.ofType(4)
                .u32(0)
                .u8(1)
                .mac(MODEM)
                .u32(0)
                .u16(0)
                .u8(spacing)
                .u32(1)
                .u8(0)
                .build();

        assertThat(refusal(file).text()).startsWith("subcarrier spacing must be 25 or 50 kHz");
    }

    @Test
    void captureWithoutValuesIsRefused() {
        assertThat(refusal(rxMer(0).build()).text()).isEqualTo("a capture has 1 to 8192 values, this has 0");
    }

    @Test
    void everySampleIsReadAsItsKind() throws Exception {
        assertThat(decode(SampleFiles.read(SampleFiles.CHANNEL_ESTIMATE))).isInstanceOf(ChannelEstimate.class);
        assertThat(decode(SampleFiles.read("pnn3-constellation-ch34-qam256.bin")))
                .isInstanceOf(Constellation.class);
        assertThat(decode(SampleFiles.read("pnn5-histogram.bin"))).isInstanceOf(Histogram.class);
        assertThat(decode(SampleFiles.read("snmp-amplitudedata-spectrum.bin"))).isInstanceOf(AmplitudeTable.class);
        assertThat(decode(SampleFiles.read("pnn7-us-preeq-last-update-ch41.bin")))
                .isInstanceOfSatisfying(
                        UsPreEqualizer.class,
                        capture -> assertThat(capture.header().type()).isEqualTo(FileType.US_PRE_EQUALIZER_UPDATE));
    }

    private static Bytes rxMer(int length) {
        return Bytes.ofType(4)
                .u32(1_767_225_600)
                .u8(33)
                .mac(MODEM)
                .u32(602_000_000)
                .u16(148)
                .u8(50)
                .u32(length);
    }

    private static Capture decode(byte[] file) throws CaptureRefusedException {
        return CaptureFiles.decode(file);
    }

    private static Refusal refusal(byte[] file) {
        return catchThrowableOfType(CaptureRefusedException.class, () -> CaptureFiles.decode(file))
                .refusal();
    }
}
