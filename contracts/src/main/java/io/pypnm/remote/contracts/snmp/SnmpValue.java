package io.pypnm.remote.contracts.snmp;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.Inet6Address;

/// One SNMP value with its SMIv2 type (RFC 2578 section 7.1), or one of the three exceptions that stand in a value's
/// place (RFC 3416 section 4.2.1). Nothing is lost: bytes stay bytes, and a type is never guessed from a value.
public sealed interface SnmpValue {
    /// As much as an SNMP message can carry.
    int MAX_OCTETS = 65_535;

    /// INTEGER, Integer32 and every enumeration.
    record Integer32(int value) implements SnmpValue {}

    /// OCTET STRING and every textual convention on it.
    ///
    /// @param octets at most 65,535
    record OctetString(Octets octets) implements SnmpValue {
        public OctetString {
            requireSize(octets);
        }

        /// The InetAddress of an InetAddressType `ipv4(1)` or `ipv6(2)`: 4 or 16 octets (RFC 4001 section 3).
        ///
        /// @throws IllegalArgumentException if it is not four decimal octets or an IPv6 literal without zone
        public static OctetString ofInetAddress(String text) {
            if (text.indexOf(':') < 0) {
                return new OctetString(IpAddress.parse(text).octets());
            }
            if (text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
                throw new IllegalArgumentException("InetAddress must not have a zone or brackets");
            }
            try {
                // An IPv4-mapped address comes back with 4 octets: the InetAddressType beside it would be wrong.
                if (Inet6Address.ofLiteral(text) instanceof Inet6Address address) {
                    return new OctetString(Octets.of(address.getAddress()));
                }
            } catch (IllegalArgumentException _) {
                // Answered below, as an IPv4-mapped one is.
            }
            throw new IllegalArgumentException("InetAddress must be an IPv4 or IPv6 literal");
        }
    }

    record ObjectIdentifier(Oid oid) implements SnmpValue {}

    /// BITS is an OCTET STRING on the wire (RFC 3417 section 8): only a SET can name it, an answer never does.
    ///
    /// @param octets at most 65,535
    record Bits(Octets octets) implements SnmpValue {
        public Bits {
            requireSize(octets);
        }
    }

    /// An IPv4 address, or what is written like one: a mask, `0.0.0.0`.
    ///
    /// @param octets exactly 4, network byte order
    record IpAddress(Octets octets) implements SnmpValue {
        public IpAddress {
            if (octets.length() != 4) {
                throw new IllegalArgumentException("IpAddress must have 4 octets, has " + octets.length());
            }
        }

        /// Reads dotted decimal.
        ///
        /// @throws IllegalArgumentException if it is not four decimal octets without leading zeros
        public static IpAddress parse(String text) {
            var address = new IpAddress(Octets.of(octetsOf(text)));
            if (!address.dotted().equals(text)) {
                throw notDotted();
            }
            return address;
        }

        private static byte[] octetsOf(String text) {
            try {
                return Inet4Address.ofLiteral(text).getAddress();
            } catch (IllegalArgumentException _) {
                throw notDotted();
            }
        }

        private static IllegalArgumentException notDotted() {
            return new IllegalArgumentException("IpAddress must be four decimal octets");
        }

        /// Dotted decimal.
        public String dotted() {
            return (octets.at(0) & 0xff) + "." + (octets.at(1) & 0xff) + "." + (octets.at(2) & 0xff) + "."
                    + (octets.at(3) & 0xff);
        }
    }

    /// Counts up and wraps.
    ///
    /// @param value 0 to 2^32-1
    record Counter32(long value) implements SnmpValue {
        public Counter32 {
            requireUnsigned32("Counter32", value);
        }
    }

    /// Gauge32 and Unsigned32: one tag, one type (RFC 2578 section 7.1.11).
    ///
    /// @param value 0 to 2^32-1
    record Gauge32(long value) implements SnmpValue {
        public Gauge32 {
            requireUnsigned32("Gauge32", value);
        }
    }

    /// A time span.
    ///
    /// @param hundredths 0 to 2^32-1 hundredths of a second
    record TimeTicks(long hundredths) implements SnmpValue {
        public TimeTicks {
            requireUnsigned32("TimeTicks", hundredths);
        }
    }

    /// Any ASN.1 value in its encoding (RFC 2578 section 7.1.9).
    ///
    /// @param octets at most 65,535
    record Opaque(Octets octets) implements SnmpValue {
        public Opaque {
            requireSize(octets);
        }
    }

    /// Counts up and wraps, in 64 bits.
    ///
    /// @param bits the 64 bits, to be read as unsigned
    record Counter64(long bits) implements SnmpValue {

        /// Takes the unsigned number.
        ///
        /// @throws IllegalArgumentException if it is not 0 to 2^64-1
        public static Counter64 of(BigInteger value) {
            if (value.signum() < 0 || value.bitLength() > 64) {
                throw new IllegalArgumentException("Counter64 must be 0 to 2^64-1, is " + value);
            }
            return new Counter64(value.longValue());
        }

        /// Decimal, unsigned.
        public String decimal() {
            return Long.toUnsignedString(bits);
        }
    }

    /// The `unSpecified` NULL of a request; an agent answers it only when it is broken.
    record Null() implements SnmpValue {}

    /// The object does not exist on this device.
    record NoSuchObject() implements SnmpValue {}

    /// The object exists, this instance does not.
    record NoSuchInstance() implements SnmpValue {}

    /// A walk came to the end of everything the device has.
    record EndOfMibView() implements SnmpValue {}

    /// Whether this stands for the absence of a value.
    default boolean isException() {
        return switch (this) {
            case NoSuchObject _, NoSuchInstance _, EndOfMibView _ -> true;
            case Integer32 _, OctetString _, ObjectIdentifier _, Bits _, IpAddress _ -> false;
            case Counter32 _, Gauge32 _, TimeTicks _, Opaque _, Counter64 _, Null _ -> false;
        };
    }

    private static void requireUnsigned32(String type, long value) {
        if (value < 0 || value > 0xffff_ffffL) {
            throw new IllegalArgumentException(type + " must be 0 to 2^32-1, is " + value);
        }
    }

    private static void requireSize(Octets octets) {
        if (octets.length() > MAX_OCTETS) {
            throw new IllegalArgumentException("octets must be at most " + MAX_OCTETS + ", are " + octets.length());
        }
    }
}
