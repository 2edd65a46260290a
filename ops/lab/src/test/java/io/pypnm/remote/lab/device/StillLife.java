package io.pypnm.remote.lab.device;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The life of a device that behaves, and does nothing of its own accord.
public record StillLife(LongSupplier nanos) implements Life {
    @Override
    public InstantSource wall() {
        return () -> Bench.START;
    }

    @Override
    public boolean has(Misbehaviour kind) {
        return false;
    }

    @Override
    public int number(Misbehaviour kind) {
        return 0;
    }

    @Override
    public boolean takesTurn(Misbehaviour kind) {
        return false;
    }

    @Override
    public boolean within(Misbehaviour kind) {
        return false;
    }

    @Override
    public void after(Duration delay, Runnable step) {
        throw new UnsupportedOperationException("nothing happens here");
    }

    @Override
    public void aside(Runnable work) {
        throw new UnsupportedOperationException("nothing happens here");
    }

    @Override
    public void restart() {
        throw new UnsupportedOperationException("nothing happens here");
    }
}
