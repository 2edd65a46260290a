package io.pypnm.remote.agent.pnm;

import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.command.Measurement;
import io.pypnm.remote.contracts.command.Measurement.DsFecSummary.Span;
import io.pypnm.remote.contracts.command.Measurement.DsSpectrum.Retrieval;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// How a device is told to measure: columns of one table or, of the spectrum, scalars of one group. First the settings,
/// then the names of the files, then the trigger. Immutable once made.
final class Recipe {
    /// TruthValue of SNMPv2-TC.
    static final int TRUE = 1;

    static final int FALSE = 2;

    private static final Duration SETTLING = Duration.ofSeconds(1);

    private final Oid entry;
    private final int trigger;
    private final int status;
    private List<Setting> settings = List.of();
    private List<FileNameColumn> names = List.of();
    private Duration rest = Duration.ZERO;
    private int started = TRUE;
    private List<Integer> figures = List.of();
    private Duration lasts = Duration.ZERO;
    private Exclusion exclusion = Exclusion.THROUGHOUT;
    private List<Setting> closing = List.of();

    private Recipe(Oid entry, int trigger, int status) {
        this.entry = entry;
        this.trigger = trigger;
        this.status = status;
    }

    /// One SET beside the trigger.
    ///
    /// @param rest that the device needs after it
    record Setting(int column, SnmpValue value, Duration rest) {}

    /// A column that holds the name of a file.
    ///
    /// @param prefix of the name, at most 6 characters
    record FileNameColumn(int column, String prefix) {}

    /// What docsPnmCmCtlStatus has to do with it.
    enum Exclusion {
        /// Nothing.
        NONE,
        /// It must be ready before, and may stay so or not.
        BEFORE,
        /// It must be ready before, and is a test in progress until the end.
        THROUGHOUT
    }

    /// For what a modem captures.
    ///
    /// @throws IllegalArgumentException for what a CMTS captures and what is only read
    static Recipe of(Measurement measurement) {
        return switch (measurement) {
            case Measurement.DsRxMer _ ->
                new Recipe(PnmObjects.RX_MER, 1, 7).file(8, "rxmer").figures(2, 3, 4, 5, 6);
            case Measurement.DsChannelEstimate _ ->
                new Recipe(PnmObjects.CHANNEL_ESTIMATE, 1, 7).file(8, "chest").figures(2, 3, 4, 5, 6, 9, 10, 11);
            case Measurement.DsConstellation constellation ->
                new Recipe(PnmObjects.CONSTELLATION, 1, 5)
                        .settings(
                                unsigned(2, constellation.modulationOrderOffset()),
                                unsigned(3, constellation.symbols()))
                        .file(6, "const")
                        .figures(4);
            case Measurement.DsHistogram histogram ->
                new Recipe(PnmObjects.HISTOGRAM, 1, 3)
                        .settings(unsigned(2, histogram.time().toSeconds()))
                        .file(4, "hist")
                        .lasts(histogram.time());
            case Measurement.DsFecSummary(Span span) ->
                new Recipe(PnmObjects.FEC, 2, 3)
                        .settings(integer(1, span == Span.TEN_MINUTES ? 2 : 3))
                        .file(4, "fec")
                        // Some modems hand out what they have counted, others begin to count.
                        .lasts(span == Span.TEN_MINUTES ? Duration.ofMinutes(10) : Duration.ofDays(1));
            case Measurement.DsModulationProfile _ ->
                new Recipe(PnmObjects.MODULATION_PROFILE, 1, 2).file(3, "prof").exclusion(Exclusion.NONE);
            case Measurement.UsPreEqualization _ ->
                new Recipe(PnmObjects.US_PRE_EQUALIZER, 1, 8)
                        .file(10, "preeq")
                        .file(9, "prelst")
                        .rest(SETTLING)
                        .figures(2, 3, 4, 5, 6, 7, 11, 12, 13);
            case Measurement.DsSpectrum spectrum -> spectrum(spectrum);
            case Measurement.UsRxMer _ -> throw new IllegalArgumentException("a CMTS measures it, not a modem");
            case Measurement.UsAtdmaPreEqualization _ -> throw new IllegalArgumentException("it is only read");
        };
    }

