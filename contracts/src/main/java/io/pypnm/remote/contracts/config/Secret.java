package io.pypnm.remote.contracts.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A token, community, password or key that cannot print: it has no component, getter or serial form
/// for a logger, a JSON mapper or an exception to find. Whoever needs the text asks by [#reveal()].
public final class Secret {
    static final String MASK = "***";

    private final String value;

    /// @throws IllegalArgumentException if `value` is blank
    public Secret(String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a secret must not be blank");
        }
        this.value = value;
    }

    /// The secret itself: to be used at once, never kept in a `String` field.
    public String reveal() {
        return value;
    }

    /// Takes the same time however many leading characters agree.
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes(), secret.bytes());
    }

    /// The same for all: a hash of the value would be a fingerprint of it, and no map is keyed by secrets.
    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return MASK;
    }

    private byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
