package io.pypnm.remote.contracts.command;

import java.time.Duration;

/// One SNMP agent on one device, and how patient to be with it.
///
/// @param port    UDP port, 1 to 65535
/// @param timeout wait for one answer, 100 ms to 60 s
/// @param retries further sends of an unanswered read, 0 to 10; a SET is sent once, since a repeated one may be carried
///     out twice
public record SnmpTarget(DeviceAddress address, int port, SnmpAccess access, Duration timeout, int retries) {
    public static final int DEFAULT_PORT = 161;
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    /// For walks: a CMTS takes its time for a large reply.
    public static final Duration WALK_TIMEOUT = Duration.ofSeconds(10);
    public static final int DEFAULT_RETRIES = 2;
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(100);
    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(60);

    public SnmpTarget {
        Limits.require("port", port, 1, 65_535);
        Limits.require("retries", retries, 0, 10);
        Limits.require("timeout", timeout, MIN_TIMEOUT, MAX_TIMEOUT);
    }

    /// The device with the usual port, timeout and retries.
    public static SnmpTarget of(DeviceAddress address, SnmpAccess access) {
        return new SnmpTarget(address, DEFAULT_PORT, access, DEFAULT_TIMEOUT, DEFAULT_RETRIES);
    }
}
