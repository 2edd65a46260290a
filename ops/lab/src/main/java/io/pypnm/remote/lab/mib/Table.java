package io.pypnm.remote.lab.mib;

import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A conceptual table, or a group of scalars as a table with the one row `.0`: columns times rows, column by column.
public final class Table implements MibView {
    private final Oid entry;
    private final Rows rows;
    private final List<Column> columns;
    private final List<Oid> columnOids;

    /// @param entry   what the columns' arcs follow
    /// @param columns ascending by arc
    public Table(Oid entry, Rows rows, List<Column> columns) {
        this.entry = entry;
        this.rows = rows;
        this.columns = List.copyOf(columns);
        this.columnOids =
                columns.stream().map(column -> entry.append(column.arc())).toList();
        for (int i = 1; i < columns.size(); i++) {
            if (columns.get(i - 1).arc() >= columns.get(i).arc()) {
                throw new IllegalArgumentException("columns of " + entry + " must ascend, have "
                        + columns.get(i).arc() + " after " + columns.get(i - 1).arc());
            }
        }
    }

    /// Scalar objects below one OID.
    public static Table ofScalars(Oid group, Column... scalars) {
        return new Table(group, Rows.scalar(), List.of(scalars));
    }

    @Override
    public Oid root() {
        return entry;
    }

    @Override
    public SnmpValue get(Oid instance) {
        OptionalInt column = column(instance);
        if (column.isEmpty()) {
            return new SnmpValue.NoSuchObject();
        }
        OptionalInt row = row(instance);
        return row.isPresent() ? columns.get(column.getAsInt()).value(row.getAsInt()) : new SnmpValue.NoSuchInstance();
    }

    @Override
    public Optional<VarBind> next(Oid after) {
        if (after.compareTo(entry) <= 0) {
            return cell(0, 0);
        }
        if (!entry.isPrefixOf(after)) {
            return Optional.empty();
        }
        int column = firstColumnFrom(after.arc(entry.length()));
        boolean inColumn = column < columns.size() && columnOids.get(column).isPrefixOf(after);
        return inColumn ? cell(column, rows.firstAfter(after, entry.length() + 1)) : cell(column, 0);
    }

    @Override
    public ErrorStatus check(VarBind varBind) {
        OptionalInt column = column(varBind.oid());
        if (column.isEmpty()) {
            return ErrorStatus.NOT_WRITABLE;
        }
        Column checked = columns.get(column.getAsInt());
        ErrorStatus status = checked.check(varBind.value());
        if (status != ErrorStatus.NO_ERROR) {
            return status;
        }
        OptionalInt row = row(varBind.oid());
        return row.isPresent() ? checked.checkNow(row.getAsInt(), varBind.value()) : ErrorStatus.NO_CREATION;
    }

    @Override
    public void set(VarBind varBind) {
        int column = column(varBind.oid()).orElseThrow();
        int row = row(varBind.oid()).orElseThrow();
        columns.get(column).store(row, varBind.value());
    }

    /// The cell, or the first of the next column where this one has no such row.
    private Optional<VarBind> cell(int column, int row) {
        if (row >= rows.count()) {
            return rows.count() == 0 ? Optional.empty() : cell(column + 1, 0);
        }
        if (column >= columns.size()) {
            return Optional.empty();
        }
        return Optional.of(new VarBind(
                rows.instance(columnOids.get(column), row), columns.get(column).value(row)));
    }

    private OptionalInt column(Oid oid) {
        if (oid.length() > entry.length() && entry.isPrefixOf(oid)) {
            int column = firstColumnFrom(oid.arc(entry.length()));
            if (column < columns.size() && columnOids.get(column).isPrefixOf(oid)) {
                return OptionalInt.of(column);
            }
        }
        return OptionalInt.empty();
    }

    private OptionalInt row(Oid oid) {
        return rows.find(oid, entry.length() + 1);
    }

    private int firstColumnFrom(long arc) {
        int column = 0;
        while (column < columns.size() && columns.get(column).arc() < arc) {
            column++;
        }
        return column;
    }
}
