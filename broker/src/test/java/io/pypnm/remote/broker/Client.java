package io.pypnm.remote.broker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.jspecify.annotations.Nullable;

/// What gateways do with a broker, in the fewest words. One thread.
final class Client implements AutoCloseable {
    /// How long a message that is there may take to come.
    static final Duration SOON = Duration.ofSeconds(20);

    private static final int DRAIN_WINDOW_BYTES = 1 << 20;

    private final ServerLocator locator;
    private final ClientSessionFactory factory;
    private final ClientSession session;
    private final ClientProducer producer;

    Client(Broker broker) throws Exception {
        this(broker.uri());
    }

    /// Sends and acknowledgements block until the broker has done them.
    Client(String uri) throws Exception {
        locator = ActiveMQClient.createServerLocator(uri)
                .setBlockOnDurableSend(true)
                .setBlockOnNonDurableSend(true)
                .setBlockOnAcknowledge(true)
                .setConsumerWindowSize(0)
                .setReconnectAttempts(0);
        factory = locator.createSessionFactory();
        session = factory.createSession(true, true, 0);
        session.start();
        producer = session.createProducer();
    }

    ClientSession session() {
        return session;
    }

    /// A durable message whose body and correlation id are `id`. It is for a queue, and says so, as Jakarta Messaging
    /// does.
    ClientMessage message(String id) {
        ClientMessage message = session.createMessage(Message.BYTES_TYPE, true);
        message.setRoutingType(RoutingType.ANYCAST);
        message.setCorrelationID(id);
        message.getBodyBuffer().writeBytes(id.getBytes(StandardCharsets.UTF_8));
        return message;
    }

    /// As [#message(String)], but lost with the broker.
    ClientMessage nonDurable(String id) {
        ClientMessage message = message(id);
        message.setDurable(false);
        return message;
    }

    /// A durable message of some size; see [#message(String)].
    ClientMessage message(String id, int bytes) {
        ClientMessage message = message(id);
        message.getBodyBuffer().writeBytes(new byte[bytes]);
        return message;
    }

    void send(String address, ClientMessage message) throws ActiveMQException {
        producer.send(address, message);
    }

    void send(String address, String id) throws ActiveMQException {
        send(address, message(id));
    }

    /// Sends until the broker refuses.
    ///
    /// @return ids of the messages it took
    List<String> sendUntilRefused(String address, int bytes, int atMost) throws ActiveMQException {
        var taken = new ArrayList<String>();
        for (int i = 0; i < atMost; i++) {
            try {
                send(address, message("m" + i, bytes));
            } catch (ActiveMQException refusal) {
                if (refusal.getType() == ActiveMQExceptionType.ADDRESS_FULL) {
                    return taken;
                }
                throw refusal;
            }
            taken.add("m" + i);
        }
        throw new AssertionError("not refused after " + atMost + " messages of " + bytes + " bytes");
    }

    ClientConsumer consumer(String queue) throws ActiveMQException {
        return session.createConsumer(queue);
    }

    /// Takes and acknowledges one message.
    Optional<ClientMessage> take(String queue, Duration within) throws ActiveMQException {
        try (ClientConsumer consumer = consumer(queue)) {
            return take(consumer, within);
        }
    }

    static Optional<ClientMessage> take(ClientConsumer consumer, Duration within) throws ActiveMQException {
        Optional<ClientMessage> message = Optional.ofNullable(consumer.receive(within.toMillis()));
        if (message.isPresent()) {
            message.get().individualAcknowledge();
        }
        return message;
    }

    /// Takes and acknowledges all that is in memory.
    ///
    /// @return correlation ids, in order
    List<String> drain(String queue) throws ActiveMQException {
        return drain(queue, 0);
    }

    /// Takes and acknowledges messages: waits for this many, which may have to be read from page files, and takes what
    /// else is there.
    ///
    /// @return correlation ids, in order
    List<String> drain(String queue, int atLeast) throws ActiveMQException {
        var ids = new ArrayList<String>();
        try (ClientSession bulk = factory.createSession(true, false);
                ClientConsumer consumer =
                        bulk.createConsumer(SimpleString.of(queue), null, DRAIN_WINDOW_BYTES, -1, false)) {
            bulk.start();
            for (ClientMessage m = next(consumer, atLeast > 0); m != null; m = next(consumer, ids.size() < atLeast)) {
                m.acknowledge();
                ids.add(String.valueOf(m.getCorrelationID()));
                if (ids.size() % 1_000 == 0) {
                    bulk.commit();
                }
            }
            bulk.commit();
        }
        return ids;
    }

    private static @Nullable ClientMessage next(ClientConsumer consumer, boolean wait) throws ActiveMQException {
        return wait ? consumer.receive(SOON.toMillis()) : consumer.receiveImmediate();
    }

    @Override
    public void close() throws ActiveMQException {
        session.close();
        factory.close();
        locator.close();
    }
}
