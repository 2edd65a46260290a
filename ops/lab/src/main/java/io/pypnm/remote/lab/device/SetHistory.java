package io.pypnm.remote.lab.device;

import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// Where every SET is written down before it is carried out and answered. Called by several threads.
@FunctionalInterface
public interface SetHistory extends AutoCloseable {
    /// Keeps nothing.
    SetHistory NONE = _ -> {};

    /// Writes down the varbinds of one SET, all or none.
    ///
    /// @throws IOException if they could not be written; the SET is then not carried out
    void write(List<Entry> sets) throws IOException;

    @Override
    default void close() throws IOException {}

    /// One varbind of a SET.
    ///
    /// @param device    the device's address
    /// @param requestId of the PDU: a retransmission repeats it
    /// @param peer      who sent it, as `address:port`
    /// @param nanos     monotonic; on one machine all processes share its start
    record Entry(String device, Oid oid, SnmpValue value, int requestId, String peer, Instant at, long nanos) {}
}
