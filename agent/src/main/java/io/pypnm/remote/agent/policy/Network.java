package io.pypnm.remote.agent.policy;

import io.pypnm.remote.contracts.command.DeviceAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// A range of addresses in CIDR notation (RFC 4632 section 3.1, RFC 4291 section 2.3).
public final class Network {
    private final byte[] prefix;
    private final int bits;

    private Network(byte[] prefix, int bits) {
        this.prefix = prefix;
        this.bits = bits;
    }

    /// Reads `10.0.0.0/8`, `2001:db8::/32`, or a single address.
    ///
    /// @throws IllegalArgumentException if it is not that, or has bits set behind its prefix
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = address(slash < 0 ? text : text.substring(0, slash));
        int bits = slash < 0 ? address.length * 8 : bits(text.substring(slash + 1), address.length * 8);
        byte[] prefix = masked(address, bits);
        if (!Arrays.equals(prefix, address)) {
            throw new IllegalArgumentException("a network has no bits set behind its prefix, unlike " + text);
        }
        return new Network(prefix, bits);
    }

    /// Unlike a [DeviceAddress] it may be one that no device has: `0.0.0.0`, `224.0.0.0`.
    private static byte[] address(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('[') < 0) {
            try {
                InetAddress address = InetAddress.ofLiteral(text);
                // ofLiteral takes BSD's forms of IPv4 too (127.1), which read as one address and mean another.
                if (!(address instanceof Inet4Address)
                        || address.getHostAddress().equals(text)) {
                    return address.getAddress();
                }
            } catch (IllegalArgumentException _) {
                // Answered below, as any other text is.
            }
        }
        throw new IllegalArgumentException("a network must be an address with a prefix, such as 10.0.0.0/8");
    }

    private static int bits(String text, int max) {
        boolean number = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number || Integer.parseInt(text) > max) {
            throw new IllegalArgumentException("a prefix must be 0 to " + max + " bits");
        }
        return Integer.parseInt(text);
    }

    public boolean contains(DeviceAddress address) {
        byte[] bytes = address.toInetAddress().getAddress();
        return bytes.length == prefix.length && Arrays.equals(masked(bytes, bits), prefix);
    }

    private static byte[] masked(byte[] address, int bits) {
        byte[] masked = new byte[address.length];
        for (int i = 0; i < address.length; i++) {
            int kept = Math.clamp(bits - i * 8L, 0, 8);
            masked[i] = (byte) (address[i] & (0xff << (8 - kept)));
        }
        return masked;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network network && bits == network.bits && Arrays.equals(prefix, network.prefix);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(prefix) + bits;
    }

    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(prefix).getHostAddress() + "/" + bits;
        } catch (UnknownHostException e) {
            throw new AssertionError("an address has 4 or 16 bytes", e);
        }
    }
}
