package io.pypnm.remote.contracts.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 (FIPS 180-4) as lower-case hexadecimal.
public final class Checksum {
    private Checksum() {}

    public static String sha256(byte[] body) {
        return HexFormat.of().formatHex(digest().digest(body));
    }

    public static boolean matches(byte[] body, String sha256) {
        return sha256(body).equals(sha256);
    }

    /// A fresh digest for content that comes in parts.
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
