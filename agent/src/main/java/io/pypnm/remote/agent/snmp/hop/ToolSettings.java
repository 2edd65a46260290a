package io.pypnm.remote.agent.snmp.hop;

import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.snmp.SnmpPeer;
import io.pypnm.remote.contracts.config.Secret;

/// The `snmp.conf` of one run (snmp.conf(5)): who speaks, and how values are printed. It stands in for every other
/// settings file of the hop.
final class ToolSettings {
    /// Octets on one line.
    private static final String FORM = "hexOutputLength 0\n";

    private ToolSettings() {}

    /// For one who speaks to this peer.
    ///
    /// @throws IllegalArgumentException if a secret cannot be written into a settings file
    static String of(SnmpPeer peer) {
        return switch (peer.security()) {
            case SnmpSecurity.Community(Secret community) ->
                FORM + "defVersion 2c\ndefCommunity " + quoted(community.reveal()) + "\n";
            case SnmpSecurity.NoAuthNoPriv(String user) -> version3(user, "noAuthNoPriv");
            case SnmpSecurity.AuthNoPriv(String user, var authentication) ->
                version3(user, "authNoPriv") + authentication(authentication);
            case SnmpSecurity.AuthPriv(String user, var authentication, var privacy) ->
                version3(user, "authPriv") + authentication(authentication) + privacy(privacy);
        };
    }

    private static String version3(String user, String level) {
        return FORM + "defVersion 3\ndefSecurityName " + quoted(user) + "\ndefSecurityLevel " + level + "\n";
    }

    private static String authentication(SnmpSecurity.Authentication authentication) {
        String type = switch (authentication.protocol()) {
            case MD5 -> "MD5";
            case SHA -> "SHA";
            case SHA_224 -> "SHA-224";
            case SHA_256 -> "SHA-256";
            case SHA_384 -> "SHA-384";
            case SHA_512 -> "SHA-512";
        };
        return "defAuthType " + type + "\ndefAuthPassphrase "
                + quoted(authentication.password().reveal()) + "\n";
    }

    private static String privacy(SnmpSecurity.Privacy privacy) {
        String type = switch (privacy.protocol()) {
            case AES_128 -> "AES";
            case AES_192 -> "AES-192";
            case AES_256 -> "AES-256";
            case AES_192_CISCO -> "AES-192-C";
            case AES_256_CISCO -> "AES-256-C";
        };
        return "defPrivType " + type + "\ndefPrivPassphrase "
                + quoted(privacy.password().reveal()) + "\n";
    }

    /// As net-snmp reads a quoted word: a backslash takes the next character as it is.
    private static String quoted(String text) {
        if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new IllegalArgumentException("a credential with control characters cannot be used through a hop");
        }
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
