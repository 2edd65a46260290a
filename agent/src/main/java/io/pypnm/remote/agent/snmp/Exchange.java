package io.pypnm.remote.agent.snmp;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.contracts.outcome.FailureCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.snmp4j.CommunityTarget;
import org.snmp4j.PDU;
import org.snmp4j.smi.UdpAddress;

/// One request and the wait for its answer. Owned by the thread that made it, which is the one that waits; the
/// engine's own threads only call [#offer], [#abandon] and [#wakeIfDue].
final class Exchange {
    private final SnmpPeer peer;
    private final SnmpRequest request;
    private final CommunityTarget<UdpAddress> target;
    private final byte[] community;
    private final MonotonicClock clock;
    private final Thread waiter = Thread.currentThread();
    private int sent;
    private volatile long dueNanos;
    private volatile boolean ended;
    private volatile @Nullable PDU answer;
    private volatile @Nullable UdpAddress stranger;

    Exchange(SnmpPeer peer, SnmpRequest request, CommunityTarget<UdpAddress> target, MonotonicClock clock) {
        this.peer = peer;
        this.request = request;
        this.target = target;
        this.community = target.getSecurityName().getValue();
        this.clock = clock;
    }

    /// Takes an answer that carries this exchange's request-id. Only the first counts, and only one from the very
    /// address and with the very community that was asked: anybody can send to a UDP port.
    void offer(UdpAddress from, byte[] withCommunity, PDU pdu) {
        if (!from.equals(target.getAddress())) {
            stranger = from;
        } else if (answer == null && Arrays.equals(withCommunity, community)) {
            answer = pdu;
            abandon();
        }
    }

    /// Ends the waiting, be there an answer or not.
    void abandon() {
        ended = true;
        LockSupport.unpark(waiter);
    }

    void wakeIfDue(long nowNanos) {
        if (nowNanos - dueNanos >= 0) {
            LockSupport.unpark(waiter);
        }
    }

    SnmpPeer peer() {
        return peer;
    }

    CommunityTarget<UdpAddress> target() {
        return target;
    }

    boolean maySend() {
        return sent < (request.mayBeRepeated() ? 1 + peer.retries() : 1);
    }

    /// Starts the clock for one more send: the peer's timeout, or what is left.
    void countSend(Duration left) {
        sent++;
        Duration wait = peer.timeout().compareTo(left) < 0 ? peer.timeout() : left;
        dueNanos = clock.nanos() + wait.toNanos();
    }

    /// Waits until it has ended, or the time of the last send is up. Returns whether it has ended.
    boolean await() throws InterruptedException {
        while (!ended && clock.nanos() - dueNanos < 0) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return ended;
    }

    /// The answer, once the waiting has ended.
    SnmpResponse response() throws CommandFailedException {
        PDU pdu = answer;
        if (pdu == null) {
            throw failed(FailureCode.INTERNAL, "the agent was stopped while it waited for " + peer);
        }
        try {
            return Snmp4jMapping.response(pdu);
        } catch (IllegalArgumentException e) {
            throw failed(FailureCode.DEVICE_ERROR, peer + " answered what SNMP cannot mean: " + e.getMessage());
        }
    }

    /// Why there is no answer.
    CommandFailedException silence(Deadline deadline) {
        if (sent == 0) {
            return failed(FailureCode.RUN_FOR, "run-for passed before anything was sent to " + peer);
        }
        String sends = " after " + sent + (sent == 1 ? " send" : " sends") + remark();
        if (deadline.hasPassed() && request.mayBeRepeated()) {
            return failed(FailureCode.RUN_FOR, "run-for passed while waiting for " + peer + sends);
        }
        return failed(FailureCode.DEVICE_TIMEOUT, "no answer from " + peer + sends);
    }

    /// A device that answers from another of its addresses looks like a silent one; only this tells the operator.
    private String remark() {
        UdpAddress other = stranger;
        if (other == null) {
            return "";
        }
        return "; one came from " + SnmpPeer.hostAndPort(other.getInetAddress(), other.getPort())
                + " and was not trusted";
    }

    private static CommandFailedException failed(FailureCode code, String detail) {
        return new CommandFailedException(code, detail);
    }
}
