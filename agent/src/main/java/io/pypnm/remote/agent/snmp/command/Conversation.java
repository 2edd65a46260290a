package io.pypnm.remote.agent.snmp.command;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.snmp.SnmpEngine;
import io.pypnm.remote.agent.snmp.SnmpPeer;
import io.pypnm.remote.agent.snmp.SnmpRequest;
import io.pypnm.remote.agent.snmp.SnmpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// One command's talk with one device: one request at a time, all within one deadline.
record Conversation(SnmpEngine engine, SnmpPeer peer, Deadline deadline) {
    /// Leaves the device alone for that long, but not past the deadline.
    void rest(Duration time) throws InterruptedException {
        Deadline rested = deadline.within(time);
        while (!Thread.interrupted()) {
            if (rested.hasPassed()) {
                return;
            }
            LockSupport.parkNanos(this, rested.left().toNanos());
        }
        throw new InterruptedException();
    }

    /// As [SnmpEngine#exchange], with as many re-sends as the command allows.
    SnmpResponse ask(SnmpRequest request) throws CommandFailedException, InterruptedException {
        return engine.exchange(peer, request, deadline);
    }

    /// As [SnmpEngine#exchange], with at most that many re-sends.
    SnmpResponse ask(SnmpRequest request, int retries) throws CommandFailedException, InterruptedException {
        return engine.exchange(peer.withRetries(Math.min(retries, peer.retries())), request, deadline);
    }
}
