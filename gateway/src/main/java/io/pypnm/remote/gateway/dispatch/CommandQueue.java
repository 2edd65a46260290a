package io.pypnm.remote.gateway.dispatch;

import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.contracts.wire.WireValues;
import io.pypnm.remote.gateway.messaging.CommandMessage;
import io.pypnm.remote.gateway.messaging.Messaging;
import io.pypnm.remote.gateway.messaging.Queues;
import io.pypnm.remote.gateway.messaging.Senders;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// The sending side of the agents' queues. Safe for use by many threads.
public final class CommandQueue {
    private static final Duration CONTROL_TTL = Duration.ofSeconds(60);

    private final Messaging messaging;
    private final Senders senders;
    private final Queues queues;
    private final InstantSource clock;

    public CommandQueue(Messaging messaging, Senders senders, Queues queues, InstantSource clock) {
        this.messaging = messaging;
        this.senders = senders;
        this.queues = queues;
        this.clock = clock;
    }

    /// Returns when the broker has it on disk. To repeat it is safe: the broker drops the second.
    ///
    /// @throws JMSException if the broker refuses it, or does not say
    void send(CommandMessage command, Instant startBy) throws JMSException, InterruptedException {
        // A command of the past is sent all the same, to expire at once: only so does the broker's answer prove whether
        // it had been sent before.
        queues.ensure(command.agent());
        long ttlMillis = Math.max(1, Duration.between(clock.instant(), startBy).toMillis());
        senders.sendDurable(Addresses.commands(command.agent(), command.lane()), ttlMillis, command::to);
    }

    /// Asks the agent to cancel; lost if the agent is away, so it is repeated on each connect.
    void sendCancel(AgentId agent, CommandId command) throws JMSException, InterruptedException {
        senders.sendVolatile(Addresses.control(agent), CONTROL_TTL.toMillis(), session -> {
            Message message = session.createTextMessage("");
            message.setJMSCorrelationID(command.toString());
            message.setStringProperty(WireHeaders.CONTROL, WireValues.CANCEL);
            return message;
        });
    }

    /// Whether the command waits in its queue now.
    boolean contains(AgentId agent, Lane lane, CommandId command) throws JMSException {
        try (Session session = messaging.automatic();
                QueueBrowser browser = session.createBrowser(
                        session.createQueue(Addresses.commands(agent, lane)), selector(command))) {
            return browser.getEnumeration().hasMoreElements();
        }
    }

    /// Takes the command out of its queue, unless it is being delivered or gone.
    ///
    /// @return whether it was taken; then nobody will run it
    boolean takeBack(AgentId agent, Lane lane, CommandId command) throws JMSException {
        try (Session session = messaging.individual();
                MessageConsumer consumer = session.createConsumer(
                        session.createQueue(Addresses.commands(agent, lane)), selector(command))) {
            Message message = consumer.receiveNoWait();
            if (message == null) {
                return false;
            }
            Messaging.acknowledge(session, List.of(message));
            return true;
        }
    }

    private static String selector(CommandId command) {
        return "JMSCorrelationID = '" + command + "'";
    }
}
