package io.pypnm.remote.broker;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.paging.cursor.PageSubscription;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.jspecify.annotations.Nullable;

/// Reads the figures of a queue off Artemis's counters. Costs the same however deep the queue is: no message but the
/// first is touched, and of those in delivery (a consumer's prefetch) only the time stamp.
final class QueueReader {
    private QueueReader() {}

    static QueueStatus read(Queue queue, InstantSource clock) {
        return new QueueStatus(
                queue.getName().toString(),
                queue.getMessageCount(),
                queue.getDeliveringCount(),
                queue.getConsumerCount(),
                oldest(queue, clock.millis()),
                depthExact(queue),
                full(queue));
    }

    private static boolean depthExact(Queue queue) {
        @Nullable PageSubscription pages = queue.getPageSubscription();
        return pages == null || !pages.isCounterPending();
    }

    static boolean full(Queue queue) {
        @Nullable PageSubscription pages = queue.getPageSubscription();
        return pages != null && pages.getPagingStore().isPageFull();
    }

    /// The first waiting message is the oldest that waits, since all are sent with one priority; what is given back by
    /// a consumer goes to the front. Those in delivery have left the queue and are older still.
    private static Duration oldest(Queue queue, long nowMillis) {
        Stream<MessageReference> delivering =
                queue.getDeliveringMessages().values().stream().flatMap(List::stream);
        Stream<MessageReference> first = Stream.ofNullable(queue.peekFirstMessage());
        long oldestMillis = Stream.concat(first, delivering)
                .mapToLong(QueueReader::arrivedMillis)
                .min()
                .orElse(nowMillis);
        return Duration.ofMillis(Math.max(0, nowMillis - oldestMillis));
    }

    /// When the message came to the queue it is on: a message on `expired` keeps the time stamp of its sending.
    private static long arrivedMillis(MessageReference reference) {
        Message message = reference.getMessage();
        return message.getObjectProperty(Message.HDR_ACTUAL_EXPIRY_TIME) instanceof Long expiredMillis
                ? expiredMillis
                : message.getTimestamp();
    }
}
