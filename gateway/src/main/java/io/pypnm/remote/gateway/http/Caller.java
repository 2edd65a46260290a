package io.pypnm.remote.gateway.http;

/// Who asks.
public sealed interface Caller {
    /// Name for the ledger and the audit.
    String name();

    /// Nobody has to say who they are for this.
    record Anyone() implements Caller {
        @Override
        public String name() {
            return "anyone";
        }
    }

    /// The holder of an API key.
    record KeyHolder(String name) implements Caller {}
}
