package io.pypnm.remote.lab.plant;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.lab.mib.Values;
import java.net.Inet4Address;
import java.nio.ByteBuffer;

/// The whole plant by numbers: CMTSs and modems, both numbered from 0. Modem `n` has MAC address `a4:b1:c2:00:00:00 +
/// n` and the `n`-th IP address after that of CMTS 0, where only those count whose last octet is 1 to 254 (the JDK
/// refuses to bind `127.x.y.255`). It is on CMTS `n` modulo their number. The other CMTSs have the addresses after the
/// last modem's.
///
/// @param base   the address of CMTS 0; all addresses lie in 127.0.0.0/8, so nothing the plant tells leads off this
/// machine
/// @param cmtss  1 to 16
/// @param modems modems that are simulated: 0 to 10,000, one socket each
/// @param rows   modems that the CMTSs list together: at least `modems`, at most 1,000,000. Nobody answers for the
///     surplus
/// @param seed   varies what differs from modem to modem
public record Plant(Inet4Address base, int cmtss, int modems, int rows, long seed) {
    public static final int MAX_CMTSS = 16;
    public static final int MAX_MODEMS = 10_000;
    public static final int MAX_ROWS = 1_000_000;
    private static final int HOSTS = 254;
    private static final int LAST_LOOPBACK_BLOCK = 0x7f_ffff;
    private static final long MAC_PREFIX = 0xa4b1_c200_0000L;

    public Plant {
        requireRange("cmtss", cmtss, 1, MAX_CMTSS);
        requireRange("modems", modems, 0, MAX_MODEMS);
        requireRange("cmts rows", rows, modems, MAX_ROWS);
        requireRange("last octet of the base address", base.getAddress()[3] & 0xff, 1, HOSTS);
        if (!base.isLoopbackAddress() || (after(base, rows + cmtss) >>> 8) > LAST_LOOPBACK_BLOCK) {
            throw new IllegalArgumentException("addresses must lie in 127.0.0.0/8, are " + base.getHostAddress()
                    + " and the next " + (rows + cmtss));
        }
    }

    /// The address of modem `n`.
    public Inet4Address address(int modem) {
        return Inet4Address.ofLiteral(new SnmpValue.IpAddress(addressOctets(modem)).dotted());
    }

    /// The address of CMTS `n`.
    public Inet4Address cmts(int cmts) {
        return cmts == 0 ? base : address(rows + cmts - 1);
    }

    /// The CMTS that this modem is on.
    public int cmtsOf(int modem) {
        return modem % cmtss;
    }

    /// An address that is no device's: where answers come from that do not come from the device asked.
    public Inet4Address elsewhere() {
        return address(rows + cmtss - 1);
    }

    /// Whether the CMTS has the modem online. Each simulated one is; of the surplus, every fiftieth is not.
    public boolean online(int modem) {
        return modem < modems || modem % 50 != 49;
    }

    Octets addressOctets(int modem) {
        return Values.bytes(after(base, modem + 1), 4);
    }

    /// The 6 octets of the modem's MAC address.
    public Octets mac(int modem) {
        return Values.bytes(MAC_PREFIX + modem, 6);
    }

    /// The 6 octets of the MAC address of every CMTS's MAC domain.
    Octets cmtsMac() {
        return mac(0xff_0001);
    }

    /// One of the 6 octets, as a number.
    long macArc(int modem, int position) {
        return ((MAC_PREFIX + modem) >>> (8 * (5 - position))) & 0xff;
    }

    /// An arbitrary number that always is the same for this seed, modem and purpose.
    ///
    /// @return 0 to `bound` - 1
    int vary(int modem, int purpose, int bound) {
        // The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every input bit reaches every output bit.
        long z = seed + 0x9e37_79b9_7f4a_7c15L * (((long) purpose << 32) | modem);
        z = (z ^ (z >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return (int) Long.remainderUnsigned(z ^ (z >>> 31), bound);
    }

    /// The 32 bits of the n-th address after this one.
    private static int after(Inet4Address address, int n) {
        int bits = ByteBuffer.wrap(address.getAddress()).getInt();
        int host = (bits & 0xff) - 1 + n;
        return (((bits >>> 8) + host / HOSTS) << 8) + host % HOSTS + 1;
    }

    private static void requireRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", is " + value);
        }
    }
}
