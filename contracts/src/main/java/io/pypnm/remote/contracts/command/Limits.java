package io.pypnm.remote.contracts.command;

/// One way to say that a number is out of bounds.
final class Limits {
    private Limits() {}

    static void require(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " must be " + min + " to " + max + ", is " + value);
        }
    }

    static void requireSize(String what, int size, int min, int max) {
        if (size < min || size > max) {
            throw new IllegalArgumentException(what + " must have " + min + " to " + max + " entries, has " + size);
        }
    }
}
