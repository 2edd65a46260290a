package io.pypnm.remote.broker;

import io.pypnm.remote.contracts.address.Addresses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.TransportConstants;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.DiskFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.PageFullMessagePolicy;

/// Says a [BrokerConfig] in Artemis's words. Every setting of the server is here, with its reason.
final class ServerSettings {
    /// How long the journal waits for more records before it writes and syncs them together. Measured with durable
    /// commands, NIO and datasync: at 0.5 ms one command in flight takes 1.3 ms (p50) and 100 share a flush among
    /// eight; Artemis's default of 3.33 ms makes that one command take 6.9 ms; 0 syncs each record alone and costs 100
    /// in flight 60 % of their rate.
    private static final int GROUP_COMMIT_NANOS = 500_000;

    /// The longest start-by the API allows. A command sent without an expiration, or with a later one, expires after
    /// this.
    private static final Duration LONGEST_START_BY = Duration.ofHours(24);

    /// Of the outcome queue of a gateway; the first outcome of a command wins in the ledger, so a forgotten id costs
    /// nothing.
    private static final int REMEMBERED_OUTCOME_IDS = 10_000;

    private static final int CONTROL_BYTES = 64 << 10;
    private static final int EVENT_BYTES = 4 << 20;
    private static final int BIG_PAGE_BYTES = 1 << 20;

    /// First size of a queue's internal buffer, in references. With Artemis's default of 8,192, an idle agent's four
    /// queues take 200 KiB of heap instead of 70.
    private static final int QUEUE_BUFFER_REFERENCES = 16;

    private static final int UNLIMITED = -1;

    private ServerSettings() {}

    /// @param serverId tells apart the brokers of one JVM: clients reach this one at `vm://{serverId}`
    static Configuration of(BrokerConfig config, int serverId) {
        Path directory = config.directory().toAbsolutePath();
        return new ConfigurationImpl()
                .setName("pypnm-" + serverId)
                // The one acceptor is inside this JVM. Whoever can call it can call anything else here too: there is
                // nobody to authenticate and, on the management address, nothing to hide. Agents have no Artemis
                // session; links speak for them and take destinations from the ledger.
                .addAcceptorConfiguration(new TransportConfiguration(
                        InVmAcceptors.class.getName(),
                        Map.of(TransportConstants.SERVER_ID_PROP_NAME, serverId),
                        "in-vm"))
                .setSecurityEnabled(false)
                .setResolveProtocols(false)
                .setJMXManagementEnabled(false)
                .setSuppressSessionNotifications(true)
                .setWildCardConfiguration(new WildcardConfiguration().setRoutingEnabled(false))
                .setBindingsDirectory(directory + "/bindings")
                .setJournalDirectory(directory + "/journal")
                .setPagingDirectory(directory + "/paging")
                .setLargeMessagesDirectory(directory + "/large-messages")
                .setNodeManagerLockDirectory(directory.toString())
                // NIO: ASYNCIO needs a native library beside the JVM and falls back in silence; MAPPED was not faster.
                .setJournalType(JournalType.NIO)
                .setJournalDatasync(true)
                .setJournalSyncTransactional(true)
                .setJournalSyncNonTransactional(true)
                .setJournalBufferTimeout_NIO(GROUP_COMMIT_NANOS)
                .setPageSyncTimeout(GROUP_COMMIT_NANOS)
                .setLargeMessageSync(true)
                .setJournalFileSize(config.journalFileBytes())
                .setJournalMinFiles(2)
                // Keeps at most this many empty files for later; without a bound a drained backlog would hold its disk
                // for ever.
                .setJournalPoolFiles(4)
                .setPersistIDCache(true)
                .setGlobalMaxSize(config.memoryBytes())
                .setMinDiskFree(config.disk().reserveBytes())
                .setMaxDiskUsage(UNLIMITED)
                .setDiskScanPeriod(Math.toIntExact(TimeUnit.SECONDS.toMillis(1)))
                .setMessageExpiryScanPeriod(config.expiryScan().toMillis())
                // Looks for auto-created queues to delete; there are none.
                .setAddressQueueScanPeriod(UNLIMITED)
                .addAddressSetting("#", everywhere())
                .addAddressSetting(Addresses.ALL_COMMANDS, commands(config.commandQueue()))
                .addAddressSetting(Addresses.ALL_CONTROL, bounded(CONTROL_BYTES))
                .addAddressSetting(Addresses.ALL_OUTCOMES, outcomes(config.memoryBytes()))
                .addAddressSetting(Addresses.EVENTS, bounded(EVENT_BYTES))
                .addAddressSetting(Addresses.SESSIONS, bounded(EVENT_BYTES))
                .addAddressSetting(Addresses.EXPIRED, collected(config.memoryBytes()))
                .addAddressSetting(Addresses.DEAD, collected(config.memoryBytes()));
    }

