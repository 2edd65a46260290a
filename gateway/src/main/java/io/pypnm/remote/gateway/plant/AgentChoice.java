package io.pypnm.remote.gateway.plant;

import io.pypnm.remote.contracts.address.AgentId;
import java.util.regex.Pattern;

/// By which agent something is reached.
public sealed interface AgentChoice {
    /// By this one and no other.
    record Named(AgentId agent) implements AgentChoice {
        @Override
        public String toString() {
            return "agent " + agent;
        }
    }

    /// By any that announces this capability when it connects: the name of a command.
    ///
    /// @param name 1 to 64 lower-case letters, digits, `-` or `_`
    record Capable(String name) implements AgentChoice {
        private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,64}");

        public Capable {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "must be the name of a capability: 1 to 64 lower-case letters, digits, hyphens or underscores");
            }
        }

        @Override
        public String toString() {
            return "an agent with capability " + name;
        }
    }
}
