package io.pypnm.remote.gateway.agentlink;

import io.pypnm.remote.contracts.fault.CrashPoint;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Acknowledges to the broker what the agent has acknowledged, one after another, and only then gives the receipt: a
/// receipt says that the command will not come again. Runs on a virtual thread of its own. What waits here holds its
/// credit, so it is bounded by the subscriptions' prefetch counts.
final class Acknowledger implements Runnable {
    private record Entry(Message message, LaneFeed feed, String receipt) {}

    private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>();
    private final StompSession session;

    Acknowledger(StompSession session) {
        this.session = session;
    }

    /// Puts a message in line.
    ///
    /// @param receipt what the agent asked to hear, or empty
    void acknowledge(Message message, LaneFeed feed, String receipt) {
        entries.add(new Entry(message, feed, receipt));
    }

    @Override
    public void run() {
        try {
            while (true) {
                Entry entry = entries.take();
                CrashPoint.ACK_ARRIVED.pass();
                entry.feed().acknowledge(entry.message());
                CrashPoint.ACK_STORED.pass();
                session.receipt(entry.receipt());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (JMSException e) {
            session.fail("an acknowledgement did not reach the broker", e);
        }
    }
}
