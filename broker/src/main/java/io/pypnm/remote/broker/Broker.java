package io.pypnm.remote.broker;

import io.pypnm.remote.broker.BrokerException.Reason;
import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.GatewayId;
import io.pypnm.remote.contracts.address.Lane;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.jspecify.annotations.Nullable;

/// One embedded Artemis server: durable queues on disk, for clients in this JVM only, at [#uri]. For any thread.
///
/// It promises: a durable send or an acknowledgement that has returned is on disk, and survives kill -9 and loss of
/// power. A full queue and a full disk refuse the sender; nothing is dropped and nobody waits without end.
public final class Broker implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Broker.class.getName());

    /// Artemis keeps its in-VM acceptors in one registry of the JVM, so brokers are numbered across the JVM too.
    private static final AtomicInteger SERVER_IDS = new AtomicInteger();

    private final int serverId;
    private final EmbeddedServer server;
    private final DiskGuard diskGuard;
    private final InstantSource clock;

    private Broker(int serverId, EmbeddedServer server, DiskGuard diskGuard, InstantSource clock) {
        this.serverId = serverId;
        this.server = server;
        this.diskGuard = diskGuard;
        this.clock = clock;
    }

    /// Starts a broker and returns when it serves.
    ///
    /// @param onFailure told once, on a thread of Artemis's that must not be held up, why the broker stopped itself:
    ///                  its disk has no byte left or fails. It does not heal; end the process and start it again
    /// @throws BrokerException `LOCKED`, `UNWRITABLE`, `DAMAGED` or `FAILED`; nothing is left running then
    public static Broker start(BrokerConfig config, InstantSource clock, Consumer<String> onFailure)
            throws BrokerException {
        int serverId = SERVER_IDS.getAndIncrement();
        EmbeddedServer server = EmbeddedServer.start(config, serverId, onFailure);
        try {
            var guard = new DiskGuard(config.disk(), DiskGuard.Disk.of(config.directory()), clock);
            var broker = new Broker(serverId, server, guard, clock);
            broker.createSharedAddresses();
            LOG.log(
                    System.Logger.Level.INFO,
                    "broker serves {0} queues from {1}: journal {2}, disk {3} % used",
                    broker.queues().size(),
                    config.directory(),
                    broker.health().journal(),
                    broker.health().diskUsedPercent());
            return broker;
        } catch (IOException e) {
            server.close();
            throw new BrokerException(Reason.UNWRITABLE, "cannot use directory " + config.directory() + ": " + e, e);
        } catch (BrokerException e) {
            server.close();
            throw e;
        }
    }

    /// For a connection factory in this JVM; names this very broker, and no other of the JVM. Has no parameters. Worth
    /// adding: `minLargeMessageSize=400000`. The journal takes messages of up to 490 KiB; the default makes a file of
    /// its own for each above 100 KiB, at nearly twice the time and processor.
    public String uri() {
        return "vm://" + serverId;
    }

    /// Makes the queues of an agent, if they are missing: one for each lane, and its control queue. They stay,
    /// over restarts too. Synced to disk.
    public void addAgent(AgentId agent) throws BrokerException {
        for (Lane lane : Lane.values()) {
            createQueue(QueueConfiguration.of(Addresses.commands(agent, lane)));
        }
        // What is said to an agent that is not there is said to nobody: cancels are in the ledger and repeated at each
        // connect.
        createQueue(QueueConfiguration.of(Addresses.control(agent)).setPurgeOnNoConsumers(true));
    }

    /// Makes the queue that outcomes come to, if it is missing. Synced to disk.
    public void addGateway(GatewayId gateway) throws BrokerException {
        createQueue(QueueConfiguration.of(Addresses.outcomes(gateway)));
    }

    /// All queues, by name. Costs no more when they are deep.
    public List<QueueStatus> queues() throws BrokerException {
        return server.attempt(
                "read the queues",
                artemis -> artemis.getPostOffice()
                        .getAllBindings()
                        .filter(QueueBinding.class::isInstance)
                        .map(binding -> ((QueueBinding) binding).getQueue())
                        .filter(Queue::isDurable)
                        .sorted(Comparator.comparing(Queue::getName))
                        .map(queue -> QueueReader.read(queue, clock))
                        .toList());
    }

    /// One queue, if it exists.
    public Optional<QueueStatus> queue(String name) throws BrokerException {
        return server.attempt(
                "read queue " + name,
                artemis -> Optional.ofNullable(artemis.locateQueue(name)).map(queue -> QueueReader.read(queue, clock)));
    }

    /// Whether a new command for this queue may be accepted now. Cheap enough to be asked for every command: looks at
    /// the disk at most once a second.
    public Admission admission(AgentId agent, Lane lane) {
        DiskGuard.Reading disk = diskGuard.read();
        if (disk.problem() != null) {
            return new Admission.Unavailable(disk.problem());
        }
        String name = Addresses.commands(agent, lane);
        try {
            return server.attempt("find queue " + name, artemis -> {
                if (!disk.open()) {
                    return new Admission.DiskFull(disk.usedPercent(), disk.freeBytes());
                }
                @Nullable Queue queue = artemis.locateQueue(name);
                if (queue == null) {
                    return new Admission.NoQueue(name);
                }
                return QueueReader.full(queue) ? new Admission.QueueFull(name) : new Admission.Open();
            });
        } catch (BrokerException e) {
            return new Admission.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    public BrokerHealth health() {
        DiskGuard.Reading disk = diskGuard.read();
        try {
            return server.attempt(
                    "read health",
                    artemis -> new BrokerHealth(
                            "",
                            artemis.getConfiguration().getJournalType().name(),
                            disk.usedPercent(),
                            disk.freeBytes(),
                            disk.open(),
                            !artemis.getPagingManager().isDiskFull(),
                            artemis.getPagingManager().getGlobalSize()));
        } catch (BrokerException e) {
            return new BrokerHealth(
                    String.valueOf(e.getMessage()), "", disk.usedPercent(), disk.freeBytes(), false, false, 0);
        }
    }

    /// Stops serving: clients are cut off, files closed. Safe to call twice.
    @Override
    public void close() {
        server.close();
    }

    private void createSharedAddresses() throws BrokerException {
        createQueue(QueueConfiguration.of(Addresses.EXPIRED));
        createQueue(QueueConfiguration.of(Addresses.DEAD));
        for (String topic : List.of(Addresses.EVENTS, Addresses.SESSIONS)) {
            server.attempt(
                    "create " + topic,
                    artemis -> artemis.addOrUpdateAddressInfo(
                            new AddressInfo(SimpleString.of(topic), EnumSet.of(RoutingType.MULTICAST))));
        }
    }

    private void createQueue(QueueConfiguration queue) throws BrokerException {
        queue.setRoutingType(RoutingType.ANYCAST).setDurable(true).setAutoCreateAddress(true);
        server.attempt("create " + queue.getName(), artemis -> artemis.createQueue(queue, true));
    }
}
