package io.pypnm.remote.broker;

/// Whether a new command may be put on a queue. Asked before a command is accepted; the send itself can still be
/// refused.
public sealed interface Admission {

    record Open() implements Admission {}

    /// The broker's disk has passed a high-water mark ([DiskMarks]). Outcomes and acknowledgements still go through.
    ///
    /// @param usedPercent as `df` counts it, rounded up
    record DiskFull(int usedPercent, long freeBytes) implements Admission {}

    /// The agent's queue has its page files full ([QueueBounds#pagedBytes]); it opens as the agent works it off.
    record QueueFull(String queue) implements Admission {}

    /// There is no such queue: the agent was never added.
    record NoQueue(String queue) implements Admission {}

    /// The broker has stopped, or cannot tell how full its disk is.
    record Unavailable(String detail) implements Admission {}
}
