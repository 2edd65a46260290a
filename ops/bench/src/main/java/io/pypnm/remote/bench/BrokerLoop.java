package io.pypnm.remote.bench;

import io.pypnm.remote.broker.Broker;
import io.pypnm.remote.broker.BrokerConfig;
import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.GatewayId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.gateway.messaging.Messaging;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The bare broker: a durable command to an agent's queue, received and answered by a durable outcome in the same JVM,
/// both acknowledged one by one. Without WebSocket, ledger, HTTP, agents and devices: what they add is the product's
/// own cost. By the book: each thread has a session and each caller a queue of its own, so that only the broker's group
/// commit makes them share anything.
final class BrokerLoop implements AutoCloseable {
    private static final GatewayId GATEWAY = new GatewayId("bench");
    private static final int CONNECTIONS = 4;
    private static final int OUTCOME_CONSUMERS = 4;
    private static final int BODY_BYTES = 300;
    private static final long TTL_MILLIS = 60_000;
    private static final int PATIENCE_SECONDS = 30;

    private final Broker broker;
    private final Messaging messaging;
    private final AtomicLong number = new AtomicLong();
    private final ConcurrentHashMap<String, CountDownLatch> waiting = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    private BrokerLoop(Broker broker, Messaging messaging) {
        this.broker = broker;
        this.messaging = messaging;
    }

    /// Starts the broker and all that answers.
    ///
    /// @param most commands in flight at most
    static BrokerLoop start(Path directory, int most) throws Exception {
        var failed = new AtomicReference<String>("");
        Broker broker = Broker.start(BrokerConfig.in(directory), Clock.systemUTC(), failed::set);
        broker.addGateway(GATEWAY);
        Messaging messaging = Messaging.connect(broker.uri(), CONNECTIONS, 0);
        var loop = new BrokerLoop(broker, messaging);
        for (int i = 0; i < most; i++) {
            broker.addAgent(agent(i));
            Outlet outcomes = loop.outlet(Addresses.outcomes(GATEWAY));
            loop.consume(
                    Addresses.commands(agent(i), Lane.INTERACTIVE),
                    command -> outcomes.send(command.getJMSCorrelationID(), 0));
        }
        for (int i = 0; i < OUTCOME_CONSUMERS; i++) {
            loop.consume(Addresses.outcomes(GATEWAY), loop::wake);
        }
        return loop;
    }

    private static AgentId agent(int number) {
        return new AgentId("bench-" + number);
    }

    /// Callers, at most as many as it was started for.
    List<Load.Caller> callers(int count) throws JMSException {
        List<Load.Caller> callers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Outlet commands = outlet(Addresses.commands(agent(i), Lane.INTERACTIVE));
            callers.add(() -> call(commands));
        }
        return callers;
    }

    private void call(Outlet commands) throws IOException, JMSException, InterruptedException {
        String id = "loop-" + number.incrementAndGet();
        var answered = new CountDownLatch(1);
        waiting.put(id, answered);
        commands.send(id, TTL_MILLIS);
        if (!answered.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the bare broker does not answer", failure.get());
        }
    }

    private void wake(Message outcome) throws JMSException {
        CountDownLatch answered = waiting.remove(outcome.getJMSCorrelationID());
        if (answered != null) {
            answered.countDown();
        }
    }

    /// A way to one queue, for one thread: a send returns when the broker has it on disk.
    private record Outlet(Session session, MessageProducer producer) {
        void send(String id, long ttlMillis) throws JMSException {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(new byte[BODY_BYTES]);
            message.setJMSCorrelationID(id);
            if (ttlMillis > 0) {
                // A command, which the broker must know again if it is sent twice.
                message.setStringProperty("_AMQ_DUPL_ID", id);
            }
            producer.send(message, DeliveryMode.PERSISTENT, Message.DEFAULT_PRIORITY, ttlMillis);
        }
    }

    private Outlet outlet(String address) throws JMSException {
        Session session = messaging.automatic();
        return new Outlet(session, session.createProducer(session.createQueue(address)));
    }

    private interface Work {
        void on(Message message) throws JMSException, InterruptedException;
    }

    private void consume(String address, Work work) throws JMSException {
        Session session = messaging.individual();
        MessageConsumer consumer = session.createConsumer(session.createQueue(address));
        Thread.startVirtualThread(() -> {
            try {
                for (Message message = consumer.receive(); message != null; message = consumer.receive()) {
                    work.on(message);
                    Messaging.acknowledge(session, List.of(message));
                }
            } catch (JMSException e) {
                failure.compareAndSet(null, e);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() throws JMSException {
        messaging.close();
        broker.close();
    }
}
