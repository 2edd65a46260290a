package io.pypnm.remote.broker;

import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;

/// Fills queues to where messages go to page files.
final class Paging {
    private static final int MESSAGE_BYTES = 1_000;
    /// More than fits a queue's memory by [QueueBounds#DEFAULT], whatever Artemis adds to each.
    private static final int MESSAGES = QueueBounds.DEFAULT.memoryBytes() / MESSAGE_BYTES + 10;

    private Paging() {}

    /// Sends more than the queue keeps in memory.
    ///
    /// @return ids of what was sent
    static List<String> start(Client client, String queue) throws ActiveMQException {
        var ids = new ArrayList<String>();
        for (int i = 0; i < MESSAGES; i++) {
            ids.add("filler-" + i);
            client.send(queue, client.message("filler-" + i, MESSAGE_BYTES));
        }
        return ids;
    }
}
