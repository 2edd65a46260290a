package io.pypnm.remote.gateway;

import io.pypnm.remote.broker.Broker;
import io.pypnm.remote.broker.BrokerConfig;
import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.CommandIds;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.gateway.access.AgentTokens;
import io.pypnm.remote.gateway.access.ApiKeys;
import io.pypnm.remote.gateway.access.LoginGuard;
import io.pypnm.remote.gateway.agentlink.AgentEndpoint;
import io.pypnm.remote.gateway.agentlink.LinkWatch;
import io.pypnm.remote.gateway.api.Api;
import io.pypnm.remote.gateway.api.ApiServices;
import io.pypnm.remote.gateway.claim.ClaimStore;
import io.pypnm.remote.gateway.dispatch.Cancellations;
import io.pypnm.remote.gateway.dispatch.CommandQueue;
import io.pypnm.remote.gateway.dispatch.DispatchMetrics;
import io.pypnm.remote.gateway.dispatch.Dispatcher;
import io.pypnm.remote.gateway.dispatch.Endings;
import io.pypnm.remote.gateway.dispatch.Explain;
import io.pypnm.remote.gateway.dispatch.Graves;
import io.pypnm.remote.gateway.dispatch.OutcomeCollector;
import io.pypnm.remote.gateway.dispatch.Pause;
import io.pypnm.remote.gateway.dispatch.Reconciler;
import io.pypnm.remote.gateway.dispatch.Settler;
import io.pypnm.remote.gateway.http.HttpServer;
import io.pypnm.remote.gateway.http.Route;
import io.pypnm.remote.gateway.locate.LedgerSnmp;
import io.pypnm.remote.gateway.locate.ModemLocator;
import io.pypnm.remote.gateway.messaging.Messaging;
import io.pypnm.remote.gateway.messaging.Queues;
import io.pypnm.remote.gateway.messaging.Senders;
import io.pypnm.remote.gateway.plant.AgentFinder;
import io.pypnm.remote.gateway.pnm.api.CapturesApi;
import io.pypnm.remote.gateway.pnm.api.JobsApi;
import io.pypnm.remote.gateway.pnm.api.PnmApi;
import io.pypnm.remote.gateway.pnm.job.ItemWork;
import io.pypnm.remote.gateway.pnm.job.JobRunner;
import io.pypnm.remote.gateway.pnm.measure.CaptureReading;
import io.pypnm.remote.gateway.pnm.measure.Filing;
import io.pypnm.remote.gateway.pnm.measure.Measurements;
import io.pypnm.remote.gateway.pnm.measure.ModemFinder;
import io.pypnm.remote.gateway.pnm.measure.ModemTables;
import io.pypnm.remote.gateway.session.AccountWatch;
import io.pypnm.remote.gateway.session.AgentSessions;
import io.pypnm.remote.gateway.session.LinkServices;
import io.pypnm.remote.gateway.session.Logins;
import io.pypnm.remote.gateway.store.Captures;
import io.pypnm.remote.gateway.store.Ledger;
import io.pypnm.remote.gateway.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// One running gateway. [#start] is the whole wiring: read it to see what the gateway is made of.
public final class Gateway implements AutoCloseable {
    private static final System.Logger log = System.getLogger(Gateway.class.getName());
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final int CONNECTIONS = 4;
    private static final int OUTCOME_WINDOW_BYTES = 1024 * 1024;

    private final HttpServer http;
    private final String brokerUri;
    /// What was opened, to be closed the other way round.
    private final Deque<AutoCloseable> opened;

    private Gateway(HttpServer http, String brokerUri, Deque<AutoCloseable> opened) {
        this.http = http;
        this.brokerUri = brokerUri;
        this.opened = opened;
    }

    /// Starts everything and returns when the port is open.
    ///
    /// @param onFailure told once, if the broker stopped itself: the process must be started again
    /// @throws Exception if something cannot be had; what was opened is closed again
    public static Gateway start(GatewayConfig config, InstantSource clock, Consumer<String> onFailure)
            throws Exception {
        return start(config, clock, onFailure, UnaryOperator.identity());
    }

