package io.pypnm.remote.gateway.messaging;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/// A few connections to the broker, kept for as long as the gateway runs: in-VM connections that come and go may be
/// left behind (ARTEMIS-6142), sessions are cheap. Safe for use by many threads; what it hands out is not.
public final class Messaging implements AutoCloseable {
    private final List<Connection> connections;
    private final AtomicInteger next = new AtomicInteger();

    private Messaging(List<Connection> connections) {
        this.connections = connections;
    }

    /// Opens the connections.
    ///
    /// @param uri         of the broker, without parameters
    /// @param connections how many, 1 or more; sessions are spread over them
    /// @param windowBytes what a consumer may hold beyond the message it works on; 0: the rest stays in the durable
    ///     queue
    /// @throws JMSException if the broker cannot be reached
    public static Messaging connect(String uri, int connections, int windowBytes) throws JMSException {
        // - blockOn...=true: send and acknowledge return when the broker has it on disk. This is what receipts rest on.
        // - minLargeMessageSize: outcomes of up to 256 KiB stay in the journal instead of becoming a file each.
        var factory = new ActiveMQConnectionFactory(uri + "?consumerWindowSize=" + windowBytes
                + "&blockOnDurableSend=true&blockOnNonDurableSend=false&blockOnAcknowledge=true"
                + "&callTimeout=30000&minLargeMessageSize=400000");
        List<Connection> opened = new ArrayList<>(connections);
        try {
            for (int i = 0; i < connections; i++) {
                Connection connection = factory.createConnection();
                opened.add(connection);
                connection.start();
            }
        } catch (JMSException e) {
            closeAll(opened);
            throw e;
        }
        return new Messaging(opened);
    }

    /// A session whose messages are acknowledged one by one, in any order.
    public Session individual() throws JMSException {
        return connection().createSession(ActiveMQJMSConstants.INDIVIDUAL_ACKNOWLEDGE);
    }

    /// A session in which acknowledging a message acknowledges all before it.
    public Session cumulative() throws JMSException {
        return connection().createSession(Session.CLIENT_ACKNOWLEDGE);
    }

    /// A session for sending, or for messages that need no acknowledgement.
    public Session automatic() throws JMSException {
        return connection().createSession(Session.AUTO_ACKNOWLEDGE);
    }

    private Connection connection() {
        return connections.get(Math.floorMod(next.getAndIncrement(), connections.size()));
    }

    @Override
    public void close() throws JMSException {
        closeAll(connections);
    }

    private static void closeAll(List<Connection> connections) throws JMSException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
