package io.pypnm.remote.system.history;

import java.time.Duration;

/// How much is borne.
///
/// @param lateStart a device's time stamp may be so much after start-by: the decision is made a little before
/// @param ending    an outcome may come so long after start-by and run-for, or after the last fault was healed
/// @param recovery  from a kill until the process does its work again: about two seconds, but many times that on a
///     machine with much else to do
record Limits(Duration lateStart, Duration ending, Duration recovery) {
    static final Limits DEFAULT = new Limits(Duration.ofMillis(50), Duration.ofSeconds(30), Duration.ofSeconds(60));
}
