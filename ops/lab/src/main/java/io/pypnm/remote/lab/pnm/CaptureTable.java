package io.pypnm.remote.lab.pnm;

import static io.pypnm.remote.lab.mib.Values.integer;
import static io.pypnm.remote.lab.mib.Values.octets;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.lab.device.Life;
import io.pypnm.remote.lab.device.Misbehaviour;
import io.pypnm.remote.lab.mib.Column;
import io.pypnm.remote.lab.mib.LiveColumn;
import io.pypnm.remote.lab.mib.MibView;
import io.pypnm.remote.lab.mib.Rows;
import io.pypnm.remote.lab.mib.Syntax;
import io.pypnm.remote.lab.mib.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The table of one kind of capture: a SET of its enable object to 1 starts one, to 2 aborts it.
///
/// | MeasStatus     | when                                                                     |
/// |----------------|--------------------------------------------------------------------------|
/// | 2 inactive     | none has run since the start, or it was aborted                          |
/// | 3 busy         | one runs                                                                 |
/// | 4 sampleReady  | the last one is done, and its file is kept and on its way                |
/// | 5, 6, 7, 8     | by [Misbehaviour#ENDS_WITH]; 6 also if one SET starts two captures       |
final class CaptureTable {
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int INACTIVE = 2;
    private static final int BUSY = 3;
    private static final int SAMPLE_READY = 4;
    private static final int RESOURCE_UNAVAILABLE = 6;
    private static final int SAMPLE_TRUNCATED = 7;
    private static final int MAX_NAME = 255;

    private final CaptureKind kind;
    private final Measurement measurement;
    private final Rows rows;
    private final CaptureDevice device;
    private final Life life;
    private final Map<Integer, Row> states = new HashMap<>();

    CaptureTable(CaptureKind kind, Rows rows, CaptureDevice device, Measurement measurement) {
        this.kind = kind;
        this.rows = rows;
        this.device = device;
        this.life = device.life();
        this.measurement = measurement;
    }

    MibView view() {
        List<Column> columns = new ArrayList<>();
        columns.add(new LiveColumn(
                kind.enable(),
                row -> integer(state(row).busy() ? TRUE : FALSE),
                Syntax.integers(TRUE, FALSE),
                (row, value) -> value.equals(integer(FALSE)) || mayStart(state(row)),
                (row, value) -> enable(row, value.equals(integer(TRUE)))));
        columns.add(Column.computed(kind.status(), row -> integer(shownStatus(state(row)))));
        for (CaptureKind.FileName file : kind.files()) {
            columns.add(whileIdle(
                    file.arc(),
                    octets(Octets.of()),
                    Syntax.octets(MAX_NAME),
                    (row, name) -> state(row).values.put(file.arc(), shortened(name))));
        }
        for (CaptureKind.Parameter parameter : kind.parameters()) {
            columns.add(whileIdle(
                    parameter.arc(),
                    parameter.initial(),
                    parameter.syntax(),
                    (row, value) -> state(row).values.put(parameter.arc(), value)));
        }
        kind.results()
                .forEach((arc, initial) -> columns.add(
                        Column.computed(arc, row -> state(row).values.getOrDefault(arc, initial))));
        columns.sort(Comparator.comparingInt(Column::arc));
        return new Table(kind.entry(), rows, columns);
    }

    private Column whileIdle(int arc, SnmpValue initial, Syntax syntax, LiveColumn.Store store) {
        return new LiveColumn(
                arc,
                row -> state(row).values.getOrDefault(arc, initial),
                syntax,
                (row, _) -> !state(row).busy(),
                store);
    }

    private Row state(int row) {
        return states.computeIfAbsent(row, _ -> new Row());
    }

    private SnmpValue shortened(SnmpValue name) {
        int max = life.number(Misbehaviour.SHORTENS_NAMES);
        return max > 0 && name instanceof SnmpValue.OctetString(Octets octets) && octets.length() > max
                ? octets(Octets.of(Arrays.copyOf(octets.toArray(), max)))
                : name;
    }

