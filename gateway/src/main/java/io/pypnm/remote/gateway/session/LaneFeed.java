package io.pypnm.remote.gateway.session;

import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.fault.CrashPoint;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.contracts.wire.WireValues;
import io.pypnm.remote.gateway.ledger.Delivery;
import io.pypnm.remote.gateway.messaging.CommandMessage;
import io.pypnm.remote.gateway.messaging.DamagedMessageException;
import io.pypnm.remote.gateway.messaging.Messaging;
import jakarta.jms.BytesMessage;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Feeds one lane to its agent: takes a command off the queue while the agent has room, asks the ledger whether it may
/// be delivered, and puts it in line for the socket. Runs on a virtual thread of its own.
///
/// The session of this feed receives on the feed's thread and acknowledges on the link's one acknowledging thread,
/// never elsewhere. Jakarta Messaging wants one thread for a session; Artemis 2.56 guards sends and acknowledgements
/// against each other (`ClientSessionImpl.startCall`), not against a waiting `receive`.
final class LaneFeed implements Feed {
    private static final System.Logger log = System.getLogger(LaneFeed.class.getName());

    private final String subscription;
    private final String address;
    private final LinkServices services;
    private final StompSession session;
    private final int prefetch;
    private final Semaphore credit;
    private final Session jms;
    private final MessageConsumer consumer;
    private final Object acknowledging = new Object();
    /// Guarded by `acknowledging`.
    private boolean closed;
    /// Set under the lock of this.
    private volatile boolean ended;

    private LaneFeed(
            String subscription,
            String address,
            int prefetch,
            StompSession session,
            LinkServices services,
            Session jms,
            MessageConsumer consumer) {
        this.subscription = subscription;
        this.address = address;
        this.services = services;
        this.session = session;
        this.prefetch = prefetch;
        this.credit = new Semaphore(prefetch);
        this.jms = jms;
        this.consumer = consumer;
    }

    /// Opens the feed; nothing flows before [#run].
    ///
    /// @param prefetch commands the agent may have unacknowledged
    static LaneFeed open(String subscription, Lane lane, int prefetch, StompSession session, LinkServices services)
            throws JMSException {
        String address = Addresses.commands(session.agent(), lane);
        Session jms = services.messaging().individual();
        try {
            MessageConsumer consumer = jms.createConsumer(jms.createQueue(address));
            return new LaneFeed(subscription, address, prefetch, session, services, jms, consumer);
        } catch (JMSException e) {
            jms.close();
            throw e;
        }
    }

    @Override
    public void run() throws JMSException, InterruptedException {
        try {
            credit.acquire();
            for (Message message = receive(); message != null; message = receive()) {
                credit.acquire(weight(message) - 1);
                take(message);
                credit.acquire();
            }
        } catch (JMSException e) {
            // A receive that comes upon the close of its session.
            if (!ended) {
                throw e;
            }
        }
    }

    /// How many commands it counts as.
    private int weight(Message message) throws JMSException {
        long bytes = message instanceof BytesMessage body ? body.getBodyLength() : 0;
        return Weight.of(bytes, prefetch);
    }

    private @Nullable Message receive() throws JMSException {
        return ended ? null : consumer.receive();
    }

    private void take(Message message) throws JMSException, InterruptedException {
        if (ended) {
            return;
        }
        CommandMessage command;
        try {
            command = CommandMessage.from(message);
        } catch (DamagedMessageException e) {
            log.log(System.Logger.Level.ERROR, "dropping a message in " + address + ": " + e.getMessage());
            session.acknowledger().drop(message, this);
            return;
        }
        if (!command.isIntact()) {
            String detail = "the command was damaged in its queue";
            services.settler().settle(services.endings().corrupt(command.id(), command.effect(), detail));
            session.acknowledger().drop(message, this);
            return;
        }
        deliver(command, message);
    }

