package io.pypnm.remote.lab.device;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// One life of a device, from a start to the next: what its objects may ask and do. Its methods are called by whoever
/// has the device's turn, which is a request being answered or a step of [#after].
public interface Life {
    /// Tells files and people the time.
    InstantSource wall();

    /// A clock that nobody sets.
    LongSupplier nanos();

    /// Whether the device is to misbehave so.
    boolean has(Misbehaviour kind);

    /// The number of this misbehaviour; 0 where the device does not misbehave so.
    int number(Misbehaviour kind);

    /// Whether the device is to misbehave so now: as often as its number says, counted from the order.
    boolean takesTurn(Misbehaviour kind);

    /// Whether the device is to misbehave so, and its number of milliseconds has not passed since the order.
    boolean within(Misbehaviour kind);

    /// Runs the step once after this time, in the device's turn. It is dropped if the device has started anew by then.
    void after(Duration delay, Runnable step);

    /// Runs work that may block at once, on another thread and not in the device's turn.
    void aside(Runnable work);

    /// Starts the device anew, as after a loss of power. What it counted stays, and its orders.
    void restart();
}