    private int shownStatus(Row row) {
        if (life.has(Misbehaviour.STALE_SAMPLE)) {
            long staleNanos =
                    Duration.ofMillis(life.number(Misbehaviour.STALE_SAMPLE)).toNanos();
            boolean early = row.busy() && life.nanos().getAsLong() - row.startNanos < staleNanos;
            return early || row.status == INACTIVE ? SAMPLE_READY : row.status;
        }
        return row.status == INACTIVE ? measurement.idleStatus() : row.status;
    }

    private boolean mayStart(Row row) {
        return !row.busy() && (kind.test() == 0 || device.lock().ready());
    }

    private void enable(int index, boolean start) {
        Row row = state(index);
        if (!start) {
            abort(row);
        } else if (mayStart(row)) {
            start(index, row);
        } else {
            // The first of two starts in one SET got through.
            row.status = RESOURCE_UNAVAILABLE;
        }
    }

    private void abort(Row row) {
        if (row.busy()) {
            row.status = INACTIVE;
            release();
        }
    }

    private void release() {
        if (kind.test() != 0) {
            device.lock().end();
        }
    }

    private void start(int index, Row row) {
        row.status = BUSY;
        row.startNanos = life.nanos().getAsLong();
        int run = row.runs++;
        if (kind.test() != 0) {
            device.lock().begin(kind.test());
        }
        kind.files().forEach(file -> row.values.putIfAbsent(file.arc(), octets(Octets.of())));
        for (CaptureKind.FileName file : kind.files()) {
            if (row.name(file.arc()).length() == 0) {
                row.values.put(
                        file.arc(), octets(Octets.ofUtf8(device.defaultName().apply(file.prefix()))));
            }
        }
        boolean truncated = life.number(Misbehaviour.ENDS_WITH) == SAMPLE_TRUNCATED;
        var job = new Measurement.Job(index, run, parameters(index), truncated);
        Duration takes = measurement.takes(job, device.measuring());
        if (life.takesTurn(Misbehaviour.REBOOTS)) {
            life.after(takes.dividedBy(2), life::restart);
        } else if (!life.takesTurn(Misbehaviour.STAYS_BUSY)) {
            life.after(takes, () -> finish(row, job));
        }
    }

    /// What is set in this row now, by the arcs of the columns.
    Map<Integer, SnmpValue> parameters(int index) {
        Row row = state(index);
        Map<Integer, SnmpValue> values = new TreeMap<>();
        kind.parameters()
                .forEach(parameter ->
                        values.put(parameter.arc(), row.values.getOrDefault(parameter.arc(), parameter.initial())));
        return values;
    }

    private void finish(Row row, Measurement.Job job) {
        if (!row.busy() || row.runs != job.run() + 1) {
            return;
        }
        release();
        int end = life.has(Misbehaviour.ENDS_WITH) ? life.number(Misbehaviour.ENDS_WITH) : SAMPLE_READY;
        row.status = end;
        if (end == SAMPLE_READY || end == SAMPLE_TRUNCATED) {
            Measurement.Result result = measurement.measure(job);
            row.values.putAll(result.columns());
            for (int i = 0; i < result.files().size(); i++) {
                device.keeper()
                        .keep(
                                row.name(kind.files().get(i).arc()),
                                result.files().get(i),
                                job);
            }
        }
    }

    /// What one row of the table knows.
    private static final class Row {
        private int status = INACTIVE;
        private int runs;
        private long startNanos;
        private final Map<Integer, SnmpValue> values = new HashMap<>();

        boolean busy() {
            return status == BUSY;
        }

        Octets name(int arc) {
            return values.get(arc) instanceof SnmpValue.OctetString(Octets octets) ? octets : Octets.of();
        }
    }
}
