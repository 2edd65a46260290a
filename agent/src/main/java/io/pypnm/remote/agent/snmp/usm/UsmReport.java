package io.pypnm.remote.agent.snmp.usm;

import java.util.Arrays;
import java.util.Optional;

/// Why a device did not look at a message: the counter that it names in its report (RFC 3414 section 5, and
/// RFC 3412 and 3413). A message
/// that was reported on was not carried out (RFC 3412 section 7.2 step 6).
public enum UsmReport {
    UNSUPPORTED_SECURITY_LEVEL("1.3.6.1.6.3.15.1.1.1.0", "usmStatsUnsupportedSecLevels"),
    NOT_IN_TIME_WINDOW("1.3.6.1.6.3.15.1.1.2.0", "usmStatsNotInTimeWindows"),
    UNKNOWN_USER("1.3.6.1.6.3.15.1.1.3.0", "usmStatsUnknownUserNames"),
    UNKNOWN_ENGINE("1.3.6.1.6.3.15.1.1.4.0", "usmStatsUnknownEngineIDs"),
    WRONG_DIGEST("1.3.6.1.6.3.15.1.1.5.0", "usmStatsWrongDigests"),
    DECRYPTION_ERROR("1.3.6.1.6.3.15.1.1.6.0", "usmStatsDecryptionErrors"),
    UNKNOWN_SECURITY_MODEL("1.3.6.1.6.3.11.2.1.1.0", "snmpUnknownSecurityModels"),
    INVALID_MESSAGE("1.3.6.1.6.3.11.2.1.2.0", "snmpInvalidMsgs"),
    UNKNOWN_PDU_HANDLER("1.3.6.1.6.3.11.2.1.3.0", "snmpUnknownPDUHandlers"),
    UNAVAILABLE_CONTEXT("1.3.6.1.6.3.12.1.4.0", "snmpUnavailableContexts"),
    UNKNOWN_CONTEXT("1.3.6.1.6.3.12.1.5.0", "snmpUnknownContexts");

    private final String counter;
    private final String counterName;

    UsmReport(String counter, String counterName) {
        this.counter = counter;
        this.counterName = counterName;
    }

    /// OID, with dots.
    public String counter() {
        return counter;
    }

    /// As the MIB calls it.
    public String counterName() {
        return counterName;
    }

    public static Optional<UsmReport> of(String counter) {
        return Arrays.stream(values())
                .filter(report -> report.counter.equals(counter))
                .findFirst();
    }
}
