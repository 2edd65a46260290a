package io.pypnm.remote.gateway.api;

import java.util.List;

/// The state of the gateway as named checks.
public final class Health {
    /// How bad it is.
    public enum Severity {
        OK,
        /// It works, and a person should look.
        WARNING,
        /// It does not do its work.
        CRITICAL
    }

    /// One check.
    ///
    /// @param name   for programs, never changed
    /// @param detail for people: what is so, and what to do
    public record Check(String name, Severity severity, String detail) {}

    /// Something that can be checked.
    @FunctionalInterface
    public interface Probe {
        Check check();
    }

    private final List<Probe> probes;

    public Health(List<Probe> probes) {
        this.probes = List.copyOf(probes);
    }

    /// Checks everything now. Asks memory, the broker and one row of the ledger; what takes longer to find out is found
    /// out beforehand.
    public List<Check> checks() {
        return probes.stream().map(Probe::check).toList();
    }
}
