package io.pypnm.remote.agent.ssh.login;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/// A server's public key, in the form that the protocol carries (RFC 4253 section 6.6). Compared by content.
public final class ServerKey {
    private static final int MAX_TYPE_LENGTH = 64;

    private final byte[] blob;
    private final String type;

    /// Takes a key as a server sent it.
    ///
    /// @throws IllegalArgumentException if it does not begin with the name of its type
    public ServerKey(byte[] blob) {
        this.blob = blob.clone();
        this.type = type(blob);
    }

    private static String type(byte[] blob) {
        int length = blob.length < Integer.BYTES ? 0 : ByteBuffer.wrap(blob).getInt();
        if (length < 1 || length > Math.min(MAX_TYPE_LENGTH, blob.length - Integer.BYTES)) {
            throw new IllegalArgumentException("a key must begin with the name of its type");
        }
        return new String(blob, Integer.BYTES, length, StandardCharsets.US_ASCII);
    }

    /// Reads the Base64 of a line of known_hosts.
    static ServerKey parse(String base64) {
        return new ServerKey(Base64.getDecoder().decode(base64));
    }

    /// Such as `ssh-ed25519`.
    public String type() {
        return type;
    }

    /// As OpenSSH shows it: `SHA256:` and 43 characters.
    public String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(blob);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// As the protocol carries it; a copy.
    public byte[] blob() {
        return blob.clone();
    }

    /// The line of known_hosts that trusts it.
    String lineFor(SshHost host) {
        return host.knownAs() + " " + type + " " + Base64.getEncoder().encodeToString(blob);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ServerKey key && Arrays.equals(blob, key.blob);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(blob);
    }

    @Override
    public String toString() {
        return type + " key " + fingerprint();
    }
}
