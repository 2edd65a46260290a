package io.pypnm.remote.gateway.messaging;

import io.pypnm.remote.broker.Admission;
import io.pypnm.remote.broker.Broker;
import io.pypnm.remote.broker.BrokerException;
import io.pypnm.remote.broker.QueueStatus;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.Lane;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The broker's queues as the gateway sees them. Safe for use by many threads.
public final class Queues {
    private final Broker broker;
    /// As many as there are accounts.
    private final Set<AgentId> made = ConcurrentHashMap.newKeySet();

    public Queues(Broker broker) {
        this.broker = broker;
    }

    /// Makes an agent's queues where they are missing; accounts are added while the gateway runs.
    public void ensure(AgentId agent) throws JMSException {
        if (made.contains(agent)) {
            return;
        }
        try {
            broker.addAgent(agent);
            made.add(agent);
        } catch (BrokerException e) {
            throw failure(e);
        }
    }

    /// Whether the broker takes a command for this queue now.
    public Admission admission(AgentId agent, Lane lane) {
        return broker.admission(agent, lane);
    }

    /// All queues, by name.
    public List<QueueStatus> all() throws BrokerException {
        return broker.queues();
    }

    /// One queue, if it exists and the broker can say.
    public Optional<QueueStatus> find(String name) {
        try {
            return broker.queue(name);
        } catch (BrokerException _) {
            return Optional.empty();
        }
    }

    private static JMSException failure(BrokerException e) {
        var failure = new JMSException(e.getMessage(), e.reason().name());
        failure.initCause(e);
        return failure;
    }
}
