package io.pypnm.remote.gateway.access;

import java.net.InetAddress;

/// A range of IPv4 or IPv6 addresses (RFC 4632 section 3.1, RFC 4291 section 2.3).
///
/// @param prefixBits leading bits of `address` that an address of the range has too
public record Network(InetAddress address, int prefixBits) {
    public Network {
        int bits = address.getAddress().length * Byte.SIZE;
        if (prefixBits < 0 || prefixBits > bits) {
            throw new IllegalArgumentException("prefix must be 0 to " + bits + ", is " + prefixBits);
        }
    }

    /// Reads `10.0.0.0/8`, `fd00::/8` or a single address.
    ///
    /// @throws IllegalArgumentException if it is anything else, host names too
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        try {
            InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int prefixBits = slash < 0
                    ? address.getAddress().length * Byte.SIZE
                    : Integer.parseInt(text, slash + 1, text.length(), 10);
            return new Network(address, prefixBits);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be a network such as 10.0.0.0/8 or fd00::/8, is " + text, e);
        }
    }

    public boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if (((mine[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefixBits;
    }
}
