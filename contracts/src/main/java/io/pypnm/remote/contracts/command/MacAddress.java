package io.pypnm.remote.contracts.command;

import io.pypnm.remote.contracts.snmp.Octets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The hardware address of one device (IEEE 802, 48 bits).
///
/// @param octets 6, of one station: the group bit of the first is 0, and not all are 0
public record MacAddress(Octets octets) {
    private static final int LENGTH = 6;
    private static final Pattern COLONS = Pattern.compile("([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}");
    private static final Pattern HYPHENS = Pattern.compile("([0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2}");
    private static final Pattern DOTS = Pattern.compile("([0-9A-Fa-f]{4}\\.){2}[0-9A-Fa-f]{4}");
    private static final Pattern BARE = Pattern.compile("[0-9A-Fa-f]{12}");

    public MacAddress {
        if (octets.length() != LENGTH) {
            throw new IllegalArgumentException("a MAC address must have 6 octets, has " + octets.length());
        }
        if ((octets.at(0) & 1) != 0 || octets.equals(Octets.of(new byte[LENGTH]))) {
            throw new IllegalArgumentException("a MAC address must be that of one device, is " + colons(octets));
        }
    }

    /// Reads the spellings in use: `a4:b1:c2:00:00:11`, `A4-B1-C2-00-00-11`, Cisco's `a4b1.c200.0011` and bare
    /// `a4b1c2000011`.
    ///
    /// @throws IllegalArgumentException if it is none of them, or not the address of one device
    public static MacAddress parse(String text) {
        for (Pattern spelling : new Pattern[] {COLONS, HYPHENS, DOTS, BARE}) {
            if (spelling.matcher(text).matches()) {
                return new MacAddress(Octets.ofHex(text.replaceAll("[:.-]", "")));
            }
        }
        throw new IllegalArgumentException("a MAC address must be 12 hexadecimal digits, in pairs with : or - between"
                + " them, in fours with . between them, or bare");
    }

    /// Twelve lower-case hexadecimal digits, as in the names of capture files.
    public String bare() {
        return octets.hex();
    }

    private static String colons(Octets octets) {
        return HexFormat.ofDelimiter(":").formatHex(octets.toArray());
    }

    /// Lower case, with colons.
    @Override
    public String toString() {
        return colons(octets);
    }
}
