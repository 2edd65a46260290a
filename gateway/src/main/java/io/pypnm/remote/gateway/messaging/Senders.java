package io.pypnm.remote.gateway.messaging;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;

/// A bounded pool of senders: a JMS session is for one thread at a time, and a durable send waits for the disk, so as
/// many sends share one sync as there are senders. Blocks while all are in use.
public final class Senders implements AutoCloseable {
    private final BlockingQueue<Sender> idle;
    private final Messaging messaging;

    private Senders(Messaging messaging, int size) {
        this.messaging = messaging;
        this.idle = new ArrayBlockingQueue<>(size);
    }

    /// Opens the pool.
    public static Senders open(Messaging messaging, int size) throws JMSException {
        var senders = new Senders(messaging, size);
        for (int i = 0; i < size; i++) {
            senders.idle.add(Sender.open(messaging));
        }
        return senders;
    }

    /// Sends and returns when the broker has it on disk.
    ///
    /// @param ttlMillis 0 for ever
    /// @throws ResourceAllocationException if the address or the disk is full: the broker kept nothing of it
    /// @throws JMSException         if the broker refuses it or does not answer: then it may or may not have it
    /// @throws InterruptedException if the thread is asked to end while it waits for a sender
    public void sendDurable(String address, long ttlMillis, Maker maker) throws JMSException, InterruptedException {
        send(address, DeliveryMode.PERSISTENT, ttlMillis, maker);
    }

    /// Sends what may be lost with the broker.
    public void sendVolatile(String address, long ttlMillis, Maker maker) throws JMSException, InterruptedException {
        send(address, DeliveryMode.NON_PERSISTENT, ttlMillis, maker);
    }

    private void send(String address, int mode, long ttlMillis, Maker maker) throws JMSException, InterruptedException {
        Sender sender = idle.take();
        try {
            sender.send(address, mode, ttlMillis, maker);
        } catch (JMSException e) {
            if (isFull(e)) {
                throw full(e);
            }
            sender = sender.renewed(messaging);
            throw e;
        } catch (RuntimeException e) {
            sender = sender.renewed(messaging);
            throw e;
        } finally {
            idle.add(sender);
        }
    }

    /// Artemis 2.56 tells of a full address in the cause alone.
    private static boolean isFull(JMSException e) {
        return e.getCause() instanceof ActiveMQException cause && cause.getType() == ActiveMQExceptionType.ADDRESS_FULL;
    }

    private static ResourceAllocationException full(JMSException e) {
        var full = new ResourceAllocationException(e.getMessage(), e.getErrorCode());
        full.initCause(e);
        return full;
    }

    @Override
    public void close() throws JMSException {
        // Those in use are closed by their connection; their senders then fail.
        for (Sender sender = idle.poll(); sender != null; sender = idle.poll()) {
            sender.session().close();
        }
    }

    /// Makes a message in the session that will send it.
    @FunctionalInterface
    public interface Maker {
        Message make(Session session) throws JMSException;
    }

    private record Sender(Session session, MessageProducer producer) {
        static Sender open(Messaging messaging) throws JMSException {
            Session session = messaging.automatic();
            MessageProducer producer = session.createProducer(null);
            return new Sender(session, producer);
        }

        void send(String address, int mode, long ttlMillis, Maker maker) throws JMSException {
            Queue queue = session.createQueue(address);
            producer.send(queue, maker.make(session), mode, Message.DEFAULT_PRIORITY, ttlMillis);
        }

        /// A session that failed may be broken: the pool keeps a fresh one, or the old one where none can be had.
        Sender renewed(Messaging messaging) {
            try {
                Sender fresh = open(messaging);
                session.close();
                return fresh;
            } catch (JMSException _) {
                return this;
            }
        }
    }
}
