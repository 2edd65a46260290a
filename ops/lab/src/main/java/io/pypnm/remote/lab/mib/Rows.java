package io.pypnm.remote.lab.mib;

import io.pypnm.remote.contracts.snmp.Oid;
import java.util.OptionalInt;
import java.util.function.IntSupplier;

/// The rows of a table in the order of their indexes. An index is computed from its row number, so that a hundred
/// thousand
/// rows take no memory; a row is found by binary search over the formula.
///
/// @param size        how many rows there are now, numbered from 0
/// @param indexLength arcs of every index
/// @param index       must ascend with the row number
public record Rows(IntSupplier size, int indexLength, Index index) {
    /// As many rows for ever.
    public Rows(int count, int indexLength, Index index) {
        this(() -> count, indexLength, index);
    }

    /// One arc of one row's index.
    @FunctionalInterface
    public interface Index {
        /// The arc at this position of the row's index: 0 to 2^32-1.
        long arc(int row, int position);
    }

    /// The one instance `.0` of scalar objects (RFC 2578 section 7.7).
    public static Rows scalar() {
        return new Rows(1, 1, (_, _) -> 0);
    }

    /// Rows indexed 1 to `count`.
    public static Rows numbered(int count) {
        return new Rows(count, 1, (row, _) -> row + 1L);
    }

    int count() {
        return size.getAsInt();
    }

    OptionalInt find(Oid oid, int from) {
        int row = firstAfter(oid, from) - 1;
        return row >= 0 && compare(row, oid, from) == 0 ? OptionalInt.of(row) : OptionalInt.empty();
    }

    /// The first row whose index is greater than the arcs of the OID that start at `from`; `count()` if there is none.
    int firstAfter(Oid oid, int from) {
        int low = 0;
        int high = count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(middle, oid, from) > 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /// The instance of this row in the column.
    Oid instance(Oid column, int row) {
        int[] arcs = new int[indexLength];
        for (int i = 0; i < indexLength; i++) {
            arcs[i] = (int) index.arc(row, i);
        }
        return column.append(arcs);
    }

    private int compare(int row, Oid oid, int from) {
        int given = oid.length() - from;
        for (int i = 0; i < Math.min(given, indexLength); i++) {
            int order = Long.compare(index.arc(row, i), oid.arc(from + i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(indexLength, given);
    }
}
