package io.pypnm.remote.agent.snmp;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.contracts.outcome.FailureCode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.UdpAddress;

/// One message and the wait for its answer. Owned by the thread that made it, which is the one that waits; the engine's
/// own threads only call [#offer], [#abandon] and [#wakeIfDue].
final class Exchange {
    private final SnmpPeer peer;
    private final SnmpRequest request;
    private final UdpAddress address;
    private final Dialogue dialogue;
    private final MonotonicClock clock;
    private final Thread waiter = Thread.currentThread();
    private int sent;
    private volatile long dueNanos;
    private volatile boolean ended;
    private volatile Dialogue.@Nullable Answer answer;
    private volatile @Nullable UdpAddress stranger;

    Exchange(SnmpPeer peer, SnmpRequest request, UdpAddress address, Dialogue dialogue, MonotonicClock clock) {
        this.peer = peer;
        this.request = request;
        this.address = address;
        this.dialogue = dialogue;
        this.clock = clock;
    }

    /// Takes a message that carries this exchange's id. Only the first that answers counts, and only one from the very
    /// address that was asked: anybody can send to a UDP port.
    void offer(UdpAddress from, Message message) throws IOException {
        if (!from.equals(address)) {
            stranger = from;
            return;
        }
        if (answer != null) {
            return;
        }
        Dialogue.Answer opened = dialogue.open(message);
        if (opened != null) {
            answer = opened;
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

    UdpAddress address() {
        return address;
    }

    byte[] message(int id) throws IOException {
        return dialogue.message(id);
    }

    boolean maySend() {
        return sent < dialogue.mostSends(peer.retries());
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
    Dialogue.Answer answer() throws CommandFailedException {
        Dialogue.Answer known = answer;
        if (known == null) {
            throw failed(FailureCode.INTERNAL, "the agent was stopped while it waited for " + peer);
        }
        return known;
    }

    /// Why there is no answer.
    CommandFailedException silence(Deadline deadline) {
        if (sent == 0) {
            return failed(FailureCode.RUN_FOR, "run-for passed before the request was sent to " + peer);
        }
        boolean carriedRequest = dialogue.carriesRequest();
        String sends = " after " + sent + (sent == 1 ? " send" : " sends")
                + (carriedRequest ? "" : " of " + dialogue.question()) + remark();
        if (deadline.hasPassed() && (request.mayBeRepeated() || !carriedRequest)) {
            return failed(FailureCode.RUN_FOR, "run-for passed while waiting for " + peer + sends);
        }
        return failed(FailureCode.DEVICE_TIMEOUT, "no answer from " + peer + sends);
    }

    /// A device that answers from another of its addresses looks like a silent one; only this tells the operator.
    private String remark() {
        UdpAddress other = stranger;
        if (other == null) {
            return dialogue.remark();
        }
        return "; one came from " + SnmpPeer.hostAndPort(other.getInetAddress(), other.getPort())
                + " and was not trusted";
    }

    private static CommandFailedException failed(FailureCode code, String detail) {
        return new CommandFailedException(code, detail);
    }
}
