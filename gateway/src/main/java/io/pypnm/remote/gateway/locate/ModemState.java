package io.pypnm.remote.gateway.locate;

/// The registration state that a CMTS says of a modem: docsIf3CmtsCmRegStatusValue, or docsIfCmtsCmStatusValue where
/// only that is known. The two agree in every value below 10 but for the names of 2 and 3.
///
/// @param value as the CMTS said it
public record ModemState(int value) {
    /// Whether the modem has registered: 6 is what Cisco's cBR-8 says of a modem in service, 8 what the MIBs and
    /// Harmonic's CableOS say, 9 that baseline privacy begins.
    public boolean isOnline() {
        return value == 6 || value == 8 || value == 9;
    }

    /// The MIB's name of the value, or `unknown`.
    public String text() {
        return switch (value) {
            case 1 -> "other";
            case 2 -> "initialRanging";
            case 3 -> "rangingAborted";
            case 4 -> "rangingAutoAdjComplete";
            case 5 -> "dhcpv4Complete";
            case 6 -> "registrationComplete";
            case 7 -> "accessDenied";
            case 8 -> "operational";
            case 9 -> "bpiInit";
            case 10 -> "startEae";
            case 11 -> "startDhcpv4";
            case 12 -> "startDhcpv6";
            case 13 -> "dhcpv6Complete";
            case 14 -> "startConfigFileDownload";
            case 15 -> "configFileDownloadComplete";
            case 16 -> "startRegistration";
            case 17 -> "forwardingDisabled";
            case 18 -> "rfMuteAll";
            default -> "unknown";
        };
    }
}
