package io.pypnm.remote.gateway.pnm.measure;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.Command.PnmCapture;
import io.pypnm.remote.contracts.command.CommandKind;
import io.pypnm.remote.contracts.command.Measurement;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.contracts.wire.MalformedMessageException;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.gateway.dispatch.Dispatcher;
import io.pypnm.remote.gateway.dispatch.Settler;
import io.pypnm.remote.gateway.dispatch.Submission;
import io.pypnm.remote.gateway.dispatch.Submission.Submitted;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.pnm.archive.MeasurementType;
import io.pypnm.remote.gateway.pnm.archive.StoredCapture;
import io.pypnm.remote.gateway.pnm.archive.StoredMeasurement;
import io.pypnm.remote.gateway.pnm.measure.ModemFinder.Whereabouts;
import io.pypnm.remote.gateway.store.Captures;
import io.pypnm.remote.gateway.store.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Has modems measured. Each modem is measured once at a time: whoever asks for what is being measured already gets
/// that measurement, whoever asks for something else is told of it. Safe for use by many threads; blocks its caller.
public final class Measurements {
    private static final int LOOK_BACK = 20;
    /// docsIf31CmDsOfdmChanChannelId.
    private static final Oid OFDM_CHANNEL_ID = Oid.parse("1.3.6.1.4.1.4491.2.1.28.1.9.1.1");
    /// docsIf31CmUsOfdmaChanChannelId.
    private static final Oid OFDMA_CHANNEL_ID = Oid.parse("1.3.6.1.4.1.4491.2.1.28.1.13.1.12");
    /// docsIfUpChannelId.
    private static final Oid UPSTREAM_CHANNEL_ID = Oid.parse("1.3.6.1.2.1.10.127.1.2.1.1.1");
    /// Which channel is which must be known before anything can be begun, however little the caller waits.
    private static final Duration TO_ASK = Duration.ofSeconds(20);

    private final ModemFinder finder;
    private final ModemTables tables;
    private final Dispatcher dispatcher;
    private final Settler settler;
    private final Ledger ledger;
    private final Captures captures;
    private final Filing filing;
    private final InstantSource clock;
    private final MessageCodec codec = new MessageCodec();

    public Measurements(
            ModemFinder finder,
            ModemTables tables,
            Dispatcher dispatcher,
            Settler settler,
            Ledger ledger,
            Captures captures,
            Filing filing,
            InstantSource clock) {
        this.finder = finder;
        this.tables = tables;
        this.dispatcher = dispatcher;
        this.settler = settler;
        this.ledger = ledger;
        this.captures = captures;
        this.filing = filing;
        this.clock = clock;
    }

    /// The newest measurement that answers the order and is not older than that, without touching the modem.
    public Optional<StoredMeasurement> kept(MeasureOrder order, Duration maxAge) {
        Instant since = clock.instant().minus(maxAge);
        MeasurementType type = MeasurementType.of(order.measurement());
        return captures.newest(order.mac(), type, since, LOOK_BACK).stream()
                .filter(kept -> answers(kept, order))
                .map(kept -> only(kept, order.channels()))
                .findFirst();
    }

    private boolean answers(StoredMeasurement kept, MeasureOrder order) {
        List<StoredCapture> sound =
                kept.captures().stream().filter(StoredCapture::sound).toList();
        return request(kept.request())
                .filter(request -> request.measurement().equals(order.measurement()))
                .filter(request -> switch (order.channels()) {
                    case ChannelChoice.All() ->
                        request.channels().isEmpty()
                                && sound.size() == kept.captures().size()
                                && !sound.isEmpty();
                    case ChannelChoice some -> some.isCoveredBy(sound);
                })
                .isPresent();
    }

