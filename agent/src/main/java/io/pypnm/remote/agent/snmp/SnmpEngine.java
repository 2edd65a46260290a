package io.pypnm.remote.agent.snmp;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import java.util.Map;

/// Carries single PDUs to devices and back. Knows nothing of walks, splits or commands. Safe for use by many threads.
public interface SnmpEngine extends AutoCloseable {
    /// Sends one request and waits for its answer, whatever its error-status. Blocks the calling (virtual) thread,
    /// never past the deadline.
    ///
    /// An unanswered read is sent again with the same request-id, so that a late answer to an earlier send counts; a
    /// SET is sent once, whatever the peer's retries, since a repeated one may be carried out twice. With SNMPv3 a
    /// request that the device reports it did not look at, for its engine id or its clock, is made anew and sent again,
    /// a SET too.
    ///
    /// @throws CommandFailedException
    ///     | code             | when                                                                          |
    ///     |------------------|-------------------------------------------------------------------------------|
    ///     | `DEVICE_TIMEOUT` | it was sent as often as allowed, and no answer came                           |
    ///     | `RUN_FOR`        | the deadline passed before that; a SET was then provably not sent             |
    ///     | `UNREACHABLE`    | this host cannot send to that address, or the device does not answer what is  |
    ///     |                  | asked before a SET by SNMPv3; the request was not sent                        |
    ///     | `AUTH_FAILED`    | the device reports that it does not take this user, password or level; of a   |
    ///     |                  | SET only before it is sent, or if the report is signed                        |
    ///     | `TOO_LARGE`      | the request does not fit into a datagram; nothing was sent                    |
    ///     | `DEVICE_ERROR`   | the answer came, and cannot be what an SNMP agent says                        |
    ///     | `INTERNAL`       | the engine was closed meanwhile                                               |
    SnmpResponse exchange(SnmpPeer peer, SnmpRequest request, Deadline deadline)
            throws CommandFailedException, InterruptedException;

    /// What an operator may want to know of it: names and values.
    Map<String, String> facts();

    /// Ends all waiting with `INTERNAL` and closes the socket.
    @Override
    void close();
}
