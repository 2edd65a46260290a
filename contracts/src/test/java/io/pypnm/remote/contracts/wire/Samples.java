package io.pypnm.remote.contracts.wire;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.command.Measurement;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The values of the golden samples, by the names of their files.
final class Samples {
    static final CommandId ID = CommandId.parse("019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071");

    private static final DeviceAddress MODEM = DeviceAddress.parse("10.20.30.40");
    private static final DeviceAddress CMTS = DeviceAddress.parse("2001:db8::1");
    private static final Oid SYS_DESCR = Oid.parse("1.3.6.1.2.1.1.1.0");
    private static final Oid SYS_UP_TIME = Oid.parse("1.3.6.1.2.1.1.3.0");
    private static final Oid IF_NAME = Oid.parse("1.3.6.1.2.1.31.1.1.1.1");

    private static final Oid IF_ALIAS = Oid.parse("1.3.6.1.2.1.31.1.1.1.18");
    private static final FileName CAPTURE = new FileName("ds_ofdm_rxmer_aabbccddeeff_193_1764820677.bin");
    private static final Command.Match NEWEST = Command.Match.NEWEST_WITH_PREFIX;
    private static final Instant MODIFIED = Instant.parse("2025-12-04T03:57:57.123Z");

    static final List<Measurement> MEASUREMENTS = List.of(
            new Measurement.DsRxMer(),
            new Measurement.DsChannelEstimate(),
            new Measurement.DsConstellation(1, 4_096),
            new Measurement.DsHistogram(Duration.ofSeconds(20)),
            new Measurement.DsFecSummary(Measurement.DsFecSummary.Span.DAY),
            new Measurement.DsModulationProfile(),
            new Measurement.DsSpectrum(
                    108_000_000, 993_000_000, 7_500_000, 256, 2, Measurement.DsSpectrum.Retrieval.SNMP),
            new Measurement.UsPreEqualization(),
            new Measurement.UsAtdmaPreEqualization(),
            new Measurement.UsRxMer(true, 4));

    private Samples() {}

    static Map<String, Command> commands() {
        Map<String, Command> samples = new LinkedHashMap<>();
        SnmpTarget modem = SnmpTarget.of(MODEM, new SnmpAccess.Automatic());
        samples.put("snmp_get", new Command.SnmpGet(modem, List.of(SYS_DESCR, SYS_UP_TIME)));
        samples.put("snmp_get-role", get(new SnmpAccess.ByRole(SnmpAccess.DeviceRole.CM)));
        samples.put("snmp_get-role-cmts", get(new SnmpAccess.ByRole(SnmpAccess.DeviceRole.CMTS)));
        samples.put("snmp_get-credential", get(new SnmpAccess.Profile("lab-v3")));
        samples.put("snmp_get-community", get(new SnmpAccess.Community(new Secret("s3cret"))));
        samples.put("snmp_bulk_get", new Command.SnmpBulkGet(modem, List.of(SYS_DESCR, IF_NAME.append(5))));
        samples.put("snmp_walk", new Command.SnmpWalk(patientCmts(), IF_NAME, 50, 20_000));
        samples.put(
                "snmp_set", new Command.SnmpSet(modem, List.copyOf(settable().values())));
        samples.put("snmp_bulk_walk", new Command.SnmpBulkWalk(patientCmts(), IF_NAME, 25, 10_000));
        samples.put(
                "snmp_parallel_walk",
                new Command.SnmpParallelWalk(patientCmts(), List.of(IF_NAME, IF_ALIAS), 25, 10_000));
        samples.put(
                "snmp_set_sequence",
                new Command.SnmpSetSequence(
                        modem,
                        List.of(
                                step(new SnmpValue.OctetString(Octets.ofUtf8("capture.bin")), Duration.ofMillis(500)),
                                step(new SnmpValue.Integer32(1), Duration.ZERO))));
        samples.put("ping", new Command.Ping(MODEM, 3));
        samples.put("ping_sweep", new Command.PingSweep(List.of(MODEM, CMTS), 2, Duration.ofMillis(1_500), 50));
        samples.put("cmts_command", new Command.CmtsCommand(CMTS, "show cable modem 0023.edff.0a7f verbose"));
        for (Measurement measurement : MEASUREMENTS) {
            String type = MeasurementJson.typeOf(measurement);
            samples.put("pnm_capture" + (type.equals("ds_rxmer") ? "" : "-" + type), capture(modem, measurement));
        }
        samples.put("file_get", new Command.FileGet(CAPTURE, Command.Match.EXACT));
        samples.put("file_get-newest", new Command.FileGet(new FileName("ds_ofdm_rxmer"), NEWEST));
        samples.put("pnm_file_get", new Command.PnmFileGet(CAPTURE, NEWEST));
        samples.put("tftp_get", new Command.TftpGet(CAPTURE));
        samples.put("file_list", new Command.FileList(List.of(new FileName("utsc_"), new FileName("ds_ofdm"))));
        samples.put("describe", new Command.Describe());
        return samples;
    }

