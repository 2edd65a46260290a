package io.pypnm.remote.agent.ssh.login;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// One line of a known_hosts file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT").
///
/// @param revoked  whether it is marked `@revoked`: this key is never to be trusted
/// @param patterns names with `*`, `?` and a leading `!`, with commas between them, or one hashed name
record KnownHost(boolean revoked, String patterns, ServerKey key) {
    private static final String REVOKED = "@revoked";
    private static final String HASHED = "|1|";

    /// Reads a line; empty for a comment, for what cannot be read, and for `@cert-authority`, which is not supported.
    static Optional<KnownHost> parse(String line) {
        String[] words = line.strip().split("[ \t]+", 5);
        int first = words[0].startsWith("@") ? 1 : 0;
        if (words[0].startsWith("#") || words.length < first + 3 || (first == 1 && !words[0].equals(REVOKED))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new KnownHost(first == 1, words[first], ServerKey.parse(words[first + 2])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Whether the line speaks of `name`, a host as known_hosts names it.
    boolean matches(String name) {
        if (patterns.startsWith(HASHED)) {
            return matchesHash(name);
        }
        if (Stream.of(patterns.split(",")).anyMatch(it -> it.startsWith("!") && matches(it.substring(1), name))) {
            return false;
        }
        return Stream.of(patterns.split(",")).anyMatch(it -> matches(it, name));
    }

    private static boolean matches(String pattern, String name) {
        var regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE)
                .matcher(name)
                .matches();
    }

    /// `|1|salt|HMAC-SHA1 of the name`, both in Base64.
    private boolean matchesHash(String name) {
        String[] parts = patterns.substring(HASHED.length()).split("\\|", 2);
        if (parts.length < 2) {
            return false;
        }
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[0]), "HmacSHA1"));
            byte[] hash = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
            return MessageDigest.isEqual(hash, Base64.getDecoder().decode(parts[1]));
        } catch (IllegalArgumentException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA1", e);
        }
    }
}
