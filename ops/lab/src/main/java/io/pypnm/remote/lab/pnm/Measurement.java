package io.pypnm.remote.lab.pnm;

import io.pypnm.remote.contracts.snmp.SnmpValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What one kind of capture makes.
@FunctionalInterface
interface Measurement {
    Result measure(Job job);

    /// How long it takes.
    ///
    /// @param usually what most take
    default Duration takes(Job job, Duration usually) {
        return usually;
    }

    /// MeasStatus before the first capture.
    default int idleStatus() {
        return 2;
    }

    /// One capture.
    ///
    /// @param row        in its table, from 0
    /// @param run        captures of this row before it
    /// @param parameters by the arc of their column
    /// @param truncated  whether only half of the values are to be had
    record Job(int row, int run, Map<Integer, SnmpValue> parameters, boolean truncated) {
        /// Of an INTEGER or Unsigned32 that is small.
        int parameter(int arc) {
            return Math.toIntExact(wide(arc));
        }

        /// Of an INTEGER or Unsigned32.
        long wide(int arc) {
            return switch (parameters.get(arc)) {
                case SnmpValue.Integer32(int number) -> number;
                case SnmpValue.Gauge32(long number) -> number;
                case null, default -> throw new IllegalArgumentException("no number in column " + arc);
            };
        }
    }

    /// What came of one.
    ///
    /// @param files   in the order of [CaptureKind#files]
    /// @param columns by their arcs
    record Result(List<byte[]> files, Map<Integer, SnmpValue> columns) {}
}
