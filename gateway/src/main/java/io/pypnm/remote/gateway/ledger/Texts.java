package io.pypnm.remote.gateway.ledger;

/// Bounds on the texts of a record, so that no caller can make a row grow.
final class Texts {
    private Texts() {}

    static void require(String what, String value, int minLength, int maxLength) {
        if (value.length() < minLength || value.length() > maxLength) {
            throw new IllegalArgumentException(
                    what + " must have " + minLength + " to " + maxLength + " characters, has " + value.length());
        }
    }
}
