package io.pypnm.remote.broker;

import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.Lane;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;

/// Fills a broker with commands until it is killed: numbered, each with its duplicate-detection id, round the lanes of
/// many agents. Every so often it also takes the commands of one lane away. Prints what the broker has confirmed, and
/// nothing else.
final class Flood {
    /// What the next broker may log of what the kill cut short: a batch, and a paging folder that was just made.
    static final List<String> CUT_SHORT =
            List.of("AMQ142015: Uncommitted transaction", "did not have an identification file address.txt");

    private static final int COMMAND_BYTES = 500;
    private static final int AGENTS = 3;
    private static final int BATCH = 1_000;
    private static final List<String> QUEUES = makeQueues();

    private Flood() {}

    /// Runs until killed.
    ///
    /// @param args the test's directory
    public static void main(String[] args) throws Exception {
        try (Broker broker = Brokers.start(Path.of(args[0]));
                ServerLocator locator = ActiveMQClient.createServerLocator(broker.uri());
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession(false, false);
                ClientProducer producer = session.createProducer()) {
            for (int i = 0; i < AGENTS; i++) {
                broker.addAgent(agent(i));
            }
            session.start();
            try (ClientConsumer consumer = session.createConsumer(QUEUES.getFirst())) {
                for (int next = 0; ; next += BATCH) {
                    for (int i = next; i < next + BATCH; i++) {
                        producer.send(queueOf(i), command(session, i));
                    }
                    session.commit();
                    System.out.println("sent " + (next + BATCH));
                    acknowledgeOne(session, consumer);
                }
            }
        }
    }

    private static void acknowledgeOne(ClientSession session, ClientConsumer consumer) throws Exception {
        ClientMessage message = consumer.receive();
        System.out.println("acknowledging " + message.getCorrelationID());
        message.individualAcknowledge();
        session.commit();
        System.out.println("acknowledged " + message.getCorrelationID());
    }

    static ClientMessage command(ClientSession session, int number) {
        ClientMessage message = session.createMessage(Message.BYTES_TYPE, true);
        message.setCorrelationID(String.valueOf(number));
        message.putStringProperty(Message.HDR_DUPLICATE_DETECTION_ID.toString(), "id-" + number);
        message.getBodyBuffer().writeBytes(new byte[COMMAND_BYTES]);
        return message;
    }

    static String queueOf(int number) {
        return QUEUES.get(number % QUEUES.size());
    }

    static List<String> queues() {
        return QUEUES;
    }

    private static List<String> makeQueues() {
        var queues = new ArrayList<String>();
        for (int i = 0; i < AGENTS; i++) {
            for (Lane lane : Lane.values()) {
                queues.add(Addresses.commands(agent(i), lane));
            }
        }
        return queues;
    }

    private static AgentId agent(int number) {
        return new AgentId("agent-" + number);
    }
}