    /// Measures, or waits for the same measurement that is under way.
    ///
    /// @param wait may be zero; finding the modem may take longer
    public MeasureResult measure(MeasureOrder order, Duration wait) throws InterruptedException {
        Instant giveUp = clock.instant().plus(wait);
        Optional<CommandRow> running = ledger.holder(order.mac().toString());
        if (running.isPresent()) {
            return join(running.get(), order, giveUp);
        }
        return switch (finder.find(order.mac(), order.caller())) {
            case Whereabouts.NotFound missing -> new MeasureResult.NotFound(missing);
            case Whereabouts.Found found -> start(order, found, giveUp);
        };
    }

    private MeasureResult start(MeasureOrder order, Whereabouts.Found found, Instant giveUp)
            throws InterruptedException {
        if (!(order.channels() instanceof ChannelChoice.ChannelIds(List<Integer> wanted))) {
            return submit(order, found, giveUp);
        }
        Oid column = switch (order.measurement()) {
            case Measurement.UsPreEqualization _ -> OFDMA_CHANNEL_ID;
            case Measurement.UsAtdmaPreEqualization _ -> UPSTREAM_CHANNEL_ID;
            default -> OFDM_CHANNEL_ID;
        };
        Duration wait = left(giveUp).plus(TO_ASK);
        return switch (tables.read(found.agent(), found.modem(), List.of(column), order.caller(), wait)) {
            case ModemTables.Reading.Instead(MeasureResult result) -> result;
            case ModemTables.Reading.Read read -> {
                Map<Integer, Long> has = ifIndexes(read.trees().getFirst());
                if (!has.keySet().containsAll(wanted)) {
                    yield new MeasureResult.NoSuchChannel("the modem has the channels " + has.keySet());
                }
                var ifIndexes = new ChannelChoice.IfIndexes(
                        wanted.stream().map(has::get).toList());
                yield submit(
                        new MeasureOrder(order.mac(), order.measurement(), ifIndexes, order.caller(), order.key()),
                        found,
                        giveUp);
            }
        };
    }

    private static Map<Integer, Long> ifIndexes(List<VarBind> channelIds) {
        Map<Integer, Long> found = new TreeMap<>();
        for (VarBind row : channelIds) {
            long ifIndex = row.oid().arc(row.oid().length() - 1);
            switch (row.value()) {
                case SnmpValue.Gauge32(long id) -> found.put((int) id, ifIndex);
                case SnmpValue.Integer32(int id) -> found.put(id, ifIndex);
                default -> {}
            }
        }
        return found;
    }

    private MeasureResult submit(MeasureOrder order, Whereabouts.Found found, Instant giveUp)
            throws InterruptedException {
        List<Long> channels = order.channels() instanceof ChannelChoice.IfIndexes(var some) ? some : List.of();
        boolean atCmts = order.measurement() instanceof Measurement.UsRxMer;
        var capture = new PnmCapture(
                atCmts ? found.cmtsTarget() : found.modem(),
                order.mac(),
                order.measurement(),
                channels,
                new PnmCapture.Upload.AsConfigured());
        var submission = new Submission(
                atCmts ? found.cmtsAgent() : found.agent(),
                capture,
                Lane.LONG,
                Submission.DEFAULT_START_BY,
                runFor(order.measurement(), channels.size()),
                order.caller(),
                "",
                "",
                found.cmts(),
                order.key());
        return switch (dispatcher.submit(submission)) {
            case Submitted.Accepted(CommandId id) -> await(id, order.channels(), giveUp);
            case Submitted.Held(CommandId by) -> join(row(by), order, giveUp);
            case Submitted.Unavailable why -> new MeasureResult.Unavailable(why);
            case Submitted.Repeated(CommandId id) -> await(id, order.channels(), giveUp);
            // The modem has another address now than when it was measured under that key.
            case Submitted.Mismatch(CommandId id) -> await(id, order.channels(), giveUp);
            case Submitted.TooLarge _ -> throw new IllegalStateException("the command is small");
        };
    }

