package io.pypnm.remote.gateway.session;

import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.gateway.messaging.Fields;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;

/// Passes cancel and drain on to the agent. They may be lost: what matters of them is in the ledger. Runs on a virtual
/// thread of its own.
final class ControlFeed implements Feed {
    private final String subscription;
    private final String address;
    private final StompSession session;
    private final Session jms;
    private final MessageConsumer consumer;

    private ControlFeed(
            String subscription, String address, StompSession session, Session jms, MessageConsumer consumer) {
        this.subscription = subscription;
        this.address = address;
        this.session = session;
        this.jms = jms;
        this.consumer = consumer;
    }

    /// Opens the feed; from now on the queue keeps what is said to the agent.
    static ControlFeed open(String subscription, StompSession session, LinkServices services) throws JMSException {
        String address = Addresses.control(session.agent());
        Session jms = services.messaging().automatic();
        try {
            return new ControlFeed(subscription, address, session, jms, jms.createConsumer(jms.createQueue(address)));
        } catch (JMSException e) {
            jms.close();
            throw e;
        }
    }

    @Override
    public void run() throws JMSException, InterruptedException {
        for (Message message = consumer.receive(); message != null; message = consumer.receive()) {
            session.put(session.frames().ready(frame(message)));
        }
    }

    private StompFrame frame(Message message) throws JMSException {
        return new StompFrame(
                StompCommand.MESSAGE,
                StompHeaders.of(
                        StompHeaders.DESTINATION,
                        address,
                        StompHeaders.MESSAGE_ID,
                        session.deliveries().nextId(),
                        StompHeaders.SUBSCRIPTION,
                        subscription,
                        WireHeaders.CORRELATION_ID,
                        Fields.correlationId(message),
                        WireHeaders.CONTROL,
                        Fields.text(message, WireHeaders.CONTROL)));
    }

    @Override
    public void end() {}

    @Override
    public void close() throws JMSException {
        jms.close();
    }
}
