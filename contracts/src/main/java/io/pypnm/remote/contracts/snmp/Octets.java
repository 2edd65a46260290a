package io.pypnm.remote.contracts.snmp;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// An immutable run of bytes, compared by content: at most 262,144 of them, as much as a message has room for.
public final class Octets {
    public static final int MAX_LENGTH = 262_144;
    private static final HexFormat HEX = HexFormat.of();

    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Holds a copy of the bytes.
    ///
    /// @param bytes copied
    /// @throws IllegalArgumentException if there are more than 262,144
    public static Octets of(byte... bytes) {
        requireAtMostMax(bytes.length);
        return new Octets(bytes.clone());
    }

    /// The UTF-8 of a text.
    ///
    /// @throws IllegalArgumentException if it has half of a surrogate pair, or there are more than 262,144 bytes
    public static Octets ofUtf8(String text) {
        try {
            ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            requireAtMostMax(utf8.remaining());
            byte[] bytes = new byte[utf8.remaining()];
            utf8.get(bytes);
            return new Octets(bytes);
        } catch (CharacterCodingException _) {
            throw new IllegalArgumentException("text must be such that UTF-8 can write it");
        }
    }

    /// Reads hexadecimal.
    ///
    /// @param hex two digits for each byte, nothing between them
    /// @throws IllegalArgumentException if it is anything else, or there are more than 262,144 bytes
    public static Octets ofHex(String hex) {
        requireAtMostMax(hex.length() / 2);
        try {
            return new Octets(HEX.parseHex(hex));
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("octets must be pairs of hexadecimal digits");
        }
    }

    private static void requireAtMostMax(int length) {
        if (length > MAX_LENGTH) {
            throw new IllegalArgumentException("octets must be at most " + MAX_LENGTH + ", are " + length);
        }
    }

    public int length() {
        return bytes.length;
    }

    public byte at(int index) {
        return bytes[index];
    }

    /// A copy of the bytes.
    public byte[] toArray() {
        return bytes.clone();
    }

    /// Lower-case hexadecimal.
    public String hex() {
        return HEX.formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