    /// What holds unless a family below says otherwise (Artemis merges the two).
    private static AddressSettings everywhere() {
        return new AddressSettings()
                .setAutoCreateAddresses(false)
                .setAutoCreateQueues(false)
                .setAutoDeleteAddresses(false)
                .setAutoDeleteQueues(false)
                .setDefaultAddressRoutingType(RoutingType.ANYCAST)
                .setDefaultQueueRoutingType(RoutingType.ANYCAST)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                // The default, BLOCK, holds an in-VM sender for ever, whatever its call timeout.
                .setDiskFullMessagePolicy(DiskFullMessagePolicy.FAIL)
                .setExpiryAddress(SimpleString.of(Addresses.EXPIRED))
                .setDeadLetterAddress(SimpleString.of(Addresses.DEAD))
                // Attempts are counted in the ledger; Artemis's count charges an agent for commands it never looked at.
                .setMaxDeliveryAttempts(UNLIMITED)
                // What is unacknowledged is bounded by the consumers' prefetch. Counting it here as well, as the
                // default does, stops reading page files while a consumer holds two pages.
                .setMaxReadPageBytes(UNLIMITED)
                .setPrefetchPageBytes(2 * BIG_PAGE_BYTES)
                .setInitialQueueBufferSize(QUEUE_BUFFER_REFERENCES)
                // 17 meters a queue, three queues an agent: exported from `Broker.queues` instead.
                .setEnableMetrics(false);
    }

    /// A send to an agent that is not there is refused if it names its routing type, as Jakarta Messaging does. Artemis
    /// would take and forget one that names none; it goes to `dead` instead.
    private static AddressSettings commands(QueueBounds bounds) {
        return new AddressSettings()
                .setMaxSizeBytes(bounds.memoryBytes())
                .setPageSizeBytes(bounds.pageBytes())
                .setPrefetchPageBytes(2 * bounds.pageBytes())
                .setPageLimitBytes(bounds.pagedBytes())
                .setPageFullMessagePolicy(PageFullMessagePolicy.FAIL)
                .setIDCacheSize(bounds.rememberedIds())
                .setMaxExpiryDelay(LONGEST_START_BY.toMillis())
                .setSendToDLAOnNoRoute(true);
    }

    private static AddressSettings outcomes(long memoryBytes) {
        return new AddressSettings()
                .setMaxSizeBytes(memoryBytes / 4)
                .setPageSizeBytes(BIG_PAGE_BYTES)
                .setIDCacheSize(REMEMBERED_OUTCOME_IDS)
                .setNoExpiry(true)
                .setSendToDLAOnNoRoute(true);
    }

    /// For what may be lost but must not pile up: a sender past the bound is told. Nothing here is a command, so
    /// nothing may reach `expired`.
    private static AddressSettings bounded(int bytes) {
        return new AddressSettings()
                .setMaxSizeBytes(bytes)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL)
                .setIDCacheSize(0)
                .setNoExpiry(true);
    }

    /// For `expired` and `dead`, which the broker itself sends to. With FAIL, a command that expires on a full disk
    /// would leave its queue's memory and stay nowhere until the next start (`QueueImpl.ExpiryScanner` drops the
    /// reference before it moves the message); BLOCK holds back no message of the broker's own.
    private static AddressSettings collected(long memoryBytes) {
        return new AddressSettings()
                .setMaxSizeBytes(memoryBytes / 8)
                .setPageSizeBytes(BIG_PAGE_BYTES)
                .setDiskFullMessagePolicy(DiskFullMessagePolicy.BLOCK)
                .setIDCacheSize(0)
                .setNoExpiry(true);
    }
}