    private static Command.SnmpSetSequence.Step step(SnmpValue value, Duration sleepAfter) {
        return new Command.SnmpSetSequence.Step(at(1, value), sleepAfter);
    }

    private static Command get(SnmpAccess access) {
        return new Command.SnmpGet(SnmpTarget.of(MODEM, access), List.of(SYS_DESCR));
    }

    private static Command capture(SnmpTarget target, Measurement measurement) {
        return new Command.PnmCapture(
                target,
                MacAddress.parse("A4-B1-C2-00-00-11"),
                measurement,
                measurement.hasChannels() ? List.of(48L, 49L) : List.of(),
                measurement instanceof Measurement.UsRxMer
                        ? new Command.PnmCapture.Upload.AsConfigured()
                        : new Command.PnmCapture.Upload.To(CMTS, "/pnm/"));
    }

    private static SnmpTarget patientCmts() {
        return new SnmpTarget(CMTS, 1161, new SnmpAccess.Automatic(), Duration.ofMillis(2_500), 0);
    }

    static Map<String, VarBind> values() {
        Map<String, VarBind> samples = settable();
        samples.put("OctetString-empty", at(2, new SnmpValue.OctetString(Octets.of())));
        samples.put("Counter64-from-2-53", at(10, Samples.counter64("9007199254740992")));
        samples.put("Counter64-largest", at(10, Samples.counter64("18446744073709551615")));
        samples.put("Null", at(11, new SnmpValue.Null()));
        samples.put("noSuchObject", at(12, new SnmpValue.NoSuchObject()));
        samples.put("noSuchInstance", at(13, new SnmpValue.NoSuchInstance()));
        samples.put("endOfMibView", at(14, new SnmpValue.EndOfMibView()));
        return samples;
    }

    private static Map<String, VarBind> settable() {
        Map<String, VarBind> samples = new LinkedHashMap<>();
        samples.put("Integer32", at(1, new SnmpValue.Integer32(-2_147_483_648)));
        samples.put("OctetString-text", at(2, new SnmpValue.OctetString(Octets.ofUtf8("Cable1/0/0 \"up\"\n"))));
        samples.put("OctetString-binary", at(2, new SnmpValue.OctetString(Octets.ofHex("0023edff0a7f"))));
        samples.put("ObjectIdentifier", at(3, new SnmpValue.ObjectIdentifier(Oid.parse("0.0"))));
        samples.put("Bits", at(4, new SnmpValue.Bits(Octets.ofHex("8001"))));
        samples.put("IpAddress", at(5, new SnmpValue.IpAddress(Octets.ofHex("ffffff00"))));
        samples.put("Counter32", at(6, new SnmpValue.Counter32(4_294_967_295L)));
        samples.put("Gauge32", at(7, new SnmpValue.Gauge32(4_294_967_295L)));
        samples.put("TimeTicks", at(8, new SnmpValue.TimeTicks(8_640_000)));
        samples.put("Opaque", at(9, new SnmpValue.Opaque(Octets.ofHex("9f78043f800000"))));
        samples.put("Counter64", at(10, counter64("9007199254740991")));
        return samples;
    }

    private static SnmpValue counter64(String decimal) {
        return SnmpValue.Counter64.of(new BigInteger(decimal));
    }

    private static VarBind at(int column, SnmpValue value) {
        return new VarBind(Oid.parse("1.3.6.1.4.1.4491.2.1.99").append(column, 0), value);
    }