    /// What a measurement may take: the modem's patience for each channel, and finding, setting and fetching.
    private static Duration runFor(Measurement measurement, int channels) {
        Duration standard = CommandKind.PNM_CAPTURE.defaultRunFor();
        int further = Math.max(0, channels - 2);
        return switch (measurement) {
            case Measurement.DsHistogram histogram -> standard.plus(histogram.time());
            case Measurement.DsFecSummary summary ->
                summary.span() == Measurement.DsFecSummary.Span.DAY
                        ? Duration.ofHours(1)
                        : Duration.ofMinutes(Math.min(60, 12L * Math.max(2, channels)));
            case Measurement.DsSpectrum _ -> Duration.ofMinutes(7);
            case Measurement.DsRxMer _,
                    Measurement.DsChannelEstimate _,
                    Measurement.DsConstellation _,
                    Measurement.DsModulationProfile _,
                    Measurement.UsPreEqualization _,
                    Measurement.UsAtdmaPreEqualization _,
                    Measurement.UsRxMer _ -> standard.plusMinutes(Math.min(further, 58));
        };
    }

    private MeasureResult join(CommandRow running, MeasureOrder order, Instant giveUp) throws InterruptedException {
        boolean same = request(running.redactedCommand())
                .filter(request -> request.measurement().equals(order.measurement()))
                .filter(request -> order.channels().isWithin(request.channels()))
                .isPresent();
        return same ? await(running.id(), order.channels(), giveUp) : new MeasureResult.Held(running);
    }

    /// What came of a measurement.
    ///
    /// @param wait for its end; may be zero
    public Optional<MeasureResult> find(CommandId id, Duration wait) throws InterruptedException {
        boolean known = ledger.find(id)
                .filter(row -> row.kind().equals(CommandKind.PNM_CAPTURE.wireName()))
                .isPresent();
        return known
                ? Optional.of(await(id, new ChannelChoice.All(), clock.instant().plus(wait)))
                : captures.find(id).map(MeasureResult.Done::new);
    }

    private MeasureResult await(CommandId id, ChannelChoice channels, Instant giveUp) throws InterruptedException {
        CommandRow row = settler.await(id, left(giveUp))
                .orElseThrow(() -> new IllegalStateException("command " + id + " is forgotten while it is measured"));
        if (!(row.state() instanceof CommandRow.State.Ended)) {
            return new MeasureResult.Underway(row);
        }
        MeasureResult filed = filing.file(row);
        if (filed instanceof MeasureResult.Failed(var _, OutcomeEnvelope outcome)
                && outcome.outcome() instanceof Outcome.Failed(FailureCode code, var _)
                && code == FailureCode.WRONG_DEVICE) {
            request(row.redactedCommand()).ifPresent(request -> finder.forget(request.mac()));
        }
        return filed instanceof MeasureResult.Done(StoredMeasurement all) ? done(all, channels) : filed;
    }

    private Duration left(Instant giveUp) {
        Duration left = Duration.between(clock.instant(), giveUp);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static MeasureResult done(StoredMeasurement all, ChannelChoice channels) {
        StoredMeasurement wanted = only(all, channels);
        return channels.isCoveredBy(wanted.captures())
                ? new MeasureResult.Done(wanted)
                : new MeasureResult.NoSuchChannel("the modem was measured, and has no such channel");
    }

    private static StoredMeasurement only(StoredMeasurement all, ChannelChoice channels) {
        return new StoredMeasurement(
                all.head(),
                all.request(),
                all.outcome(),
                all.captures().stream().filter(channels::has).toList());
    }

    private CommandRow row(CommandId id) {
        return ledger.find(id).orElseThrow(() -> new IllegalStateException("command " + id + " is forgotten"));
    }

    /// The measurement that a command asks for, if it is one that can be read.
    private Optional<PnmCapture> request(byte[] json) {
        try {
            Command command = codec.decodeCommand(json);
            return command instanceof PnmCapture capture ? Optional.of(capture) : Optional.empty();
        } catch (MalformedMessageException _) {
            // Its community is not kept, so nobody can say whether it is the same.
            return Optional.empty();
        }
    }
}