    /// @param finder what finds modems, given what finds them on the CMTSs of the settings
    static Gateway start(
            GatewayConfig config, InstantSource clock, Consumer<String> onFailure, UnaryOperator<ModemFinder> finder)
            throws Exception {
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            return start(config, clock, onFailure, finder, opened);
        } catch (Exception e) {
            closeAll(opened);
            throw e;
        }
    }

    private static Gateway start(
            GatewayConfig config,
            InstantSource clock,
            Consumer<String> onFailure,
            UnaryOperator<ModemFinder> finder,
            Deque<AutoCloseable> opened)
            throws Exception {
        Store store = open(opened, Store.open(GatewayConfig.ledger(config.data()), clock));
        Broker broker = open(opened, Broker.start(brokerConfig(config), clock, onFailure));
        broker.addGateway(config.id());
        Messaging messaging = open(opened, Messaging.connect(broker.uri(), CONNECTIONS, 0));
        Messaging buffered = open(opened, Messaging.connect(broker.uri(), 1, OUTCOME_WINDOW_BYTES));
        Senders senders = open(opened, Senders.open(messaging));
        Ledger ledger = store.ledger();
        ClaimStore claims = ClaimStore.open(
                config.data().resolve("claims"),
                config.claims(),
                (command, what) -> Retention.mayGo(ledger.find(command), what, clock.instant()));

        String outcomes = Addresses.outcomes(config.id());
        var codec = new MessageCodec();
        var endings = new Endings(codec);
        var settler = new Settler(ledger);
        var queues = new Queues(broker);
        var queue = new CommandQueue(messaging, senders, queues, clock);
        var ids = new CommandIds(clock, new SecureRandom());
        var dispatcher = new Dispatcher(ledger, queue, settler, queues, ids, outcomes, clock);
        var cancellations = new Cancellations(ledger, queue, settler, endings, clock);
        var pause = new Pause(RETRY);
        var reconciler =
                new Reconciler(ledger, dispatcher, queue, settler, endings, config.reconcileGrace(), clock, pause);
        reconciler.recover();

        ThreadFactory virtual = Thread.ofVirtual().name("link-", 0).factory();
        var tokens = new AgentTokens(store.accounts(), new LoginGuard(clock), config.sharedToken());
        var keys = new ApiKeys(store.accounts(), new LoginGuard(clock));
        var sessions = new AgentSessions();
        var services = new LinkServices(
                messaging,
                senders,
                outcomes,
                ledger,
                store.audit(),
                settler,
                endings,
                cancellations,
                claims,
                codec,
                virtual,
                clock);
        var logins = new Logins(tokens, sessions, queues, config.link(), services);
        var watch = new LinkWatch(config.link(), virtual);
        var agents = new AgentFinder(sessions);
        var locator = ModemLocator.of(
                config.plant(),
                agents,
                new LedgerSnmp(dispatcher, settler, claims, codec),
                Thread.ofVirtual().name("locate-", 0).factory(),
                clock);

        Captures captures = store.captures();
        var filing = new Filing(ledger, captures, claims);
        ModemFinder modems = finder.apply(new PlantModems(locator, agents));
        var measurements = new Measurements(
                modems, new ModemTables(dispatcher, settler), dispatcher, settler, ledger, captures, filing, clock);
        var jobs = new JobRunner(
                store.jobs(),
                new ItemWork(modems, measurements),
                ids,
                Thread.ofVirtual().name("job-", 0).factory(),
                clock);

        var metrics = new DispatchMetrics();
        var pulse = new LedgerPulse(store, clock);
        List<Thread> threads = List.of(
                thread("outcomes", new OutcomeCollector(buffered, outcomes, ledger, settler, endings, metrics, pause)),
                thread("expired", new Graves(buffered, Addresses.EXPIRED, ledger, settler, endings, pause)),
                thread("dead", new Graves(buffered, Addresses.DEAD, ledger, settler, endings, pause)),
                thread("reconciler", reconciler),
                thread("filing", filing),
                thread("links", watch),
                thread("ledger-pulse", pulse::beat),
                thread("ledger-look", pulse::look),
                thread("accounts", new AccountWatch(store.accounts(), tokens, sessions)),
                thread("retention", new Retention(store, claims, config.keep(), config.keepCaptures(), clock)));
        open(opened, () -> stop(threads, pause));

        var gatewayMetrics = new GatewayMetrics(store, broker, queues, metrics, sessions, watch, settler);
        var api = new ApiServices(
                dispatcher,
                settler,
                cancellations,
                new Explain(sessions, queues, ledger),
                ledger,
                store.accounts(),
                store.audit(),
                tokens,
                sessions,
                claims,
                locator,
                queues,
                GatewayHealth.of(broker, queues, outcomes, store, pulse, sessions),
                gatewayMetrics::scrape,
                clock);
        List<Route> routes = new ArrayList<>(Api.routes(api, config.http().maxClaimPart()));
        var reading = new CaptureReading(captures);
        routes.addAll(new PnmApi(measurements, reading, clock).routes());
        routes.addAll(new CapturesApi(captures, reading, clock).routes());
        routes.addAll(new JobsApi(store.jobs(), jobs).routes());
        HttpServer http = HttpServer.start(
                config.http(),
                keys,
                routes,
                () -> new AgentEndpoint(
                        watch, logins, config.link(), virtual, HttpServer.container(), System::nanoTime),
                System::nanoTime);
        opened.push(http);
        opened.push(settler::stop);
        opened.push(watch::stop);
        opened.push(jobs::stop);
        jobs.resume();
        log.log(
                System.Logger.Level.INFO,
                "gateway " + config.id() + " listens on " + config.http().host() + ":" + http.port());
        return new Gateway(http, broker.uri(), opened);
    }

    /// The port it listens on.
    public int port() {
        return http.port();
    }

    /// What the API is made of, for a test that holds it to its document.
    List<Route> routes() {
        return http.routes();
    }

    /// Where the broker is, for a client in this JVM: a test that puts into a queue what a gateway never would.
    String brokerUri() {
        return brokerUri;
    }

    @Override
    public void close() {
        closeAll(opened);
    }

    private static BrokerConfig brokerConfig(GatewayConfig config) {
        BrokerConfig standard = BrokerConfig.in(config.data().resolve("broker"));
        return new BrokerConfig(
                standard.directory(),
                config.disk(),
                config.commandQueue(),
                standard.memoryBytes(),
                standard.journalFileBytes(),
                standard.expiryScan());
    }

    private static <T extends AutoCloseable> T open(Deque<AutoCloseable> opened, T part) {
        opened.push(part);
        return part;
    }

    private static Thread thread(String name, Runnable work) {
        return Thread.ofPlatform().name(name).start(work);
    }

    private static void stop(List<Thread> threads, Pause pause) throws InterruptedException {
        pause.stop();
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join(STOP_WITHIN);
        }
    }

    private static void closeAll(Deque<AutoCloseable> opened) {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                log.log(System.Logger.Level.WARNING, "a part did not close", e);
            }
        }
    }
}
