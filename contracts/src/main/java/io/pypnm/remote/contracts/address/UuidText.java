package io.pypnm.remote.contracts.address;

import java.util.UUID;

/// RFC 9562 section 4 in its one spelling: 36 characters, lower case. `UUID.fromString` alone takes upper case, groups
/// of other lengths and digits of other scripts as well.
final class UuidText {
    private static final int LENGTH = 36;

    private UuidText() {}

    static UUID parse(String what, String text) {
        if (text.length() != LENGTH) {
            throw new IllegalArgumentException(
                    what + " must be a UUID of " + LENGTH + " characters, has " + text.length());
        }
        try {
            UUID uuid = UUID.fromString(text);
            if (uuid.toString().equals(text)) {
                return uuid;
            }
        } catch (IllegalArgumentException _) {
            // Said below, in words of our own.
        }
        throw new IllegalArgumentException(what + " must be a UUID in lower-case hexadecimal");
    }
}
