package io.pypnm.remote.gateway.dispatch;

import io.pypnm.remote.contracts.fault.CrashPoint;
import io.pypnm.remote.gateway.ledger.Ending;
import io.pypnm.remote.gateway.ledger.OutcomeBody;
import io.pypnm.remote.gateway.ledger.Settlement;
import io.pypnm.remote.gateway.messaging.DamagedMessageException;
import io.pypnm.remote.gateway.messaging.Messaging;
import io.pypnm.remote.gateway.messaging.OutcomeMessage;
import io.pypnm.remote.gateway.store.Ledger;
import io.pypnm.remote.gateway.store.StoreException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes outcomes off this gateway's queue into the ledger: as many as are there in one transaction, and only then
/// acknowledged. Runs on a thread of its own until that thread is interrupted.
public final class OutcomeCollector implements Runnable {
    private static final System.Logger log = System.getLogger(OutcomeCollector.class.getName());
    private static final int MAX_BATCH = 128;
    /// An outcome may have a mebibyte, and a batch is held in memory.
    private static final long MAX_BATCH_BYTES = 4 * 1024 * 1024;

    private final Messaging messaging;
    private final String address;
    private final Ledger ledger;
    private final Settler settler;
    private final Endings endings;
    private final DispatchMetrics metrics;
    private final Pause pause;

    public OutcomeCollector(
            Messaging messaging,
            String address,
            Ledger ledger,
            Settler settler,
            Endings endings,
            DispatchMetrics metrics,
            Pause pause) {
        this.messaging = messaging;
        this.address = address;
        this.ledger = ledger;
        this.settler = settler;
        this.endings = endings;
        this.metrics = metrics;
        this.pause = pause;
    }

    @Override
    public void run() {
        pause.untilInterrupted(this::collect);
    }

    private void collect() throws JMSException, StoreException, InterruptedException {
        try (Session session = messaging.cumulative();
                MessageConsumer consumer = session.createConsumer(session.createQueue(address))) {
            while (true) {
                Message first = consumer.receive();
                if (first == null) {
                    return;
                }
                collect(first, consumer);
            }
        }
    }

    private void collect(Message first, MessageConsumer consumer)
            throws JMSException, StoreException, InterruptedException {
        List<Ending> batch = new ArrayList<>();
        long bytes = 0;
        Message last = first;
        for (Message message = first; message != null; message = next(consumer, batch.size(), bytes)) {
            last = message;
            try {
                Ending ending = OutcomeMessage.read(message);
                bytes += size(ending.body());
                batch.add(ending);
            } catch (DamagedMessageException e) {
                log.log(System.Logger.Level.ERROR, "damaged message in " + address + ": " + e.getMessage());
                metrics.damaged();
                corrupt(e).ifPresent(batch::add);
            }
        }
        CrashPoint.OUTCOME_COLLECTED.pass();
        List<Settlement> settlements = settler.settle(batch);
        CrashPoint.SETTLED.pass();
        last.acknowledge();
        settlements.forEach(metrics::settled);
    }

    /// The outcome was on disk and can no longer be read: that is what is recorded.
    private Optional<Ending> corrupt(DamagedMessageException damage) throws StoreException {
        return damage.command()
                .flatMap(command -> ledger.standing(command)
                        .map(standing ->
                                endings.corrupt(command, standing.effect(), String.valueOf(damage.getMessage()))));
    }

    private static @Nullable Message next(MessageConsumer consumer, int count, long bytes) throws JMSException {
        return count >= MAX_BATCH || bytes >= MAX_BATCH_BYTES ? null : consumer.receiveNoWait();
    }

    private static long size(OutcomeBody body) {
        return body instanceof OutcomeBody.Inline inline ? inline.json().length : 0;
    }
}
