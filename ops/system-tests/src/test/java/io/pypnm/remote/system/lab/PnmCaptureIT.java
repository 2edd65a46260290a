package io.pypnm.remote.system.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pypnm.remote.agent.files.CaptureFolder;
import io.pypnm.remote.agent.files.FileConfig;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.pnm.CaptureConfig;
import io.pypnm.remote.agent.pnm.CaptureOperations;
import io.pypnm.remote.agent.snmp.Snmp4jEngine;
import io.pypnm.remote.agent.snmp.command.AnswerRoom;
import io.pypnm.remote.agent.snmp.command.SnmpOperations;
import io.pypnm.remote.agent.ssh.SshSessions;
import io.pypnm.remote.agent.ssh.login.SshConfig;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.Command.PnmCapture.Upload;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.command.Measurement;
import io.pypnm.remote.contracts.command.Measurement.DsFecSummary.Span;
import io.pypnm.remote.contracts.command.Measurement.DsSpectrum.Retrieval;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply.Captured;
import io.pypnm.remote.contracts.outcome.Reply.Captured.MeasStatus;
import io.pypnm.remote.contracts.outcome.Reply.FileContent;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.lab.Lab;
import io.pypnm.remote.lab.LabConfig;
import io.pypnm.remote.lab.device.Device;
import io.pypnm.remote.lab.device.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The agent's `pnm_capture`, without a link, on modems that do as DOCS-PNM-MIB says and on such as do not. Their files
/// come by real TFTP.
@Timeout(60)
final class PnmCaptureIT {
    private static final Oid START_RX_MER_48 = Oid.parse("1.3.6.1.4.1.4491.2.1.27.1.2.5.1.1.48");
    private static final long OFDMA = 488_046;
    private static final Oid START_US_RX_MER = Oid.parse("1.3.6.1.4.1.4491.2.1.27.1.3.7.1.1." + OFDMA);
    private static final Oid TRANSFER_STATUS = Oid.parse("1.3.6.1.4.1.4491.2.1.27.1.1.3.1.1.9.1");
    private static final Oid BULK_ADDRESS = Oid.parse("1.3.6.1.4.1.4491.2.1.27.1.1.1.2.0");
    private static final SnmpValue START = new SnmpValue.Integer32(1);
    private static final Duration MEASURING = Duration.ofMillis(100);
    private static final Measurement RX_MER = new Measurement.DsRxMer();

    @TempDir
    private static Path captures;

    private static Lab lab;
    private static Snmp4jEngine engine;
    private static CaptureOperations agent;

    @BeforeAll
    static void start() throws IOException {
        lab = Lab.start(LabConfig.defaults().withModems(2).withTftp(captures, MEASURING));
        engine = Snmp4jEngine.open(System::nanoTime);
        var snmp = new SnmpOperations(
                engine,
                (_, _, write) -> new SnmpSecurity.Community(new Secret(write ? "lab-rw" : "lab-ro")),
                new AnswerRoom(1 << 24, 1 << 26),
                Map.of());
        var files = new FileConfig(List.of(), new FileConfig.Captures.Here(captures, false), 1 << 20);
        var ssh = SshSessions.open(
                new SshConfig(List.of(), SshConfig.Limits.STANDARD),
                captures.resolve("known_hosts"),
                "",
                System::nanoTime,
                Thread.ofVirtual().factory());
        agent = new CaptureOperations(
                new CaptureConfig(
                        new Upload.To(DeviceAddress.parse("127.0.0.1"), ""),
                        Duration.ofMillis(50),
                        Duration.ofMillis(700),
                        Duration.ofMillis(700)),
                snmp,
                CaptureFolder.of(files, ssh).orElseThrow(),
                System::nanoTime,
                InstantSource.system(),
                new Random(5));
    }

    @AfterAll
    static void stop() throws IOException {
        engine.close();
        lab.close();
    }

    @BeforeEach
    void reset() {
        lab.reset();
    }

    private static Command.PnmCapture command(Measurement measurement, Long... channels) {
        return command(lab.modem(0), measurement, channels);
    }

    private static Command.PnmCapture command(Device device, Measurement measurement, Long... channels) {
        DeviceAddress address = DeviceAddress.parse(device.address().getHostAddress());
        var target = new SnmpTarget(address, lab.port(), new SnmpAccess.Automatic(), Duration.ofMillis(300), 2);
        return new Command.PnmCapture(
                target,
                MacAddress.parse("a4:b1:c2:00:00:00"),
                measurement,
                List.of(channels),
                new Upload.AsConfigured());
    }

