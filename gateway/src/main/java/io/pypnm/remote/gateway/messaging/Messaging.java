package io.pypnm.remote.gateway.messaging;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.apache.activemq.artemis.jms.client.JMSExceptionHelper;

/// A few connections to the broker, kept for as long as the gateway runs: in-VM connections that come and go may be
/// left behind (ARTEMIS-6142), sessions are cheap. Safe for use by many threads; what it hands out is not.
public final class Messaging implements AutoCloseable {
    /// Of the in-VM connector's own pool, which nothing else can change. It carries what the broker says, and each
    /// step is short: with many threads, most of the work would be to wake them in turn.
    private static final int CONNECTOR_THREADS = 2;

    static {
        // What Artemis's clients do in the background they do in pools of platform threads for the whole JVM.
        ActiveMQClient.setGlobalThreadPoolProperties(CONNECTOR_THREADS, 1, CONNECTOR_THREADS);
        ActiveMQClient.injectPools(
                Executors.newVirtualThreadPerTaskExecutor(),
                Executors.newScheduledThreadPool(
                        1, Thread.ofPlatform().daemon().name("artemis-timer").factory()),
                Executors.newVirtualThreadPerTaskExecutor());
    }

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
        // - blockOnDurableSend=true: a send returns when the broker has it on disk. This is what receipts rest on.
        // - blockOnAcknowledge=false: JMS's own acknowledge() waits for nothing; who must wait uses the one below,
        //   one round trip and one sync for many messages. JMS's would take two and one for each message.
        // - minLargeMessageSize: outcomes of up to 256 KiB stay in the journal instead of becoming a file each.
        var factory = new ActiveMQConnectionFactory(uri + "?consumerWindowSize=" + windowBytes
                + "&blockOnDurableSend=true&blockOnNonDurableSend=false&blockOnAcknowledge=false"
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

    /// Acknowledges messages and returns when the broker has that on disk: it will deliver none of them again.
    ///
    /// @param session  an [#individual] one, from which all of them were received
    /// @throws JMSException if that failed; each of them may be delivered again or not
    public static void acknowledge(Session session, List<Message> messages) throws JMSException {
        try {
            // Artemis's individual acknowledgements are parts of the session's transaction (2.56,
            // `ActiveMQMessage.acknowledge`); one that fails makes the commit fail.
            for (Message message : messages) {
                ((ActiveMQMessage) message).getCoreMessage().individualAcknowledge();
            }
            ((ActiveMQSession) session).getCoreSession().commit();
        } catch (ActiveMQException e) {
            throw JMSExceptionHelper.convertFromActiveMQException(e);
        }
    }

    /// A session in which acknowledging a message acknowledges all before it. Does not wait for the disk: a message
    /// whose acknowledgement is lost with the broker comes again.
    public Session cumulative() throws JMSException {
        return connection().createSession(Session.CLIENT_ACKNOWLEDGE);
    }

    /// A session whose sends reach the broker with its commit, all or none; they wait for nothing before.
    public Session transacted() throws JMSException {
        return connection().createSession(Session.SESSION_TRANSACTED);
    }

    /// A session for looking around, or for messages that need no acknowledgement.
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
