package io.pypnm.remote.lab.pnm;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.lab.device.Life;
import java.time.Duration;
import java.util.function.UnaryOperator;

/// The device that captures run on, as they see it.
///
/// @param measuring   what a capture takes
/// @param lock        of its tests
/// @param defaultName the name of a file that was given none, by its prefix
/// @param keeper      takes the files
record CaptureDevice(Life life, Duration measuring, TestLock lock, UnaryOperator<String> defaultName, Keeper keeper) {
    /// Where files go.
    @FunctionalInterface
    interface Keeper {
        void keep(Octets name, byte[] file, Measurement.Job job);
    }
}
