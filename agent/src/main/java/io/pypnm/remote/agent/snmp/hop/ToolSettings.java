package io.pypnm.remote.agent.snmp.hop;

import io.pypnm.remote.agent.snmp.SnmpPeer;
import io.pypnm.remote.contracts.config.Secret;

/// The `snmp.conf` of one run (snmp.conf(5)): who speaks, and how values are printed. It stands in for every other
/// settings file of the hop.
final class ToolSettings {
    private ToolSettings() {}

    /// @throws IllegalArgumentException if a secret cannot be written into a settings file
    static String of(SnmpPeer peer) {
        return switch (peer.security()) {
            case SnmpPeer.Security.Community(Secret community) ->
                "defVersion 2c\ndefCommunity " + quoted(community) + "\nhexOutputLength 0\n";
        };
    }

    /// As net-snmp reads a quoted word: a backslash takes the next character as it is.
    private static String quoted(Secret secret) {
        String text = secret.reveal();
        if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new IllegalArgumentException("a credential with control characters cannot be used through a hop");
        }
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
