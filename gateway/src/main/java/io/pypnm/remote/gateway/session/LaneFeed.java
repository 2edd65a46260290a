package io.pypnm.remote.gateway.agentlink;

import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.fault.CrashPoint;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.gateway.ledger.Delivery;
import io.pypnm.remote.gateway.messaging.CommandMessage;
import io.pypnm.remote.gateway.messaging.DamagedMessageException;
import io.pypnm.remote.gateway.store.StoreException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Feeds one lane to its agent: takes a command off the queue while the agent has room, asks the ledger whether it may
/// be delivered, and puts it in line for the socket. Runs on a virtual thread of its own.
///
/// The session of this feed receives on the feed's thread and acknowledges on the link's one acknowledging thread,
/// never elsewhere. Jakarta Messaging wants one thread for a session; Artemis 2.56 guards sends and acknowledgements
/// against each other (`ClientSessionImpl.startCall`), not against a waiting `receive`.
final class LaneFeed implements Runnable {
    private static final System.Logger log = System.getLogger(LaneFeed.class.getName());

    private final String subscription;
    private final String address;
    private final LinkServices services;
    private final StompSession session;
    private final Outbound outbound;
    private final Semaphore credit;
    private final Session jms;
    private final MessageConsumer consumer;
    private long delivered;

    private LaneFeed(
            String subscription, Lane lane, int prefetch, StompSession session, LinkServices services, Session jms)
            throws JMSException {
        this.subscription = subscription;
        this.address = Addresses.commands(session.agent(), lane);
        this.services = services;
        this.session = session;
        this.outbound = session.outbound();
        this.credit = new Semaphore(prefetch);
        this.jms = jms;
        this.consumer = jms.createConsumer(jms.createQueue(address));
    }

    /// Opens the feed; nothing flows before [#run].
    ///
    /// @param prefetch commands the agent may have unacknowledged
    static LaneFeed open(String subscription, Lane lane, int prefetch, StompSession session, LinkServices services)
            throws JMSException {
        return new LaneFeed(
                subscription,
                lane,
                prefetch,
                session,
                services,
                services.messaging().individual());
    }

    @Override
    public void run() {
        try {
            while (true) {
                credit.acquire();
                Message message = consumer.receive();
                if (message == null) {
                    return;
                }
                take(message);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (JMSException | StoreException e) {
            session.fail("lane " + subscription + " cannot be fed", e);
        }
    }

    private void take(Message message) throws JMSException, StoreException, InterruptedException {
        CommandMessage command;
        try {
            command = CommandMessage.from(message);
        } catch (DamagedMessageException e) {
            log.log(System.Logger.Level.ERROR, "dropping a message in " + address + ": " + e.getMessage());
            session.drop(message, this);
            return;
        }
        if (!command.isIntact()) {
            String detail = "the command was damaged in its queue";
            services.settler().settle(services.endings().corrupt(command.id(), command.effect(), detail));
            session.drop(message, this);
            return;
        }
        deliver(command, message);
    }

    private void deliver(CommandMessage command, Message message) throws StoreException, InterruptedException {
        switch (services.ledger().deliver(command.id(), session.identity())) {
            case Delivery.Go go -> send(command, message, go);
            case Delivery.Settled() -> session.drop(message, this);
            case Delivery.Cancelled(), Delivery.Foreign(), Delivery.Exhausted() -> {
                services.settler().wake(command.id());
                session.drop(message, this);
            }
            case Delivery.Fenced() -> session.fence();
            case Delivery.Missing() -> {
                log.log(System.Logger.Level.ERROR, "command " + command.id() + " is in no ledger: dropped");
                session.drop(message, this);
            }
        }
    }

    private void send(CommandMessage command, Message message, Delivery.Go go) throws InterruptedException {
        CrashPoint.DELIVERED.pass();
        delivered++;
        var inFlight = new InFlight(subscription + "-" + delivered, command, message, this);
        session.holds(inFlight);
        boolean inLine = outbound.put(() -> Optional.of(session.frames().encode(frame(inFlight, go, remaining(go)))));
        if (!inLine) {
            session.cut("the peer does not read");
        }
    }

    /// Counted when the frame leaves, not when it was put in line.
    private Duration remaining(Delivery.Go go) {
        Duration left = Duration.between(services.clock().instant(), go.startBy());
        return left.isNegative() ? Duration.ZERO : left;
    }

    private StompFrame frame(InFlight inFlight, Delivery.Go go, Duration remaining) {
        CommandMessage command = inFlight.command();
        StompHeaders.Builder headers = StompHeaders.builder()
                .add(StompHeaders.DESTINATION, address)
                .add(StompHeaders.MESSAGE_ID, inFlight.ackId())
                .add(StompHeaders.SUBSCRIPTION, subscription)
                .add(StompHeaders.ACK, inFlight.ackId())
                .add(StompHeaders.CONTENT_TYPE, "application/json")
                .add(WireHeaders.CORRELATION_ID, command.id().toString())
                .add(WireHeaders.REPLY_TO, command.replyTo())
                .add(WireHeaders.CONTRACT, WireHeaders.CONTRACT_VERSION)
                .add(WireHeaders.EFFECT, command.effect().wireName())
                .add(WireHeaders.START_BY_MILLIS, Long.toString(remaining.toMillis()))
                .add(WireHeaders.RUN_FOR_MILLIS, Long.toString(go.runFor().toMillis()))
                .add(WireHeaders.ATTEMPT, Integer.toString(go.attempt()))
                .add(WireHeaders.SHA256, command.sha256());
        if (!command.traceparent().isEmpty()) {
            headers.add(WireHeaders.TRACEPARENT, command.traceparent());
        }
        return new StompFrame(StompCommand.MESSAGE, headers.build(), command.body());
    }

    /// On the acknowledging thread: returns when the broker has it on disk.
    void acknowledge(Message message) throws JMSException {
        message.acknowledge();
        credit.release();
    }

    /// What is unacknowledged goes back to the queue.
    void close() {
        try {
            jms.close();
        } catch (JMSException e) {
            log.log(System.Logger.Level.WARNING, "a session on " + address + " did not close", e);
        }
    }
}