    static Map<String, OutcomeEnvelope> outcomes() {
        Map<String, Outcome> samples = new LinkedHashMap<>();
        samples.put("completed-varbinds", new Outcome.Completed(varBinds()));
        samples.put("completed-varbinds-none", new Outcome.Completed(new Reply.VarBinds(List.of())));
        samples.put("completed-pinged", completed(new Reply.Pinged(3, List.of(812, 20_455), "icmp-socket")));
        samples.put("completed-pinged-silent", completed(new Reply.Pinged(1, List.of(), "ping")));
        samples.put("completed-description", completed(description()));
        samples.put("completed-trees", completed(trees()));
        samples.put("completed-swept", completed(swept()));
        samples.put("completed-cli", completed(cli(new Reply.CliOutput.End.Exited(1))));
        samples.put("completed-cli-interactive", completed(cli(new Reply.CliOutput.End.Prompted())));
        samples.put("completed-cli-signal", completed(cli(new Reply.CliOutput.End.Killed("KILL"))));
        samples.put(
                "completed-file", completed(file(new Reply.FileContent.Content.Inline(Octets.ofHex("504e4e04")), 4)));
        samples.put("completed-file-claimed", completed(file(new Reply.FileContent.Content.Claimed(), 52_428_800)));
        samples.put("completed-files", completed(files()));
        samples.put("completed-captured", completed(captured()));
        samples.put("partial-captured", new Outcome.Partial(captured(), everythingMissing()));
        samples.put("partial", new Outcome.Partial(varBinds(), everythingMissing()));
        for (FailureCode code : FailureCode.values()) {
            samples.put("failed-" + lowerCase(code), new Outcome.Failed(code, "why, for people"));
        }
        for (RefusalCode code : RefusalCode.values()) {
            samples.put("refused-" + lowerCase(code), new Outcome.Refused(code, "why, for people"));
        }
        for (Outcome.Expired.Where where : Outcome.Expired.Where.values()) {
            samples.put("expired-" + lowerCase(where), new Outcome.Expired(where));
        }
        samples.put("cancelled", new Outcome.Cancelled());
        samples.put("unknown", new Outcome.Unknown("the agent stopped while it ran"));

        Map<String, OutcomeEnvelope> envelopes = new LinkedHashMap<>();
        samples.forEach((name, outcome) -> envelopes.put(name, new OutcomeEnvelope(ID, outcome, 3, ran(outcome))));
        return envelopes;
    }

    private static Outcome completed(Reply reply) {
        return new Outcome.Completed(reply);
    }

    private static Reply varBinds() {
        return new Reply.VarBinds(List.of(
                new VarBind(SYS_DESCR, new SnmpValue.OctetString(Octets.ofUtf8("DOCSIS 3.1 cable modem"))),
                new VarBind(SYS_UP_TIME, new SnmpValue.TimeTicks(8_640_000))));
    }

    private static Reply trees() {
        VarBind name = new VarBind(IF_NAME.append(5), new SnmpValue.OctetString(Octets.ofUtf8("Cable1/0/0")));
        return new Reply.Trees(List.of(
                new Reply.Trees.Tree(IF_NAME, List.of(name), 41), new Reply.Trees.Tree(IF_ALIAS, List.of(), 41)));
    }

    private static Reply swept() {
        return new Reply.Swept(
                2,
                List.of(new Reply.Swept.Echo(MODEM, List.of(812, 20_455)), new Reply.Swept.Echo(CMTS, List.of())),
                "icmp-socket");
    }

    private static Reply cli(Reply.CliOutput.End end) {
        return new Reply.CliOutput(
                List.of("MAC Address    I/F", "", "0023.edff.0a7f C1/0/0"), List.of("no such modem"), end);
    }

    private static Reply.FileContent file(Reply.FileContent.Content content, long bytes) {
        String sha256 = "a19cb2e98ee65ee0bd9e4bbb8d3de9a65e4b1f2f2c1b6ff4c2c4f6de7ea4f3b5";
        return new Reply.FileContent(CAPTURE, "/var/lib/tftpboot", bytes, MODIFIED, sha256, content);
    }

    private static Reply captured() {
        VarBind mean = new VarBind(Oid.parse("1.3.6.1.4.1.4491.2.1.27.1.2.5.1.3.48"), new SnmpValue.Gauge32(4_499));
        return new Reply.Captured(
                "<<HW_REV: 1.0; VENDOR: Example; BOOTR: NONE; SW_REV: 1.0.0; MODEL: SIM-31>>",
                List.of(
                        new Reply.Captured.Capture(
                                48,
                                193,
                                Reply.Captured.MeasStatus.SAMPLE_READY,
                                List.of(mean),
                                List.of(file(new Reply.FileContent.Content.Inline(Octets.ofHex("504e4e04")), 4))),
                        new Reply.Captured.Capture(49, 194, Reply.Captured.MeasStatus.NOT_BEGUN, List.of(), List.of())),
                List.of(new Reply.Captured.Step(41, "SET docsPnmCmDsOfdmRxMerFileEnable.48 = 1", "done")));
    }

    private static Reply files() {
        return new Reply.FileListing(List.of(new Reply.FileEntry(CAPTURE, "/var/lib/tftpboot", 7_628, MODIFIED)));
    }

    private static Reply description() {
        return new Reply.Description(
                "0.1.0", List.of("describe", "ping", "snmp_get"), Map.of("host", "jump-01", "java", "25.0.1"));
    }

    private static List<Missing> everythingMissing() {
        return Arrays.stream(Missing.Code.values())
                .map(code -> new Missing(IF_NAME.toString(), code, "why, for people"))
                .toList();
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static long ran(Outcome outcome) {
        return outcome.safeToResend() ? 0 : 12;
    }
}
