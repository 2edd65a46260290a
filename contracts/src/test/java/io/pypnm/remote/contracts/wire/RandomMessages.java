package io.pypnm.remote.contracts.wire;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.CommandIds;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.CommandKind;
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
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Commands and outcomes by chance, the same ones for the same seed.
final class RandomMessages {
    private static final String CHARACTERS = "aZ09 .:/\\\"{}[],\n\t\0\u007fé\u2028\uFEFF\uFFFF";
    private static final long MAX_UNSIGNED_32 = 0xffff_ffffL;

    private final RandomGenerator random;

    RandomMessages(long seed) {
        this.random = new SplittableRandom(seed);
    }

    RandomGenerator random() {
        return random;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    Command command() {
        return switch (oneOf(List.of(CommandKind.values()))) {
            case SNMP_GET -> new Command.SnmpGet(target(), upTo(Command.SnmpGet.MAX_OIDS, this::oid));
            case SNMP_BULK_GET -> new Command.SnmpBulkGet(target(), upTo(300, this::oid));
            case SNMP_WALK ->
                new Command.SnmpWalk(
                        target(),
                        oid(),
                        1 + random.nextInt(Command.SnmpWalk.MAX_REPETITIONS),
                        1 + random.nextInt(Command.SnmpWalk.MAX_LIMIT));
            case SNMP_BULK_WALK ->
                new Command.SnmpBulkWalk(
                        target(),
                        oid(),
                        1 + random.nextInt(Command.SnmpWalk.MAX_REPETITIONS),
                        1 + random.nextInt(Command.SnmpWalk.MAX_LIMIT));
            case SNMP_PARALLEL_WALK ->
                new Command.SnmpParallelWalk(
                        target(),
                        upTo(Command.SnmpParallelWalk.MAX_ROOTS, this::oid).stream()
                                .distinct()
                                .toList(),
                        1 + random.nextInt(Command.SnmpWalk.MAX_REPETITIONS),
                        1 + random.nextInt(Command.SnmpWalk.MAX_LIMIT));
            case SNMP_SET -> new Command.SnmpSet(target(), upTo(20, this::settable));
            case SNMP_SET_SEQUENCE ->
                new Command.SnmpSetSequence(target(), upTo(Command.SnmpSetSequence.MAX_STEPS, this::step));
            case PING_SWEEP ->
                new Command.PingSweep(
                        upTo(300, this::address),
                        1 + random.nextInt(Command.Ping.MAX_COUNT),
                        Duration.ofNanos(random.nextLong(100_000_000L, 10_000_000_001L)),
                        1 + random.nextInt(Command.PingSweep.MAX_CONCURRENCY));
            case CMTS_COMMAND -> new Command.CmtsCommand(address(), "show cable modem | count \"" + random.nextInt());
            case PNM_CAPTURE -> pnmCapture();
            case FILE_GET -> new Command.FileGet(fileName(), match());
            case PNM_FILE_GET -> new Command.PnmFileGet(fileName(), match());
            case TFTP_GET -> new Command.TftpGet(fileName());
            case FILE_LIST -> new Command.FileList(upTo(Command.FileList.MAX_PREFIXES, this::fileName));
            case PING -> new Command.Ping(address(), 1 + random.nextInt(Command.Ping.MAX_COUNT));
            case DESCRIBE -> new Command.Describe();
        };
    }

    private Command pnmCapture() {
        Measurement measurement = oneOf(Samples.MEASUREMENTS);
        List<Long> some = upTo(5, () -> 1 + random.nextLong(Integer.MAX_VALUE)).stream()
                .distinct()
                .toList();
        return new Command.PnmCapture(
                target(),
                MacAddress.parse("a4b1c2%06x".formatted(random.nextInt(1 << 24))),
                measurement,
                measurement.hasChannels() ? some : List.of(),
                random.nextBoolean()
                        ? new Command.PnmCapture.Upload.AsConfigured()
                        : new Command.PnmCapture.Upload.To(address(), "/" + random.nextInt() + "/"));
    }

    private Command.SnmpSetSequence.Step step() {
        return new Command.SnmpSetSequence.Step(
                settable(), Duration.ofNanos(random.nextLong(Command.SnmpSetSequence.Step.MAX_SLEEP.toNanos() + 1)));
    }

    private FileName fileName() {
        return new FileName("utsc_ü \"" + random.nextInt() + ".bin");
    }

    private Command.Match match() {
        return oneOf(List.of(Command.Match.values()));
    }

    private SnmpTarget target() {
        return new SnmpTarget(
                address(),
                1 + random.nextInt(65_535),
                access(),
                Duration.ofNanos(random.nextLong(100_000_000L, 60_000_000_001L)),
                random.nextInt(11));
    }

    private SnmpAccess access() {
        return switch (random.nextInt(4)) {
            case 0 -> new SnmpAccess.Automatic();
            case 1 -> new SnmpAccess.ByRole(oneOf(List.of(SnmpAccess.DeviceRole.values())));
            case 2 -> new SnmpAccess.Profile("lab-" + random.nextInt(1_000));
            default -> new SnmpAccess.Community(new Secret("x" + text(60)));
        };
    }

    private DeviceAddress address() {
        byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
        random.nextBytes(bytes);
        bytes[0] = 10;
        try {
            return DeviceAddress.parse(InetAddress.getByAddress(bytes).getHostAddress());
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private Oid oid() {
        int[] arcs = new int[2 + random.nextInt(random.nextInt(20) == 0 ? Oid.MAX_ARCS - 1 : 15)];
        for (int i = 2; i < arcs.length; i++) {
            arcs[i] = random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(300);
        }
        arcs[0] = random.nextInt(3);
        arcs[1] = arcs[0] == 2 ? random.nextInt(1_000) : random.nextInt(40);
        return Oid.of(arcs);
    }

    private VarBind settable() {
        VarBind varBind = varBind();
        while (varBind.value().isException() || varBind.value() instanceof SnmpValue.Null) {
            varBind = varBind();
        }
        return varBind;
    }

    private VarBind varBind() {
        return new VarBind(oid(), value());
    }

    private SnmpValue value() {
        return switch (random.nextInt(14)) {
            case 0 -> new SnmpValue.Integer32(random.nextInt());
            case 1 -> new SnmpValue.OctetString(octets());
            case 2 -> new SnmpValue.OctetString(Octets.ofUtf8(text(60)));
            case 3 -> new SnmpValue.ObjectIdentifier(oid());
            case 4 -> new SnmpValue.Bits(octets());
            case 5 -> new SnmpValue.IpAddress(octets(4));
            case 6 -> new SnmpValue.Counter32(unsigned32());
            case 7 -> new SnmpValue.Gauge32(unsigned32());
            case 8 -> new SnmpValue.TimeTicks(unsigned32());
            case 9 -> new SnmpValue.Opaque(octets());
            case 10 -> new SnmpValue.Counter64(random.nextLong() >>> random.nextInt(64));
            case 11 -> new SnmpValue.Null();
            case 12 -> oneOf(List.of(new SnmpValue.NoSuchObject(), new SnmpValue.NoSuchInstance()));
            default -> new SnmpValue.EndOfMibView();
        };
    }

    private long unsigned32() {
        return random.nextLong(MAX_UNSIGNED_32 + 1);
    }

    private Octets octets() {
        return octets(random.nextInt(random.nextInt(20) == 0 ? 2_000 : 20));
    }

    private Octets octets(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Octets.of(bytes);
    }

    OutcomeEnvelope outcome() {
        return new OutcomeEnvelope(id(), ending(), millis(), millis());
    }

    private CommandId id() {
        InstantSource clock = () -> Instant.ofEpochMilli(random.nextLong(1L << 48));
        return new CommandIds(clock, random).next();
    }

    private long millis() {
        return random.nextLong() >>> 1 >>> random.nextInt(63);
    }

    private Outcome ending() {
        return switch (oneOf(List.of(OutcomeKind.values()))) {
            case COMPLETED -> new Outcome.Completed(reply());
            case PARTIAL -> new Outcome.Partial(reply(), upTo(10, this::missing));
            case FAILED -> new Outcome.Failed(oneOf(List.of(FailureCode.values())), text(3_000));
            case REFUSED -> new Outcome.Refused(oneOf(List.of(RefusalCode.values())), text(100));
            case EXPIRED -> new Outcome.Expired(oneOf(List.of(Outcome.Expired.Where.values())));
            case CANCELLED -> new Outcome.Cancelled();
            case UNKNOWN -> new Outcome.Unknown(text(100));
        };
    }

    private Missing missing() {
        return new Missing(text(50), oneOf(List.of(Missing.Code.values())), text(50));
    }

    private Reply reply() {
        return switch (random.nextInt(9)) {
            case 0 -> new Reply.VarBinds(random.nextInt(5) == 0 ? List.of() : upTo(200, this::varBind));
            case 1 -> {
                List<Integer> micros = micros();
                yield new Reply.Pinged(micros.size() + random.nextInt(3), micros, text(20));
            }
            case 2 -> new Reply.Trees(upTo(5, () -> new Reply.Trees.Tree(oid(), upTo(50, this::varBind), millis())));
            case 3 -> new Reply.Swept(20, upTo(50, () -> new Reply.Swept.Echo(address(), micros())), text(20));
            case 4 -> cliOutput();
            case 5 -> file();
            case 6 ->
                new Reply.FileListing(upTo(50, () -> new Reply.FileEntry(fileName(), text(20), millis(), instant())));
            case 7 -> new Reply.Captured(text(80), upTo(3, this::capture), upTo(20, this::capturedStep));
            default -> new Reply.Description(text(20), upTo(20, () -> text(20)), facts());
        };
    }

    private List<Integer> micros() {
        return upTo(20, () -> random.nextInt(Integer.MAX_VALUE));
    }

    private Reply cliOutput() {
        return new Reply.CliOutput(
                upTo(50, () -> text(80)),
                random.nextBoolean() ? List.of() : upTo(5, () -> text(80)),
                oneOf(List.of(
                        new Reply.CliOutput.End.Exited(unsigned32()),
                        new Reply.CliOutput.End.Killed("TERM"),
                        new Reply.CliOutput.End.Prompted())));
    }

    private Reply.Captured.Capture capture() {
        return new Reply.Captured.Capture(
                random.nextInt(Integer.MAX_VALUE),
                random.nextInt(256),
                oneOf(List.of(Reply.Captured.MeasStatus.values())),
                upTo(10, this::varBind),
                random.nextBoolean() ? List.of() : upTo(Reply.Captured.MAX_FILES, this::file));
    }

    private Reply.Captured.Step capturedStep() {
        return new Reply.Captured.Step(millis(), text(60), text(60));
    }

    private Reply.FileContent file() {
        Octets octets = octets();
        boolean inline = random.nextBoolean();
        return new Reply.FileContent(
                fileName(),
                text(20),
                inline ? octets.length() : millis(),
                instant(),
                "0123456789abcdef".repeat(4),
                inline ? new Reply.FileContent.Content.Inline(octets) : new Reply.FileContent.Content.Claimed());
    }

    private Instant instant() {
        return Instant.ofEpochMilli(random.nextLong(1L << 42));
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        for (int i = random.nextInt(20); i > 0; i--) {
            facts.put(text(20), text(100));
        }
        return facts;
    }

    private String text(int maxLength) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(maxLength + 1); i > 0; i--) {
            text.append(random.nextInt(10) == 0 ? "🌡" : CHARACTERS.charAt(random.nextInt(CHARACTERS.length())) + "");
        }
        return text.toString();
    }

    /// At least one.
    private <T> List<T> upTo(int max, Supplier<T> make) {
        return Stream.generate(make).limit(1 + random.nextInt(max)).toList();
    }
}
