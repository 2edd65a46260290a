package io.pypnm.remote.broker;

/// Facts about the broker, for health checks and metrics.
///
/// @param failure         why it does not serve, empty while it does. A failed broker does not heal: start the process
///                        again
/// @param journal         `NIO`; empty when it does not serve
/// @param diskUsedPercent as `df` counts it, rounded up
/// @param diskFreeBytes   what is left for a user who is not root
/// @param diskOpen        commands are let in ([DiskMarks], line 1)
/// @param diskWritable    Artemis takes sends at all ([DiskMarks], line 2)
/// @param memoryBytes     messages in memory, as Artemis counts them
public record BrokerHealth(
        String failure,
        String journal,
        int diskUsedPercent,
        long diskFreeBytes,
        boolean diskOpen,
        boolean diskWritable,
        long memoryBytes) {

    public boolean serves() {
        return failure.isEmpty();
    }
}
