package io.pypnm.remote.bench;

import io.pypnm.remote.broker.Broker;
import io.pypnm.remote.broker.BrokerConfig;
import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.GatewayId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.gateway.messaging.Messaging;
import io.pypnm.remote.gateway.messaging.Senders;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// The bare broker: a durable command to an agent's queue, received and answered by a durable outcome in the same JVM,
/// both acknowledged one by one. Without WebSocket, ledger, HTTP and agent: what is left is the floor of the whole.
final class BrokerLoop implements AutoCloseable {
    private static final GatewayId GATEWAY = new GatewayId("bench");
    private static final int BODY_BYTES = 300;

    private final Broker broker;
    private final Messaging messaging;
    private final Senders senders;
    private final List<AgentId> agents = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentHashMap<String, SynchronousQueue<Boolean>> waiting = new ConcurrentHashMap<>();

    private BrokerLoop(Broker broker, Messaging messaging, Senders senders) {
        this.broker = broker;
        this.messaging = messaging;
        this.senders = senders;
    }

    static BrokerLoop start(Path directory, int agents) throws Exception {
        Broker broker = Broker.start(BrokerConfig.in(directory), Clock.systemUTC(), why -> {
            throw new IllegalStateException(why);
        });
        broker.addGateway(GATEWAY);
        Messaging messaging = Messaging.connect(broker.uri(), 4, 0);
        var loop = new BrokerLoop(broker, messaging, Senders.open(messaging, 32));
        for (int i = 0; i < agents; i++) {
            var agent = new AgentId("bench-" + i);
            broker.addAgent(agent);
            loop.agents.add(agent);
            loop.consume(Addresses.commands(agent, Lane.INTERACTIVE), loop::answer);
        }
        for (int i = 0; i < 4; i++) {
            loop.consume(Addresses.outcomes(GATEWAY), loop::wake);
        }
        return loop;
    }

    /// Runs with so many in flight; what is measured before `warm` is over does not count.
    Rate measure(int inFlight, Duration warm, Duration measured) throws InterruptedException {
        var latencies = new Latencies();
        var counting = new AtomicBoolean();
        var stop = new AtomicBoolean();
        var next = new AtomicLong();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < inFlight; i++) {
            callers.add(Thread.startVirtualThread(() -> {
                while (!stop.get()) {
                    long start = System.nanoTime();
                    call(next.getAndIncrement());
                    if (counting.get() && !stop.get()) {
                        latencies.add(System.nanoTime() - start);
                    }
                }
            }));
        }
        TimeUnit.NANOSECONDS.sleep(warm.toNanos());
        counting.set(true);
        TimeUnit.NANOSECONDS.sleep(measured.toNanos());
        stop.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
        return new Rate(latencies.count() / (measured.toNanos() / 1e9), latencies);
    }

    private void call(long number) {
        String id = "loop-" + number;
        var answer = new SynchronousQueue<Boolean>();
        waiting.put(id, answer);
        AgentId agent = agents.get((int) (number % agents.size()));
        try {
            senders.sendDurable(Addresses.commands(agent, Lane.INTERACTIVE), 60_000, session -> {
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(new byte[BODY_BYTES]);
                message.setJMSCorrelationID(id);
                message.setStringProperty("_AMQ_DUPL_ID", id);
                return message;
            });
            answer.take();
        } catch (JMSException e) {
            throw new IllegalStateException("the bare broker loop failed", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Work {
        void on(Message message) throws JMSException, InterruptedException;
    }

    private void consume(String address, Work work) throws JMSException {
        Session session = messaging.individual();
        MessageConsumer consumer = session.createConsumer(session.createQueue(address));
        threads.add(Thread.startVirtualThread(() -> {
            try {
                for (Message message = consumer.receive(); message != null; message = consumer.receive()) {
                    work.on(message);
                    message.acknowledge();
                }
            } catch (JMSException e) {
                throw new IllegalStateException("the bare broker loop failed", e);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private void answer(Message command) throws JMSException, InterruptedException {
        String id = command.getJMSCorrelationID();
        senders.sendDurable(Addresses.outcomes(GATEWAY), 0, session -> {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(new byte[BODY_BYTES]);
            message.setJMSCorrelationID(id);
            return message;
        });
    }

    private void wake(Message outcome) throws JMSException, InterruptedException {
        SynchronousQueue<Boolean> answer = waiting.remove(outcome.getJMSCorrelationID());
        if (answer != null) {
            answer.put(true);
        }
    }

    @Override
    public void close() throws JMSException {
        senders.close();
        messaging.close();
        broker.close();
    }

    /// A rate and the latencies it is made of.
    record Rate(double perSecond, Latencies latencies) {}
}
