package io.pypnm.remote.contracts.address;

/// RFC 1123 section 2.1 host labels, the only form an id of ours takes: 1 to 63 of `a-z`, `0-9` and `-`, neither first
/// nor last a hyphen. Such a text cannot widen an address: it has no dot, wildcard, slash or upper case.
final class Label {
    private static final int MAX_LENGTH = 63;

    private Label() {}

    static void require(String what, String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    what + " must have 1 to " + MAX_LENGTH + " characters, has " + value.length());
        }
        int wrong = firstWrong(value);
        if (wrong >= 0) {
            throw new IllegalArgumentException(
                    what + " must be lower-case letters, digits and inner hyphens, has a wrong character at " + wrong);
        }
    }

    static boolean isValid(String value) {
        return !value.isEmpty() && value.length() <= MAX_LENGTH && firstWrong(value) < 0;
    }

    /// Index of the first character that cannot stand where it stands; -1 if there is none.
    private static int firstWrong(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean edge = i == 0 || i == value.length() - 1;
            boolean allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && !edge);
            if (!allowed) {
                return i;
            }
        }
        return -1;
    }
}
