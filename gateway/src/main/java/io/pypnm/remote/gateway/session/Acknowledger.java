package io.pypnm.remote.gateway.session;

import io.pypnm.remote.contracts.fault.CrashPoint;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Tells the broker what the agent has acknowledged or given back, one after another in the agent's order, and only
/// then gives the receipt: a receipt says that the command will not come again. Runs on a virtual thread of its own.
/// Bounded: an agent that asks for more than the broker does is slowed down.
final class Acknowledger {
    /// Something to be done in its turn.
    @FunctionalInterface
    interface Step {
        void run() throws JMSException, InterruptedException;
    }

    private static final int CAPACITY = 8192;

    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>(CAPACITY);
    private final StompSession session;

    Acknowledger(StompSession session) {
        this.session = session;
    }

    /// Takes a command off its queue as the agent asked.
    ///
    /// @param receipt what the agent wants to hear, or empty
    void acknowledge(InFlight delivery, String receipt) throws InterruptedException {
        then(() -> {
            CrashPoint.ACK_ARRIVED.pass();
            delivery.feed().acknowledge(delivery.message());
            CrashPoint.ACK_STORED.pass();
            session.receipt(receipt);
        });
    }

    /// Takes a message off its queue that the agent will not see.
    void drop(Message message, LaneFeed feed) throws InterruptedException {
        then(() -> feed.acknowledge(message));
    }

    /// Does something once all that was asked before is done.
    void then(Step step) throws InterruptedException {
        steps.put(step);
    }

    void run() throws JMSException, InterruptedException {
        while (true) {
            steps.take().run();
        }
    }
}
