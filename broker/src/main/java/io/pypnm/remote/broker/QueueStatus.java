package io.pypnm.remote.broker;

import java.time.Duration;

/// One queue at one moment. The figures are read one after another while the queue works on, so they may disagree by
/// what happened in between.
///
/// @param queue      its name, which is also its address
/// @param depth      messages not yet acknowledged: waiting and `delivering`
/// @param delivering messages a consumer holds
/// @param oldest     how long ago the oldest of them was sent; on `expired`, how long ago it expired. Zero if there is
///                   none, and for up to one expiry scan after a start at which all of them lay in page files
/// @param depthExact `false` for the first seconds after a start while Artemis still counts the messages in page files:
///                   `depth` is too low then, and nothing should be decided on it
/// @param full       page files are at their bound: sends are refused
public record QueueStatus(
        String queue, long depth, long delivering, int consumers, Duration oldest, boolean depthExact, boolean full) {}
