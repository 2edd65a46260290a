package io.pypnm.remote.gateway.locate;

import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.gateway.plant.Cmts;
import java.util.Comparator;
import java.util.List;

/// What asking for a modem came to.
public sealed interface Sighting {
    MacAddress mac();

    /// What asking took.
    Cost cost();

    /// It is registered and has an address, perhaps of IPv6 alone: [ModemLocation#isIpv6Only].
    record Online(ModemLocation location, Cost cost) implements Sighting {
        @Override
        public MacAddress mac() {
            return location.mac();
        }
    }

    /// A CMTS lists it, but not as registered, or without an address; and none lists it as reachable.
    ///
    /// @param location   of the CMTS where it came farthest
    /// @param unanswered CMTSs that did not answer: it may be online there
    record Offline(ModemLocation location, List<Unanswered> unanswered, Cost cost) implements Sighting {
        public Offline {
            unanswered = List.copyOf(unanswered);
        }

        @Override
        public MacAddress mac() {
            return location.mac();
        }
    }

    /// All CMTSs answered, and none knows it. Nobody was asked if the settings name no CMTS.
    record Unlisted(MacAddress mac, List<Cmts> asked, Cost cost) implements Sighting {
        public Unlisted {
            asked = List.copyOf(asked);
        }
    }

    /// None that answered knows it, and not all answered: nobody can say.
    ///
    /// @param unanswered at least one
    record Unclear(MacAddress mac, List<Unanswered> unanswered, Cost cost) implements Sighting {
        public Unclear {
            unanswered = List.copyOf(unanswered);
        }

        /// What is to be seen to first.
        public Unanswered.Why reason() {
            return unanswered.stream()
                    .map(Unanswered::why)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }
}
