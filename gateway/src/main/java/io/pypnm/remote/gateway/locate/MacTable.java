package io.pypnm.remote.gateway.locate;

import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.snmp.Octets;
import java.util.Arrays;
import java.util.OptionalLong;

/// Which modem has which index: some 30 bytes for each of many. Owned by one thread while it is filled; never changed
/// afterwards.
final class MacTable {
    private static final int FIRST_SLOTS = 1024;
    private static final int MAC_OCTETS = 6;
    /// No modem has this address.
    private static final long EMPTY = 0;

    /// Open addressing: a MAC stands in the first free slot from its own, and at most half of them are taken.
    private long[] macs = new long[FIRST_SLOTS];

    private long[] indices = new long[FIRST_SLOTS];
    private int size;

    /// Adds a row, or replaces it. What is no MAC address is left out.
    void put(Octets mac, long index) {
        long bits = bits(mac);
        if (bits == EMPTY) {
            return;
        }
        if (2 * (size + 1) > macs.length) {
            grow();
        }
        int slot = slot(bits);
        size += macs[slot] == EMPTY ? 1 : 0;
        macs[slot] = bits;
        indices[slot] = index;
    }

    OptionalLong find(MacAddress mac) {
        int slot = slot(bits(mac.octets()));
        return macs[slot] == EMPTY ? OptionalLong.empty() : OptionalLong.of(indices[slot]);
    }

    int size() {
        return size;
    }

    private void grow() {
        long[] oldMacs = macs;
        long[] oldIndices = indices;
        macs = new long[2 * oldMacs.length];
        indices = Arrays.copyOf(macs, macs.length);
        for (int i = 0; i < oldMacs.length; i++) {
            if (oldMacs[i] != EMPTY) {
                int slot = slot(oldMacs[i]);
                macs[slot] = oldMacs[i];
                indices[slot] = oldIndices[i];
            }
        }
    }

    private int slot(long mac) {
        // Fibonacci hashing: addresses of one maker differ in their last octets only.
        int slot = (int) ((mac * 0x9e37_79b9_7f4a_7c15L) >>> 32) & (macs.length - 1);
        while (macs[slot] != EMPTY && macs[slot] != mac) {
            slot = (slot + 1) & (macs.length - 1);
        }
        return slot;
    }

    private static long bits(Octets mac) {
        long bits = 0;
        for (int i = 0; mac.length() == MAC_OCTETS && i < MAC_OCTETS; i++) {
            bits = bits << 8 | (mac.at(i) & 0xff);
        }
        return bits;
    }
}
