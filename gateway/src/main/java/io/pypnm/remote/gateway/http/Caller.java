package io.pypnm.remote.gateway.http;

import io.pypnm.remote.gateway.access.Role;

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
    record KeyHolder(String name, Role role) implements Caller {}

    /// Whether the caller may do what `needed` is for.
    default boolean may(Role needed) {
        return this instanceof KeyHolder(var _, Role role) && role.allows(needed);
    }
}
