package io.pypnm.remote.lab.device;

import java.time.Duration;

/// Where a device does what it does of its own accord, beside answering.
public interface Background {
    /// Runs the step once, when this time has passed. It never blocks.
    void after(Duration delay, Runnable step);

    /// Runs the work at once on a thread of its own. It may block, and is interrupted when the lab ends.
    void aside(Runnable work);
}
