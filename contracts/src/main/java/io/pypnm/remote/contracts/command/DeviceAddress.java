package io.pypnm.remote.contracts.command;

import java.net.Inet4Address;
import java.net.InetAddress;

/// The address of one device: an IPv4 or IPv6 literal in its one canonical spelling, never a name, so that what the
/// agent's policy allowed is what is contacted. An IPv4-mapped IPv6 address becomes the IPv4 address it stands for.
public final class DeviceAddress {
    private static final int MAX_LENGTH = 45;
    private static final int GROUPS = 8;

    private final InetAddress address;

    private DeviceAddress(InetAddress address) {
        this.address = address;
    }

    /// Reads an address literal.
    ///
    /// @throws IllegalArgumentException if it is not a literal (four decimal octets without leading zeros, or RFC 4291
    ///     section 2.2 without zone), or is not the address of one device: unspecified, multicast or broadcast
    public static DeviceAddress parse(String text) {
        if (text.length() > MAX_LENGTH || text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
            throw notAnAddress();
        }
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(text);
            requireDecimalOctets(text);
        } catch (IllegalArgumentException _) {
            throw notAnAddress();
        }
        // A socket to 0.0.0.0 or :: reaches this very host, which no rule for 127.0.0.0/8 would have stopped.
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || isBroadcast(address)) {
            throw new IllegalArgumentException("address must be that of one device, is " + text);
        }
        return new DeviceAddress(address);
    }

    /// `ofLiteral` takes BSD's forms of IPv4 too (127.1, 2130706433, 010.0.0.1), which read as one address and mean
    /// another; after a colon as well as alone.
    private static void requireDecimalOctets(String text) {
        String ipv4 = text.substring(text.lastIndexOf(':') + 1);
        boolean hasIpv4 = ipv4.length() == text.length() || ipv4.indexOf('.') >= 0;
        if (hasIpv4 && !Inet4Address.ofLiteral(ipv4).getHostAddress().equals(ipv4)) {
            throw notAnAddress();
        }
    }

    private static boolean isBroadcast(InetAddress address) {
        return address.getHostAddress().equals("255.255.255.255");
    }

    private static IllegalArgumentException notAnAddress() {
        return new IllegalArgumentException("address must be an IPv4 or IPv6 literal");
    }

    public InetAddress toInetAddress() {
        return address;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeviceAddress device && address.equals(device.address);
    }

    @Override
    public int hashCode() {
        return address.hashCode();
    }

    /// Dotted decimal, or RFC 5952 section 4.
    @Override
    public String toString() {
        return address instanceof Inet4Address ? address.getHostAddress() : compressed(address.getAddress());
    }

    private static String compressed(byte[] octets) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (octets[2 * i] & 0xff) << 8 | (octets[2 * i + 1] & 0xff);
        }
        int start = 0;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = zerosFrom(groups, i);
            if (zeros > length) {
                start = i;
                length = zeros;
            }
        }
        return length == 1
                ? joined(groups, 0, GROUPS)
                : joined(groups, 0, start) + "::" + joined(groups, start + length, GROUPS);
    }

    private static int zerosFrom(int[] groups, int start) {
        int end = start;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - start;
    }

    private static String joined(int[] groups, int from, int to) {
        var text = new StringBuilder(MAX_LENGTH);
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
