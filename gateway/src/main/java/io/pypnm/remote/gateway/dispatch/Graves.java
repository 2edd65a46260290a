package io.pypnm.remote.gateway.dispatch;

import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.gateway.ledger.Ending;
import io.pypnm.remote.gateway.ledger.Standing;
import io.pypnm.remote.gateway.messaging.CommandMessage;
import io.pypnm.remote.gateway.messaging.DamagedMessageException;
import io.pypnm.remote.gateway.messaging.Messaging;
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

/// Empties `expired` or `dead`: what the broker gave up becomes an outcome, so neither is a silent grave. Runs on a
/// thread of its own until that thread is interrupted.
///
/// A command that was ever delivered stays open all the same: its agent may have started it, and only the agent or the
/// reconcile deadline can say how it ended. The ledger sees to that.
public final class Graves implements Runnable {
    private static final System.Logger log = System.getLogger(Graves.class.getName());
    private static final int MAX_BATCH = 128;

    private final Messaging messaging;
    private final String address;
    private final Ledger ledger;
    private final Settler settler;
    private final Endings endings;
    private final Pause pause;

    public Graves(Messaging messaging, String address, Ledger ledger, Settler settler, Endings endings, Pause pause) {
        this.messaging = messaging;
        this.address = address;
        this.ledger = ledger;
        this.settler = settler;
        this.endings = endings;
        this.pause = pause;
    }

    @Override
    public void run() {
        pause.untilInterrupted(this::empty);
    }

    private void empty() throws JMSException, StoreException, InterruptedException {
        try (Session session = messaging.cumulative();
                MessageConsumer consumer = session.createConsumer(session.createQueue(address))) {
            for (Message first = consumer.receive(); first != null; first = consumer.receive()) {
                bury(first, consumer);
            }
        }
    }

    /// As many as are there in one transaction: when a lane's whole backlog expires, it does so at once.
    private void bury(Message first, MessageConsumer consumer) throws JMSException, InterruptedException {
        List<Ending> batch = new ArrayList<>();
        Message last = first;
        for (Message message = first; message != null; message = next(consumer, batch.size())) {
            last = message;
            ending(message).ifPresent(batch::add);
        }
        settler.settle(batch);
        last.acknowledge();
    }

    private static @Nullable Message next(MessageConsumer consumer, int count) throws JMSException {
        return count >= MAX_BATCH ? null : consumer.receiveNoWait();
    }

    private Optional<Ending> ending(Message message) throws JMSException {
        CommandMessage command;
        try {
            command = CommandMessage.from(message);
        } catch (DamagedMessageException e) {
            log.log(System.Logger.Level.ERROR, "dropping a message in " + address + ": " + e.getMessage());
            return Optional.empty();
        }
        Optional<Standing> standing = ledger.standing(command.id());
        boolean cancelled = standing.isPresent() && standing.get().cancelRequested();
        Outcome outcome = cancelled ? new Outcome.Cancelled() : new Outcome.Expired(Outcome.Expired.Where.QUEUE);
        return Optional.of(endings.byGateway(command.id(), outcome));
    }
}
