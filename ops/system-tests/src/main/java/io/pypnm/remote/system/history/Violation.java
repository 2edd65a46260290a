package io.pypnm.remote.system.history;

/// One thing that was seen and must not be.
record Violation(Invariant invariant, String what) {}
