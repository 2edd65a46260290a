package io.pypnm.remote.gateway.access;

import java.time.Duration;

/// What became of an API key that someone showed.
public sealed interface KeyLogin {
    /// It is a caller's.
    ///
    /// @param name of the key; what ledger and audit call the caller
    record Granted(String name, Role role) implements KeyLogin {}

    /// There is no such key, or it was revoked; which, nobody is told.
    record Refused() implements KeyLogin {}

    /// The key was not even looked at: too many wrong ones came from there.
    ///
    /// @param retryAfter until the next one will be
    record Delayed(Duration retryAfter) implements KeyLogin {}
}
