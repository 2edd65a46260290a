package io.pypnm.remote.contracts.snmp;

import java.util.Arrays;

/// An OBJECT IDENTIFIER: 2 to 128 arcs of 0 to 2^32-1 (RFC 2578 section 3.5). Ordered as SNMP orders objects (RFC 3416
/// section 4.2.2).
public final class Oid implements Comparable<Oid> {
    public static final int MAX_ARCS = 128;
    private static final long MAX_ARC = 0xffff_ffffL;

    /// The first two arcs travel as one sub-identifier, `40 * first + second`, which must fit into 32 bits as well.
    private static final int MAX_SECOND_ARC_BELOW_2 = 0xffff_ffff - 80;

    /// Arcs as unsigned 32-bit numbers; never changed.
    private final int[] arcs;

    private Oid(int[] arcs) {
        this.arcs = arcs;
    }

    /// Holds a copy of the arcs.
    ///
    /// @param arcs unsigned 32-bit numbers; copied
    /// @throws IllegalArgumentException if there are not 2 to 128 arcs or the first two are impossible (X.660)
    public static Oid of(int... arcs) {
        int[] copy = arcs.clone();
        if (copy.length < 2 || copy.length > MAX_ARCS) {
            throw new IllegalArgumentException("oid must have 2 to " + MAX_ARCS + " arcs, has " + copy.length);
        }
        boolean root = copy[0] >= 0 && copy[0] <= 2;
        boolean second = Integer.compareUnsigned(copy[1], copy[0] == 2 ? MAX_SECOND_ARC_BELOW_2 : 39) <= 0;
        if (!root || !second) {
            throw new IllegalArgumentException("oid cannot begin with " + Integer.toUnsignedString(copy[0]) + "."
                    + Integer.toUnsignedString(copy[1]));
        }
        return new Oid(copy);
    }

    /// Reads dotted decimal; one leading dot is allowed.
    ///
    /// @throws IllegalArgumentException if it is not an OID
    public static Oid parse(String text) {
        int start = text.startsWith(".") ? 1 : 0;
        int[] arcs = new int[MAX_ARCS];
        int count = 0;
        long arc = -1;
        for (int i = start; i <= text.length(); i++) {
            char c = i == text.length() ? '.' : text.charAt(i);
            if (c >= '0' && c <= '9') {
                arc = (arc < 0 ? 0 : arc * 10) + (c - '0');
                if (arc > MAX_ARC) {
                    throw new IllegalArgumentException("oid arc " + (count + 1) + " is above 2^32-1");
                }
            } else if (c == '.' && arc >= 0) {
                if (count == MAX_ARCS) {
                    throw new IllegalArgumentException("oid has more than " + MAX_ARCS + " arcs");
                }
                arcs[count++] = (int) arc;
                arc = -1;
            } else {
                throw new IllegalArgumentException("oid must be dotted decimal, has a wrong character at " + i);
            }
        }
        return of(Arrays.copyOf(arcs, count));
    }

    public int length() {
        return arcs.length;
    }

    /// The arc as an unsigned 32-bit number.
    public long arc(int index) {
        return Integer.toUnsignedLong(arcs[index]);
    }

    /// A copy of the arcs, each an unsigned 32-bit number.
    public int[] toArray() {
        return arcs.clone();
    }

    /// Whether the other OID is this one or lies below it, by whole arcs: `1.3.20` is no prefix of `1.3.201`.
    public boolean isPrefixOf(Oid other) {
        return other.arcs.length >= arcs.length && Arrays.equals(arcs, 0, arcs.length, other.arcs, 0, arcs.length);
    }

    /// This OID with further arcs.
    ///
    /// @throws IllegalArgumentException if the result had more than 128 arcs
    public Oid append(int... more) {
        int[] all = Arrays.copyOf(arcs, arcs.length + more.length);
        System.arraycopy(more, 0, all, arcs.length, more.length);
        return of(all);
    }

    @Override
    public int compareTo(Oid other) {
        return Arrays.compareUnsigned(arcs, other.arcs);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Oid oid && Arrays.equals(arcs, oid.arcs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(arcs);
    }

    /// Dotted decimal without a leading dot.
    @Override
    public String toString() {
        var text = new StringBuilder(arcs.length * 4);
        for (int i = 0; i < arcs.length; i++) {
            if (i > 0) {
                text.append('.');
            }
            text.append(Integer.toUnsignedLong(arcs[i]));
        }
        return text.toString();
    }
}