    private static Outcome run(Command.PnmCapture command) throws Exception {
        return run(command, Duration.ofSeconds(50));
    }

    private static Outcome run(Command.PnmCapture command, Duration runFor) throws Exception {
        agent.check(command);
        return agent.run(command, Deadline.in(runFor, System::nanoTime));
    }

    private static Captured completed(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        return (Captured) ((Outcome.Completed) outcome).reply();
    }

    private static Outcome.Partial partial(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Partial.class);
        return (Outcome.Partial) outcome;
    }

    private static String magic(FileContent file) {
        byte[] bytes = ((FileContent.Content.Inline) file.content()).octets().toArray();
        return new String(bytes, 0, 3, StandardCharsets.US_ASCII) + bytes[3];
    }

    private static long starts() {
        return lab.modem(0).counts().sets(START_RX_MER_48, START);
    }

    private static void misbehave(String faults) {
        lab.modem(0).misbehave(Fault.parse(faults));
    }

    @Test
    void rxMerOfBothChannelsComesWithItsFiguresFilesAndSteps() throws Exception {
        Captured captured = completed(run(command(RX_MER)));

        assertThat(captured.modem()).startsWith("<<HW_REV: ");
        assertThat(captured.captures())
                .extracting(Captured.Capture::ifIndex, Captured.Capture::channelId, Captured.Capture::status)
                .containsExactly(tuple(48L, 193, MeasStatus.SAMPLE_READY), tuple(49L, 194, MeasStatus.SAMPLE_READY));
        for (Captured.Capture capture : captured.captures()) {
            assertThat(capture.figures()).hasSize(5);
            assertThat(capture.files())
                    .singleElement()
                    .satisfies(file -> assertThat(file.bytes()).isEqualTo(7_628))
                    .satisfies(file -> assertThat(magic(file)).isEqualTo("PNN4"));
        }
        assertThat(captured.steps())
                .extracting(Captured.Step::action)
                .contains("SET docsPnmCmDsOfdmRxMerFileEnable.48 = 1", "SET docsPnmCmDsOfdmRxMerFileEnable.49 = 1");
        assertThat(starts()).isOne();
    }

    @Test
    void whereFilesGoIsSetOnceAndNotAgain() throws Exception {
        completed(run(command(RX_MER)));
        completed(run(command(RX_MER, 48L)));

        assertThat(lab.modem(0).counts().sets(BULK_ADDRESS)).isOne();
        assertThat(starts()).isEqualTo(2);
    }

    static Stream<Arguments> everyKind() {
        return Stream.of(
                arguments(new Measurement.DsChannelEstimate(), "3.1.1", 2, "PNN2"),
                arguments(new Measurement.DsConstellation(0, 8_192), "4.1.1", 2, "PNN3"),
                arguments(new Measurement.DsHistogram(Duration.ofSeconds(1)), "9.1.1", 1, "PNN5"),
                arguments(new Measurement.DsFecSummary(Span.TEN_MINUTES), "7.1.2", 2, "PNN8"),
                arguments(new Measurement.DsModulationProfile(), "11.1.1", 2, "PNN10"));
    }

    private static Measurement spectrum(Retrieval by) {
        return new Measurement.DsSpectrum(300_000_000, 900_000_000, 7_500_000, 256, 1, by);
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void measurementOfEveryKindIsStartedOnceAndEndsInItsFile(
            Measurement measurement, String trigger, int files, String magic) throws Exception {
        Captured captured = completed(run(command(measurement)));

        assertThat(captured.captures())
                .hasSize(files)
                .allSatisfy(capture -> assertThat(capture.files())
                        .singleElement()
                        .satisfies(file -> assertThat(magic(file)).isEqualTo(magic)));
        assertThat(setsBelow(Oid.parse("1.3.6.1.4.1.4491.2.1.27.1.2." + trigger)))
                .as("SETs of the trigger")
                .hasSize(files)
                .containsOnly(1L);
    }

    /// How often each value of each object was set.
    private static List<Long> setsBelow(Oid root) {
        return lab.modem(0).counts().sets().entrySet().stream()
                .filter(set -> root.isPrefixOf(set.getKey().oid()))
                .map(set -> set.getValue().count())
                .toList();
    }

    @Test
    void spectrumIsAFileAndTheAnalyserIsSwitchedOffAgain() throws Exception {
        Captured captured = completed(run(command(spectrum(Retrieval.FILE))));

        assertThat(captured.captures())
                .singleElement()
                .satisfies(capture -> assertThat(capture.files())
                        .extracting(PnmCaptureIT::magic)
                        .containsExactly("PNN9"));
        assertThat(captured.steps().getLast().action()).isEqualTo("SET docsIf3CmSpectrumAnalysisCtrlCmdEnable.0 = 2");
    }

    @Test
    void equaliserOfAtdmaIsReadAndNothingIsSet() throws Exception {
        Captured captured = completed(run(command(new Measurement.UsAtdmaPreEqualization())));

        assertThat(captured.captures()).singleElement().satisfies(capture -> {
            assertThat(capture.ifIndex()).isEqualTo(4);
            assertThat(capture.channelId()).isEqualTo(3);
            assertThat(capture.figures().getFirst()).satisfies(coefficients -> {
                assertThat(coefficients.oid()).isEqualTo(Oid.parse("1.3.6.1.4.1.4491.2.1.20.1.2.1.6.4"));
                assertThat(coefficients.value())
                        .isInstanceOfSatisfying(
                                SnmpValue.OctetString.class,
                                octets -> assertThat(octets.octets().length()).isEqualTo(4 + 24 * 4));
            });
            assertThat(capture.files()).isEmpty();
        });
        assertThat(lab.modem(0).counts().sets()).isEmpty();
    }

    /// The CMTS adds the time to the name it is told.
    @ParameterizedTest
    @CsvSource({"NONE, 290", "WRITES_LONG_HEADERS, 297"})
    void upstreamRxMerIsMeasuredByTheCmts(String fault, int header) throws Exception {
        lab.cmts().misbehave(Fault.parse(fault));

        Captured captured = completed(run(usRxMer()));

        assertThat(captured.captures()).singleElement().satisfies(capture -> {
            assertThat(capture.ifIndex()).isEqualTo(OFDMA);
            assertThat(capture.files()).singleElement().satisfies(file -> {
                assertThat(magic(file)).isEqualTo("PNN105");
                assertThat(file.name().text()).matches("usmer_a4b1c2000000_.*[.]bin_20.*");
                assertThat(file.bytes()).isEqualTo(header + 1_776);
            });
        });
        assertThat(lab.cmts().counts().sets(START_US_RX_MER, START)).isOne();
    }

    @Test
    void whereFilesOfACmtsGoIsSetOnceAndNotAgain() throws Exception {
        completed(run(usRxMer()));
        completed(run(usRxMer()));

        assertThat(lab.cmts().counts().sets(TRANSFER_STATUS)).isOne();
        assertThat(lab.cmts().counts().sets(START_US_RX_MER, START)).isEqualTo(2);
    }

    @Test
    void cmtsThatLosesAFileIsNamed() throws Exception {
        lab.cmts().misbehave(Fault.parse("LOSES_FILES"));

        Outcome.Partial partial = partial(run(usRxMer()));

        assertThat(partial.missing()).extracting(Missing::code).containsExactly(Missing.Code.FILE_NOT_FETCHED);
    }

    private static Command.PnmCapture usRxMer() {
        return command(lab.cmts(), new Measurement.UsRxMer(true, 1), OFDMA);
    }

    @Test
    void upstreamPreEqualisationHasTwoFiles() throws Exception {
        Captured captured = completed(run(command(new Measurement.UsPreEqualization())));

        assertThat(captured.captures())
                .singleElement()
                .satisfies(capture -> assertThat(capture.files())
                        .extracting(PnmCaptureIT::magic)
                        .containsExactly("PNN6", "PNN7"));
    }

    @Test
    void spectrumIsReadFromItsTableToo() throws Exception {
        Captured captured = completed(run(command(spectrum(Retrieval.SNMP))));

        FileContent file = captured.captures().getFirst().files().getFirst();
        assertThat(file.bytes()).isEqualTo(81 * (20 + 2 * 256));
    }

    /// What a modem does wrong and a measurement bears.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "STALE_SAMPLE:300",
                "REJECTS_TESTS:300",
                "FAILS_UPLOADS:1",
                "HIDES_UPLOADS",
                "UPLOADS_SLOWLY:20",
                "SHORTENS_NAMES:32",
                "EXCLUDES_BANDS",
                "UNVERSIONED_FILES",
                "LOSES_SET_ANSWERS:3",
                "DROPS_FIRST:2"
            })
    void measurementBears(String fault) throws Exception {
        misbehave(fault);

        Captured captured = completed(run(command(RX_MER, 48L)));

        assertThat(captured.captures())
                .singleElement()
                .satisfies(capture -> assertThat(capture.files())
                        .singleElement()
                        .satisfies(file -> assertThat(file.bytes()).isBetween(7_626L, 7_628L)));
        assertThat(starts()).as("how often the modem was started").isOne();
    }

    /// What a modem does wrong and the answer names.
    @ParameterizedTest
    @CsvSource({
        "STAYS_BUSY, MEASUREMENT_FAILED, told to stop",
        "ENDS_WITH:5, MEASUREMENT_FAILED, ERROR",
        "ENDS_WITH:6, MEASUREMENT_FAILED, RESOURCE_UNAVAILABLE",
        "ENDS_WITH:7, SAMPLE_TRUNCATED, cut short",
        "ENDS_WITH:8, MEASUREMENT_FAILED, INTERFACE_MODIFICATION",
        "FAILS_UPLOADS:9, UPLOAD_FAILED, --create",
        "LOSES_FILES, FILE_NOT_FETCHED, not there",
        "TRUNCATES_FILES:1500, FILE_NOT_FETCHED, not all of it",
        "REBOOTS, MEASUREMENT_FAILED, restarted"
    })
    void answerNames(String fault, Missing.Code code, String detail) throws Exception {
        misbehave(fault);

        Outcome.Partial partial = partial(run(command(RX_MER, 48L)));

        assertThat(partial.missing()).singleElement().satisfies(missing -> {
            assertThat(missing.what()).isEqualTo("channel 48");
            assertThat(missing.code()).isEqualTo(code);
            assertThat(missing.detail()).contains(detail);
        });
        assertThat(((Captured) partial.reply()).steps()).isNotEmpty();
        assertThat(starts()).as("how often the modem was started").isOne();
    }

    /// Why nothing was measured.
    @ParameterizedTest
    @CsvSource({
        "OTHER_MAC, WRONG_DEVICE, a4b1c2000001",
        "OFDM_CHANNELS:0, UNSUPPORTED, no downstream OFDM channel",
        "REJECTS_TESTS:60000, DEVICE_BUSY, tempReject",
        "SILENT, DEVICE_TIMEOUT, ''"
    })
    void nothingIsMeasured(String fault, FailureCode code, String detail) {
        misbehave(fault);

        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> run(command(RX_MER, 48L)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .satisfies(e -> assertThat(e.detail()).contains(detail));
        assertThat(starts()).isZero();
    }

    /// The modem answers no SET any more, and shows the end of the measurement before: only the name of the file tells.
    @Test
    void startWithoutAnswerIsNotRepeatedAndItsFileTells() throws Exception {
        completed(run(command(RX_MER, 48L)));
        misbehave("LOSES_SET_ANSWERS");

        Captured captured = completed(run(command(RX_MER, 48L)));

        assertThat(captured.captures().getFirst().files()).hasSize(1);
        assertThat(starts()).isEqualTo(2);
    }

    @Test
    void modemThatRestartedIsNotToldToMeasureMore() throws Exception {
        // So that its time since the start is longer than what comes after the next one.
        completed(run(command(new Measurement.UsPreEqualization())));
        misbehave("REBOOTS");

        Outcome.Partial partial = partial(run(command(RX_MER)));

        assertThat(partial.missing())
                .extracting(Missing::what, Missing::code)
                .containsExactly(
                        tuple("channel 48", Missing.Code.MEASUREMENT_FAILED),
                        tuple("channel 49", Missing.Code.NOT_TRIED));
        assertThat(lab.modem(0).counts().sets(Oid.parse("1.3.6.1.4.1.4491.2.1.27.1.2.5.1.1.49")))
                .isZero();
    }

    @Test
    void measurementThatOutlastsTheCommandIsStopped() throws Exception {
        misbehave("STAYS_BUSY");

        Outcome.Partial partial = partial(run(command(RX_MER, 48L), Duration.ofMillis(2_300)));

        assertThat(partial.missing()).extracting(Missing::code).containsExactly(Missing.Code.MEASUREMENT_FAILED);
        assertThat(lab.modem(0).counts().sets(START_RX_MER_48, new SnmpValue.Integer32(2)))
                .isOne();
    }

    @Test
    void channelThatTheModemHasNotIsNotFound() {
        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> run(command(RX_MER, 50L)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.NOT_FOUND));
        assertThat(starts()).isZero();
    }

    /// Whoever comes second waits: on this modem nothing is refused because of us.
    @Test
    void twoMeasurementsOfOneModemTakeTurns() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Outcome> other = threads.submit(() -> run(command(RX_MER, 49L)));

            Captured captured = completed(run(command(RX_MER, 48L)));

            assertThat(captured.captures()).hasSize(1);
            assertThat(completed(other.get()).captures()).hasSize(1);
            assertThat(starts()).isOne();
        }
    }
}
