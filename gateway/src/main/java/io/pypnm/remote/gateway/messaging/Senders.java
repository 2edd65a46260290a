package io.pypnm.remote.gateway.messaging;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.jspecify.annotations.Nullable;

/// Sends messages, as many as wait in one transaction with one sync: a durable send costs a dozen switches between
/// threads and a wait for the disk, and what gathers meanwhile shares the next one. Safe for use by many threads.
public final class Senders implements AutoCloseable {
    private static final System.Logger log = System.getLogger(Senders.class.getName());

    /// While one waits for the disk the other gathers.
    static final int SENDERS = 2;

    private static final int CAPACITY = 1024;
    private static final int MAX_BATCH = 64;
    private static final long MAX_BATCH_BYTES = 1 << 20;
    private static final Duration MAX_WAIT = Duration.ofSeconds(30);

    /// No fault of a message.
    private static final Set<ActiveMQExceptionType> BROKER_GONE = EnumSet.of(
            ActiveMQExceptionType.CONNECTION_TIMEDOUT,
            ActiveMQExceptionType.NOT_CONNECTED,
            ActiveMQExceptionType.OBJECT_CLOSED,
            ActiveMQExceptionType.UNBLOCKED);

    private final BlockingQueue<Letter> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final Messaging messaging;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    private Senders(Messaging messaging) {
        this.messaging = messaging;
    }

    /// Starts to take messages.
    public static Senders open(Messaging messaging) throws JMSException {
        var senders = new Senders(messaging);
        ThreadFactory factory = Thread.ofVirtual().name("sender-", 0).factory();
        for (int i = 0; i < SENDERS; i++) {
            Sender sender = senders.new Sender();
            senders.threads.add(factory.newThread(sender::run));
        }
        senders.threads.forEach(Thread::start);
        return senders;
    }

    /// Sends and returns when the broker has it on disk. One with an id the broker has seen before it drops.
    ///
    /// @param ttlMillis 0 for ever
    /// @throws ResourceAllocationException if the address or the disk is full, or no sender came free in time: the
    ///     broker kept nothing of it
    /// @throws JMSException         if the broker refuses it or does not answer: then it may or may not have it
    /// @throws InterruptedException if the thread is asked to end while it waits; it may be sent all the same
    public void sendDurable(String address, long ttlMillis, Maker maker) throws JMSException, InterruptedException {
        send(new Letter(address, DeliveryMode.PERSISTENT, ttlMillis, maker));
    }

    /// Sends what may be lost with the broker.
    public void sendVolatile(String address, long ttlMillis, Maker maker) throws JMSException, InterruptedException {
        send(new Letter(address, DeliveryMode.NON_PERSISTENT, ttlMillis, maker));
    }