    private static Recipe spectrum(Measurement.DsSpectrum spectrum) {
        boolean file = spectrum.by() == Retrieval.FILE;
        var off = new Setting(1, new SnmpValue.Integer32(FALSE), SETTLING);
        Recipe recipe = new Recipe(PnmObjects.SPECTRUM, 10, 11)
                .settings(
                        integer(2, 60),
                        unsigned(3, spectrum.firstCentre()),
                        unsigned(4, spectrum.lastCentre()),
                        unsigned(5, spectrum.span()),
                        unsigned(6, spectrum.bins()),
                        unsigned(7, 150),
                        integer(8, 1),
                        unsigned(9, spectrum.averages()),
                        // A modem takes new settings only when the analyser is switched on anew.
                        off,
                        integer(1, TRUE))
                .started(file ? TRUE : FALSE)
                .lasts(Duration.ofMinutes(5))
                .exclusion(Exclusion.BEFORE)
                // An analyser that stays on may keep the modem from other measurements.
                .closing(integer(1, FALSE));
        return file ? recipe.file(12, "spec") : recipe;
    }

    /// For what a CMTS captures.
    ///
    /// @param transfer the row that says where its file goes
    static Recipe ofCmts(Measurement.UsRxMer measurement, MacAddress modem, long transfer) {
        return new Recipe(PnmObjects.US_RX_MER, 1, 5)
                .settings(
                        new Setting(2, new SnmpValue.OctetString(modem.octets()), Duration.ZERO),
                        integer(3, measurement.preEqualization() ? TRUE : FALSE),
                        unsigned(4, measurement.averages()),
                        unsigned(7, transfer))
                .file(6, "usmer")
                .exclusion(Exclusion.NONE);
    }

    private static Setting unsigned(int column, long value) {
        return new Setting(column, new SnmpValue.Gauge32(value), Duration.ZERO);
    }

    private static Setting integer(int column, int value) {
        return new Setting(column, new SnmpValue.Integer32(value), Duration.ZERO);
    }

    private Recipe settings(Setting... settings) {
        this.settings = List.of(settings);
        return this;
    }

    private Recipe file(int column, String prefix) {
        names = Stream.concat(names.stream(), Stream.of(new FileNameColumn(column, prefix)))
                .toList();
        return this;
    }

    private Recipe rest(Duration rest) {
        this.rest = rest;
        return this;
    }

    private Recipe started(int value) {
        started = value;
        return this;
    }

    private Recipe figures(Integer... columns) {
        figures = List.of(columns);
        return this;
    }

    private Recipe lasts(Duration lasts) {
        this.lasts = lasts;
        return this;
    }

    private Recipe exclusion(Exclusion exclusion) {
        this.exclusion = exclusion;
        return this;
    }

    private Recipe closing(Setting... settings) {
        closing = List.of(settings);
        return this;
    }

    /// SETs before the trigger, in order.
    List<Setting> settings() {
        return settings;
    }

    /// Of the files it makes; none if it is read from a table.
    List<FileNameColumn> names() {
        return names;
    }

    /// Between the last name and the trigger.
    Duration rest() {
        return rest;
    }

    /// The column that starts it.
    int trigger() {
        return trigger;
    }

    /// What the trigger is set to.
    int started() {
        return started;
    }

    /// The column of its MeasStatus.
    int status() {
        return status;
    }

    /// Columns that are read at the end.
    List<Integer> figures() {
        return figures;
    }

    /// What it takes by its nature; zero of a snapshot.
    Duration lasts() {
        return lasts;
    }

    Exclusion exclusion() {
        return exclusion;
    }

    /// SETs when all is over.
    List<Setting> closing() {
        return closing;
    }

    /// The object of a column for one channel.
    ///
    /// @param index ifIndex; 0 of the spectrum's scalars
    Oid object(int column, long index) {
        return entry.append(column, (int) index);
    }

    /// The objects it sets, without their index.
    List<Oid> objectsSet() {
        List<Oid> objects = new ArrayList<>();
        settings.forEach(setting -> objects.add(entry.append(setting.column())));
        names.forEach(name -> objects.add(entry.append(name.column())));
        objects.add(entry.append(trigger));
        return objects;
    }
}
