package io.pypnm.remote.gateway.pnm.capture;

import io.pypnm.remote.contracts.command.MacAddress;
import java.util.HexFormat;

/// The hardware address that a capture was written with: any six octets. Whether they are those of a device is for
/// [MacAddress] to say.
///
/// @param value the first octet in the highest bits
public record CapturedMac(long value) {
    private static final int BYTES = 6;

    public CapturedMac {
        if (value >>> (8 * BYTES) != 0) {
            throw new IllegalArgumentException("a MAC address has 6 octets, this is " + Long.toHexString(value));
        }
    }

    /// Whether a capture is of this device.
    public boolean is(MacAddress device) {
        return HexFormat.fromHexDigitsToLong(device.bare()) == value;
    }

    /// Lower case, with colons.
    @Override
    public String toString() {
        byte[] octets = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            octets[i] = (byte) (value >>> (8 * (BYTES - 1 - i)));
        }
        return HexFormat.ofDelimiter(":").formatHex(octets);
    }
}
