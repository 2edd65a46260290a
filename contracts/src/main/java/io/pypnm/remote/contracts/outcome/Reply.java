package io.pypnm.remote.contracts.outcome;

import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a device or agent answered.
public sealed interface Reply {
    /// The answer to GETs, walks and SETs, in the order of the request or of the walk.
    record VarBinds(List<VarBind> varBinds) implements Reply {
        public VarBinds {
            varBinds = List.copyOf(varBinds);
        }
    }

    /// The answer to a ping.
    ///
    /// @param sent            echo requests sent, 1 to 1,000
    /// @param roundTripMicros of each echo that came back, in order; at most `sent` entries, none below 0
    /// @param method          how it was done, for example `icmp-socket` or `ping`
    record Pinged(int sent, List<Integer> roundTripMicros, String method) implements Reply {
        public static final int MAX_SENT = 1_000;

        public Pinged {
            roundTripMicros = List.copyOf(roundTripMicros);
            if (sent < 1 || sent > MAX_SENT) {
                throw new IllegalArgumentException("sent must be 1 to " + MAX_SENT + ", is " + sent);
            }
            if (roundTripMicros.size() > sent) {
                throw new IllegalArgumentException(
                        "round_trip_micros must have at most " + sent + " entries, has " + roundTripMicros.size());
            }
            if (roundTripMicros.stream().anyMatch(micros -> micros < 0)) {
                throw new IllegalArgumentException("round_trip_micros must not be negative");
            }
        }

        public boolean reachable() {
            return !roundTripMicros.isEmpty();
        }
    }

    /// What an agent says of itself.
    ///
    /// @param capabilities wire names of the commands it runs, in alphabetical order
    /// @param facts        names and values for people, in the names' order: host, runtime, limits; never a secret
    record Description(String version, List<String> capabilities, Map<String, String> facts) implements Reply {
        public Description {
            capabilities = capabilities.stream().sorted().toList();
            facts = Collections.unmodifiableMap(new TreeMap<>(facts));
        }
    }
}
