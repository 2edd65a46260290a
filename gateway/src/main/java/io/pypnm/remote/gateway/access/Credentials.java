package io.pypnm.remote.gateway.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.wire.Checksum;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.random.RandomGenerator;

/// How secrets are made, kept and compared.
///
/// A secret of ours is 256 random bits, so its plain SHA-256 is safe to keep: there is nothing to guess that a slow
/// hash would protect, and a login costs no CPU worth attacking.
final class Credentials {
    private static final int RANDOM_BYTES = 32;

    private Credentials() {}

    /// A fresh secret: the prefix tells a person, and a secret scanner, what it is.
    static Secret make(String prefix, RandomGenerator random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new Secret(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    static byte[] hash(Secret secret) {
        return Checksum.digest().digest(secret.reveal().getBytes(UTF_8));
    }

    /// Compares in a time that does not depend on where the two differ.
    static boolean same(byte[] hash, byte[] other) {
        return MessageDigest.isEqual(hash, other);
    }
}