    private void send(Letter letter) throws JMSException, InterruptedException {
        if (!waiting.offer(letter, MAX_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new ResourceAllocationException(CAPACITY + " messages wait for the broker already");
        }
        if (closed) {
            abandon();
        }
        try {
            if (letter.await()) {
                return;
            }
        } catch (InterruptedException e) {
            waiting.remove(letter);
            throw e;
        }
        if (waiting.remove(letter)) {
            throw new ResourceAllocationException("no sender came free within " + MAX_WAIT);
        }
        throw new JMSException("the broker did not confirm a message within " + MAX_WAIT);
    }

    /// Sends nothing more. Whoever still waits is told so; what is being sent may have reached the broker.
    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        boolean interrupted = false;
        for (Thread thread : threads) {
            try {
                thread.join(MAX_WAIT);
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        abandon();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void abandon() {
        for (Letter letter = waiting.poll(); letter != null; letter = waiting.poll()) {
            letter.fail(new JMSException("the gateway stops"));
        }
    }

    /// Makes a message in the session that will send it.
    @FunctionalInterface
    public interface Maker {
        Message make(Session session) throws JMSException;
    }

    /// A message to be sent, and who waits for it.
    private static final class Letter {
        private final String address;
        private final int mode;
        private final long ttlMillis;
        private final Maker maker;
        private final CountDownLatch settled = new CountDownLatch(1);
        private volatile @Nullable JMSException failure;

        private Letter(String address, int mode, long ttlMillis, Maker maker) {
            this.address = address;
            this.mode = mode;
            this.ttlMillis = ttlMillis;
            this.maker = maker;
        }

        /// @return its bytes
        private long put(Session session, MessageProducer producer) throws JMSException {
            Message message = maker.make(session);
            producer.send(session.createQueue(address), message, mode, Message.DEFAULT_PRIORITY, ttlMillis);
            return message instanceof BytesMessage body ? body.getBodyLength() : 0;
        }

        private void sent() {
            settled.countDown();
        }

        private void fail(JMSException why) {
            failure = why;
            settled.countDown();
        }

        /// Waits until it is sent.
        ///
        /// @return false if nothing became of it in time
        private boolean await() throws JMSException, InterruptedException {
            boolean ended = settled.await(MAX_WAIT.toNanos(), TimeUnit.NANOSECONDS);
            JMSException why = failure;
            if (why != null) {
                throw why;
            }
            return ended;
        }
    }

    /// A transacted session and what is sent in it, on one thread.
    private final class Sender {
        private Session session;
        private MessageProducer producer;

        private Sender() throws JMSException {
            session = messaging.transacted();
            producer = session.createProducer(null);
        }

        private void run() {
            try {
                while (!closed) {
                    Letter first = waiting.take();
                    send(first, waiting);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        /// Sends a letter and, in the same transaction, what else there is.
        private void send(Letter first, Queue<Letter> more) {
            List<Letter> batch = new ArrayList<>();
            try {
                long bytes = 0;
                for (Letter next = first; next != null; next = isFull(batch, bytes) ? null : more.poll()) {
                    batch.add(next);
                    bytes += next.put(session, producer);
                }
                session.commit();
                batch.forEach(Letter::sent);
            } catch (JMSException | RuntimeException e) {
                startAgain();
                settle(batch, e);
            }
        }

        private boolean isFull(List<Letter> batch, long bytes) {
            return batch.size() >= MAX_BATCH || bytes >= MAX_BATCH_BYTES;
        }

        /// The broker takes all of a transaction or nothing: each is sent again alone, so that the one at fault fails
        /// alone.
        private void settle(List<Letter> batch, Exception why) {
            if (batch.size() == 1) {
                settle(batch.getFirst(), why);
            } else if (BROKER_GONE.contains(type(why))) {
                batch.forEach(letter -> settle(letter, why));
            } else {
                batch.forEach(letter -> send(letter, new ArrayDeque<>()));
            }
        }

        private void settle(Letter letter, Exception why) {
            if (type(why) == ActiveMQExceptionType.DUPLICATE_ID_REJECTED) {
                letter.sent();
            } else {
                letter.fail(failure(why));
            }
        }

        /// A session that failed may be broken, and half a batch may wait in it.
        private void startAgain() {
            if (closed) {
                return;
            }
            try (Session _ = session) {
                session = messaging.transacted();
                producer = session.createProducer(null);
            } catch (JMSException e) {
                log.log(System.Logger.Level.WARNING, "the broker gives no new session", e);
            }
        }
    }

    /// Artemis 2.56 tells of its reason in the cause alone.
    private static ActiveMQExceptionType type(Exception e) {
        return e.getCause() instanceof ActiveMQException cause
                ? cause.getType()
                : ActiveMQExceptionType.GENERIC_EXCEPTION;
    }

    /// For one who waits: each has an exception of its own.
    private static JMSException failure(Exception why) {
        String message = String.valueOf(why.getMessage());
        JMSException failure = type(why) == ActiveMQExceptionType.ADDRESS_FULL
                ? new ResourceAllocationException(message)
                : new JMSException(message);
        failure.initCause(why);
        return failure;
    }
}
