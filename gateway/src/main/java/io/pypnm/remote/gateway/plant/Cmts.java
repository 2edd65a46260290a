package io.pypnm.remote.gateway.plant;

import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.command.SnmpTarget;
import java.time.Duration;
import java.util.regex.Pattern;

/// One CMTS and what is known of its modems.
///
/// @param name           what people call it: 1 to 64 letters, digits, `.`, `_` or `-`; unique
/// @param snmp           how it is asked
/// @param agent          by whom it is asked
/// @param maxRepetitions rows of one GETBULK, where its modems' table must be walked
/// @param modems         how its modems are spoken to, and by whom
public record Cmts(String name, SnmpTarget snmp, AgentChoice agent, int maxRepetitions, Modems modems) {
    /// More would be trimmed, or come in fragments: a row of the table that is walked takes some 30 octets.
    public static final int DEFAULT_MAX_REPETITIONS = 25;
    /// A person waits; twice more is asked, so a lookup knows after 6 seconds that nobody answers.
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

    public static final int DEFAULT_RETRIES = 2;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public Cmts {
        requireName(name);
        if (maxRepetitions < 1 || maxRepetitions > Command.SnmpWalk.MAX_REPETITIONS) {
            throw new IllegalArgumentException("max-repetitions must be 1 to " + Command.SnmpWalk.MAX_REPETITIONS);
        }
    }

    /// Hands the name back if it is one.
    static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("must be 1 to 64 letters, digits, dots, hyphens or underscores");
        }
        return name;
    }

    /// How the modems of a CMTS are spoken to.
    ///
    /// @param agent by whom they are measured
    public record Modems(AgentChoice agent, int port, SnmpAccess access, Duration timeout, int retries) {
        /// A modem at this address.
        public SnmpTarget at(DeviceAddress address) {
            return new SnmpTarget(address, port, access, timeout, retries);
        }
    }

    public DeviceAddress address() {
        return snmp.address();
    }

    @Override
    public String toString() {
        return name;
    }
}