    private void deliver(CommandMessage command, Message message) throws InterruptedException {
        BooleanSupplier answering = () -> services.claims().hasAny(session.agent(), command.id());
        switch (services.ledger().deliver(command.id(), session.identity(), answering)) {
            case Delivery.Go go -> send(command, message, go);
            case Delivery.Settled() -> session.acknowledger().drop(message, this);
            case Delivery.Cancelled(), Delivery.Foreign(), Delivery.Exhausted() -> {
                services.settler().wake(command.id());
                session.acknowledger().drop(message, this);
            }
            case Delivery.Fenced() -> session.fence();
            case Delivery.Missing() -> {
                log.log(System.Logger.Level.ERROR, "command " + command.id() + " is in no ledger: dropped");
                session.acknowledger().drop(message, this);
            }
        }
    }

    private void send(CommandMessage command, Message message, Delivery.Go go) throws InterruptedException {
        CrashPoint.DELIVERED.pass();
        var delivery = new InFlight(session.deliveries().nextId(), command.id(), command.effect(), message, this);
        if (note(delivery)) {
            session.put(() -> ended ? Optional.empty() : Optional.of(encode(delivery.ackId(), command, go)));
        }
    }

    /// Notes a delivery, unless it would come after the subscription's end.
    private synchronized boolean note(InFlight delivery) {
        if (!ended) {
            session.deliveries().add(delivery);
        }
        return !ended;
    }

    /// Counted when the frame leaves, not when it was put in line.
    private Duration remaining(Delivery.Go go) {
        Duration left = Duration.between(services.clock().instant(), go.startBy());
        return left.isNegative() ? Duration.ZERO : left;
    }

    private ByteBuffer encode(String ackId, CommandMessage command, Delivery.Go go) {
        StompHeaders.Builder headers = StompHeaders.builder()
                .add(StompHeaders.DESTINATION, address)
                .add(StompHeaders.MESSAGE_ID, ackId)
                .add(StompHeaders.SUBSCRIPTION, subscription)
                .add(StompHeaders.ACK, ackId)
                .add(StompHeaders.CONTENT_TYPE, WireValues.JSON)
                .add(WireHeaders.CORRELATION_ID, command.id().toString())
                .add(WireHeaders.REPLY_TO, command.replyTo())
                .add(WireHeaders.CONTRACT, WireHeaders.CONTRACT_VERSION)
                .add(WireHeaders.EFFECT, command.effect().wireName())
                .add(WireHeaders.START_BY_MILLIS, Long.toString(remaining(go).toMillis()))
                .add(WireHeaders.RUN_FOR_MILLIS, Long.toString(go.runFor().toMillis()))
                .add(WireHeaders.ATTEMPT, Integer.toString(go.attempt()))
                .add(WireHeaders.SHA256, command.sha256());
        if (!command.traceparent().isEmpty()) {
            headers.add(WireHeaders.TRACEPARENT, command.traceparent());
        }
        return session.frames().encode(new StompFrame(StompCommand.MESSAGE, headers.build(), command.body()));
    }

    /// On the acknowledging thread: returns when the broker has it on disk.
    ///
    /// @throws JMSException if it did not; also once the feed is closed, and what it delivered is back in its queue
    void acknowledge(List<Message> messages) throws JMSException {
        synchronized (acknowledging) {
            if (closed) {
                throw new IllegalStateException("the session with the broker is closed");
            }
            Messaging.acknowledge(jms, messages);
        }
        for (Message message : messages) {
            credit.release(weight(message));
        }
    }

    @Override
    public synchronized void end() {
        ended = true;
        session.deliveries().forget(this);
        // Wakes the feed if it waits for the agent.
        credit.release(prefetch);
    }

    /// Waits for an acknowledgement on its way: one that comes upon the close is an error in the broker's log.
    @Override
    public void close() throws JMSException {
        synchronized (acknowledging) {
            closed = true;
            jms.close();
        }
    }
}
