package io.pypnm.remote.gateway.session;

import io.pypnm.remote.contracts.fault.CrashPoint;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Tells the broker what the agent has acknowledged or given back, and only then gives the receipts: a receipt says
/// that the command will not come again. What gathers while the disk is at work on earlier ones shares the next sync.
/// Runs on a virtual thread of its own. Bounded: an agent that asks for more than the broker does is slowed down.
final class Acknowledger {
    /// Something to be done in its turn.
    @FunctionalInterface
    interface Step {
        void run() throws JMSException, InterruptedException;
    }

    private sealed interface Task {
        /// @param receipt what the agent wants to hear, or empty
        record Acknowledge(Message message, LaneFeed feed, String receipt) implements Task {}

        record Then(Step step) implements Task {}
    }

    private static final int CAPACITY = 8192;
    private static final int MAX_BATCH = 256;

    private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>(CAPACITY);
    private final StompSession session;

    Acknowledger(StompSession session) {
        this.session = session;
    }

    /// Takes a command off its queue as the agent asked.
    ///
    /// @param receipt what the agent wants to hear, or empty
    void acknowledge(InFlight delivery, String receipt) throws InterruptedException {
        tasks.put(new Task.Acknowledge(delivery.message(), delivery.feed(), receipt));
    }

    /// Takes a message off its queue that the agent will not see.
    void drop(Message message, LaneFeed feed) throws InterruptedException {
        tasks.put(new Task.Acknowledge(message, feed, ""));
    }

    /// Does something once all that was asked before is done.
    void then(Step step) throws InterruptedException {
        tasks.put(new Task.Then(step));
    }

    void run() throws JMSException, InterruptedException {
        List<Task> batch = new ArrayList<>();
        while (true) {
            batch.add(tasks.take());
            tasks.drainTo(batch, MAX_BATCH - 1);
            carryOut(batch);
            batch.clear();
        }
    }

    private void carryOut(List<Task> batch) throws JMSException, InterruptedException {
        Map<LaneFeed, List<Task.Acknowledge>> gathered = new LinkedHashMap<>();
        for (Task task : batch) {
            switch (task) {
                case Task.Acknowledge it ->
                    gathered.computeIfAbsent(it.feed(), _ -> new ArrayList<>()).add(it);
                case Task.Then(Step step) -> {
                    acknowledge(gathered);
                    step.run();
                }
            }
        }
        acknowledge(gathered);
    }

    private void acknowledge(Map<LaneFeed, List<Task.Acknowledge>> gathered) throws JMSException, InterruptedException {
        for (Map.Entry<LaneFeed, List<Task.Acknowledge>> entry : gathered.entrySet()) {
            List<Task.Acknowledge> asked = entry.getValue();
            CrashPoint.ACK_ARRIVED.pass();
            entry.getKey()
                    .acknowledge(asked.stream().map(Task.Acknowledge::message).toList());
            CrashPoint.ACK_STORED.pass();
            for (Task.Acknowledge it : asked) {
                session.receipt(it.receipt());
            }
        }
        gathered.clear();
    }
}
