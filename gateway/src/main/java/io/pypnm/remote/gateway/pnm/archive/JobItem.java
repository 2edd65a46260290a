package io.pypnm.remote.gateway.pnm.archive;

import io.pypnm.remote.contracts.command.MacAddress;

/// One measurement of a job.
///
/// @param number  its place in the job, from 0
/// @param command that was the measurement; "" before it is known
/// @param code    why it failed; "" if it did not
/// @param detail  for people; "" if there is nothing to say
/// @param change  number of its last change among all changes of the job's items; 0 if it never changed
public record JobItem(
        int number,
        MacAddress mac,
        MeasurementType type,
        State state,
        String command,
        String code,
        String detail,
        long change) {
    /// How far it has come. The constant's name in lower case is its wire name.
    public enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        /// It was not begun.
        CANCELLED
    }
}
