package io.pypnm.remote.gateway.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.broker.Broker;
import io.pypnm.remote.broker.BrokerConfig;
import io.pypnm.remote.broker.BrokerException;
import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.Lane;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SendersTest {
    private static final AgentId AGENT = new AgentId("jump-1");
    private static final String COMMANDS = Addresses.commands(AGENT, Lane.INTERACTIVE);
    /// Bounded in bytes, with a sender told when it is full.
    private static final String BOUNDED = Addresses.control(AGENT);

    private static final Senders.Maker SMALL = session -> message(session, 100);

    @TempDir
    Path directory;

    private Broker broker;
    private Messaging messaging;
    private Senders senders;

    @BeforeEach
    void open() throws Exception {
        broker = Broker.start(BrokerConfig.in(directory), Clock.systemUTC(), _ -> {});
        broker.addAgent(AGENT);
        messaging = Messaging.connect(broker.uri(), 2, 0);
        senders = Senders.open(messaging);
    }

    @AfterEach
    void close() throws Exception {
        senders.close();
        messaging.close();
        broker.close();
    }

    private static Message message(Session session, int bytes) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(new byte[bytes]);
        return message;
    }

    private static Message withId(Session session, String id) throws JMSException {
        Message message = message(session, 100);
        message.setStringProperty("_AMQ_DUPL_ID", id);
        return message;
    }

    private long depth() throws BrokerException {
        return broker.queue(COMMANDS).orElseThrow().depth();
    }

    private void fill() throws JMSException, InterruptedException {
        Session reader = messaging.individual();
        // It keeps what nobody else would; and reads nothing.
        reader.createConsumer(reader.createQueue(BOUNDED));
        for (int i = 0; i < 100; i++) {
            senders.sendDurable(BOUNDED, 0, session -> message(session, 10_000));
        }
    }

    /// A caller on a thread of its own, as senders' callers are.
    private static final class Caller {
        private final Thread thread;
        private volatile Optional<Exception> failure = Optional.empty();

        private Caller(Senders senders, String address, Senders.Maker maker) {
            thread = Thread.startVirtualThread(() -> {
                try {
                    senders.sendDurable(address, 0, maker);
                } catch (JMSException | InterruptedException e) {
                    failure = Optional.of(e);
                }
            });
        }

        private Optional<Exception> outcome() throws InterruptedException {
            thread.join();
            return failure;
        }
    }

    private Caller start(String address, Senders.Maker maker) {
        Caller caller = new Caller(senders, address, maker);
        await().until(() -> caller.thread.getState() == Thread.State.TIMED_WAITING);
        return caller;
    }

    /// Starts callers while every sender is busy, so that they travel together, and waits for their end.
    private List<Caller> together(List<String> addresses, List<Senders.Maker> makers) throws InterruptedException {
        var go = new CountDownLatch(1);
        Senders.Maker slow = session -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return message(session, 100);
        };
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < Senders.SENDERS; i++) {
            callers.add(start(COMMANDS, slow));
        }
        for (int i = 0; i < addresses.size(); i++) {
            callers.add(start(addresses.get(i), makers.get(i)));
        }
        go.countDown();
        for (Caller caller : callers) {
            caller.outcome();
        }
        return callers.subList(Senders.SENDERS, callers.size());
    }

    @Test
    void whatIsSentIsThereOnce() throws Exception {
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            callers.add(new Caller(senders, COMMANDS, SMALL));
        }

        for (Caller caller : callers) {
            assertThat(caller.outcome()).isEmpty();
        }
        assertThat(depth()).isEqualTo(500);
    }

    @Test
    void messageForAFullAddressFailsAloneAmongThoseItTravelsWith() throws Exception {
        assertThatThrownBy(this::fill).isInstanceOf(ResourceAllocationException.class);

        List<Caller> callers = together(
                List.of(COMMANDS, BOUNDED, COMMANDS), List.of(SMALL, session -> message(session, 10_000), SMALL));

        assertThat(callers.get(0).outcome()).isEmpty();
        assertThat(callers.get(1).outcome()).containsInstanceOf(ResourceAllocationException.class);
        assertThat(callers.get(2).outcome()).isEmpty();
        assertThat(depth()).isEqualTo(Senders.SENDERS + 2);
    }

    @Test
    void messageThatCannotBeMadeFailsAloneAmongThoseItTravelsWith() throws Exception {
        Senders.Maker broken = _ -> {
            throw new IllegalStateException("not to be made");
        };

        List<Caller> callers = together(List.of(COMMANDS, COMMANDS, COMMANDS), List.of(SMALL, broken, SMALL));

        assertThat(callers.get(0).outcome()).isEmpty();
        assertThat(callers.get(1).outcome()).containsInstanceOf(JMSException.class);
        assertThat(callers.get(2).outcome()).isEmpty();
        assertThat(depth()).isEqualTo(Senders.SENDERS + 2);
    }

    /// Nobody knows whether a send that was not confirmed reached the broker: to repeat it must be safe.
    @Test
    void messageSentAgainIsThereOnceAndHoldsUpNoOther() throws Exception {
        senders.sendDurable(COMMANDS, 0, session -> withId(session, "first"));

        senders.sendDurable(COMMANDS, 0, session -> withId(session, "first"));
        List<Caller> callers = together(
                List.of(COMMANDS, COMMANDS),
                List.of(session -> withId(session, "first"), session -> withId(session, "second")));

        assertThat(callers.get(0).outcome()).isEmpty();
        assertThat(callers.get(1).outcome()).isEmpty();
        assertThat(depth()).isEqualTo(Senders.SENDERS + 2);
    }

    @Test
    void nobodyIsLeftWaitingWhenItCloses() throws Exception {
        var begun = new CountDownLatch(Senders.SENDERS);
        Senders.Maker stuck = _ -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new AssertionError();
        };
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < 2 * Senders.SENDERS; i++) {
            callers.add(start(COMMANDS, stuck));
        }
        begun.await();

        senders.close();

        for (Caller caller : callers) {
            assertThat(caller.outcome()).containsInstanceOf(JMSException.class);
        }
        assertThatThrownBy(() -> senders.sendDurable(COMMANDS, 0, SMALL)).isInstanceOf(JMSException.class);
    }
}
