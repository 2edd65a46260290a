package io.pypnm.remote.agent.pnm;

import io.pypnm.remote.contracts.command.Measurement;
import io.pypnm.remote.contracts.command.Measurement.DsFecSummary.Span;
import io.pypnm.remote.contracts.command.Measurement.DsSpectrum.Retrieval;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How a modem is told to measure: columns of one table or, of the spectrum, scalars of one group.
///
/// @param entry    the table's entry; `entry.column.index` is an object
/// @param settings SETs before the trigger, in order; the names of the files are set before them
/// @param names    columns of the file names with the prefixes of the names
/// @param trigger  the column that starts it
/// @param started  what the trigger is set to
/// @param status   the column of its MeasStatus
/// @param figures  columns that are read at the end
/// @param lasts    what it takes by its nature; zero of a snapshot
/// @param isLocked whether docsPnmCmCtlStatus tells of it: of all but the modulation profile
record Recipe(
        Oid entry,
        List<Setting> settings,
        List<FileNameColumn> names,
        int trigger,
        int started,
        int status,
        List<Integer> figures,
        Duration lasts,
        boolean isLocked) {
    /// TruthValue of SNMPv2-TC.
    static final int TRUE = 1;

    static final int FALSE = 2;

    private static final Duration NO_TIME = Duration.ZERO;
    private static final Duration SETTLING = Duration.ofSeconds(1);

    Recipe {
        settings = List.copyOf(settings);
        names = List.copyOf(names);
        figures = List.copyOf(figures);
    }

    /// One SET before the trigger.
    ///
    /// @param rest that the modem needs after it
    record Setting(int column, SnmpValue value, Duration rest) {}

    /// A column that holds the name of a file.
    record FileNameColumn(int column, String prefix) {}

    /// Whether a modem can be told to do it by this version.
    static boolean isKnown(Measurement measurement) {
        return !(measurement instanceof Measurement.UsRxMer
                || measurement instanceof Measurement.UsAtdmaPreEqualization);
    }

    /// @throws IllegalArgumentException for those that are not [#isKnown]
    static Recipe of(Measurement measurement) {
        return switch (measurement) {
            case Measurement.DsRxMer _ ->
                new Recipe(
                        PnmObjects.RX_MER,
                        List.of(),
                        name(8, "rxmer"),
                        1,
                        TRUE,
                        7,
                        List.of(2, 3, 4, 5, 6),
                        NO_TIME,
                        true);
            case Measurement.DsChannelEstimate _ ->
                new Recipe(
                        PnmObjects.CHANNEL_ESTIMATE,
                        List.of(),
                        name(8, "chest"),
                        1,
                        TRUE,
                        7,
                        List.of(2, 3, 4, 5, 6, 9, 10, 11),
                        NO_TIME,
                        true);
            case Measurement.DsConstellation constellation ->
                new Recipe(
                        PnmObjects.CONSTELLATION,
                        List.of(
                                unsigned(2, constellation.modulationOrderOffset()),
                                unsigned(3, constellation.symbols())),
                        name(6, "const"),
                        1,
                        TRUE,
                        5,
                        List.of(4),
                        NO_TIME,
                        true);
            case Measurement.DsHistogram histogram ->
                new Recipe(
                        PnmObjects.HISTOGRAM,
                        List.of(unsigned(2, Math.max(1, histogram.time().toSeconds()))),
                        name(4, "hist"),
                        1,
                        TRUE,
                        3,
                        List.of(),
                        histogram.time(),
                        true);
            case Measurement.DsFecSummary summary ->
                new Recipe(
                        PnmObjects.FEC,
                        List.of(integer(1, summary.span() == Span.TEN_MINUTES ? 2 : 3)),
                        name(4, "fec"),
                        2,
                        TRUE,
                        3,
                        List.of(),
                        // Some modems hand out what they have counted, others begin to count.
                        summary.span() == Span.TEN_MINUTES ? Duration.ofMinutes(10) : Duration.ofDays(1),
                        true);
            case Measurement.DsModulationProfile _ ->
                new Recipe(
                        PnmObjects.MODULATION_PROFILE,
                        List.of(),
                        name(3, "modprof"),
                        1,
                        TRUE,
                        2,
                        List.of(),
                        NO_TIME,
                        false);
            case Measurement.UsPreEqualization _ ->
                new Recipe(
                        PnmObjects.US_PRE_EQUALIZER,
                        List.of(),
                        List.of(new FileNameColumn(10, "preeq"), new FileNameColumn(9, "preeqlast")),
                        1,
                        TRUE,
                        8,
                        List.of(2, 3, 4, 5, 6, 7, 11, 12, 13),
                        NO_TIME,
                        true);
            case Measurement.DsSpectrum spectrum -> spectrum(spectrum);
            case Measurement.UsRxMer _, Measurement.UsAtdmaPreEqualization _ ->
                throw new IllegalArgumentException("there is no recipe for it");
        };
    }

    private static Recipe spectrum(Measurement.DsSpectrum spectrum) {
        List<Setting> settings = new ArrayList<>();
        settings.add(integer(2, 60));
        settings.add(unsigned(3, spectrum.firstCentre()));
        settings.add(unsigned(4, spectrum.lastCentre()));
        settings.add(unsigned(5, spectrum.span()));
        settings.add(unsigned(6, spectrum.bins()));
        settings.add(unsigned(7, 150));
        settings.add(integer(8, 1));
        settings.add(unsigned(9, spectrum.averages()));
        // A modem takes new settings only when the analyser is switched on anew.
        settings.add(new Setting(1, new SnmpValue.Integer32(FALSE), SETTLING));
        settings.add(new Setting(1, new SnmpValue.Integer32(TRUE), Duration.ZERO));
        boolean file = spectrum.by() == Retrieval.FILE;
        return new Recipe(
                PnmObjects.SPECTRUM,
                settings,
                file ? name(12, "spectrum") : List.of(),
                10,
                file ? TRUE : FALSE,
                11,
                List.of(),
                Duration.ofMinutes(5),
                true);
    }

    private static List<FileNameColumn> name(int column, String prefix) {
        return List.of(new FileNameColumn(column, prefix));
    }

    private static Setting unsigned(int column, long value) {
        return new Setting(column, new SnmpValue.Gauge32(value), Duration.ZERO);
    }

    private static Setting integer(int column, int value) {
        return new Setting(column, new SnmpValue.Integer32(value), Duration.ZERO);
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
