package io.pypnm.remote.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.pypnm.remote.broker.DiskMarks;
import io.pypnm.remote.broker.QueueBounds;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.GatewayId;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.gateway.access.Role;
import io.pypnm.remote.gateway.access.SharedToken;
import io.pypnm.remote.gateway.agentlink.LinkConfig;
import io.pypnm.remote.gateway.claim.ClaimBounds;
import io.pypnm.remote.gateway.http.HttpConfig;
import io.pypnm.remote.gateway.http.Route;
import io.pypnm.remote.gateway.messaging.Messaging;
import io.pypnm.remote.gateway.plant.PlantConfig;
import io.pypnm.remote.gateway.pnm.measure.ModemFinder;
import io.pypnm.remote.gateway.store.Store;
import io.pypnm.remote.lab.probe.StompProbe;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueRequestor;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.awaitility.Awaitility;

/// A gateway on a free port of the loopback interface, and ways to speak to it.
public final class RunningGateway implements AutoCloseable {
    static {
        // Most of what is waited for is there within a few milliseconds.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(20));
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
    }

    /// An object that has a member twice is no answer, whatever its readers make of it.
    private static final ObjectMapper JSON = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private final Gateway gateway;
    private final Path data;
    private final HttpClient client = HttpClient.newHttpClient();
    /// The first is for tests that name it.
    private final AtomicInteger nextAgent = new AtomicInteger(2);

    private final int agents;
    private final KnownModems modems;

    private RunningGateway(Gateway gateway, Path data, int agents, KnownModems modems) {
        this.modems = modems;
        this.gateway = gateway;
        this.data = data;
        this.agents = agents;
    }

    /// What a test may want to be different.
    ///
    /// @param agents accounts that are there from the start: `agent-000` and so on
    public record Setup(
            int agents,
            LinkConfig link,
            HttpConfig http,
            Duration grace,
            ClaimBounds claims,
            DiskMarks disk,
            QueueBounds queue,
            Retention.Keep keep,
            SharedToken sharedToken,
            PlantConfig plant,
            InstantSource clock,
            KnownModems modems) {
        /// The modems it was told of before those of the plant, if it was told of any.
        UnaryOperator<ModemFinder> finder() {
            return plant.cmtss().isEmpty() ? _ -> modems : UnaryOperator.identity();
        }

        public static Setup standard() {
            return new Setup(
                    8,
                    LinkConfig.DEFAULT,
                    HttpConfig.loopback(0),
                    Duration.ofHours(1),
                    new ClaimBounds(64L << 20, 256L << 20, 1L << 20),
                    DiskMarks.DEFAULT,
                    QueueBounds.DEFAULT,
                    Retention.Keep.DEFAULT,
                    new SharedToken.Absent(),
                    PlantConfig.NONE,
                    Clock.systemUTC(),
                    new KnownModems());
        }

        public Setup with(LinkConfig other) {
            return new Setup(agents, other, http, grace, claims, disk, queue, keep, sharedToken, plant, clock, modems);
        }

        public Setup with(HttpConfig other) {
            return new Setup(agents, link, other, grace, claims, disk, queue, keep, sharedToken, plant, clock, modems);
        }

        public Setup with(InstantSource other) {
            return new Setup(agents, link, http, grace, claims, disk, queue, keep, sharedToken, plant, other, modems);
        }

        public Setup with(DiskMarks other) {
            return new Setup(agents, link, http, grace, claims, other, queue, keep, sharedToken, plant, clock, modems);
        }

        public Setup with(QueueBounds other) {
            return new Setup(agents, link, http, grace, claims, disk, other, keep, sharedToken, plant, clock, modems);
        }

        Setup with(Retention.Keep other) {
            return new Setup(agents, link, http, grace, claims, disk, queue, other, sharedToken, plant, clock, modems);
        }

        public Setup with(SharedToken other) {
            return new Setup(agents, link, http, grace, claims, disk, queue, keep, other, plant, clock, modems);
        }

        public Setup with(PlantConfig other) {
            return new Setup(agents, link, http, grace, claims, disk, queue, keep, sharedToken, other, clock, modems);
        }

        public Setup with(KnownModems other) {
            return new Setup(agents, link, http, grace, claims, disk, queue, keep, sharedToken, plant, clock, other);
        }

        public Setup withAgents(int other) {
            return new Setup(other, link, http, grace, claims, disk, queue, keep, sharedToken, plant, clock, modems);
        }

        public Setup withGrace(Duration other) {
            return new Setup(agents, link, http, other, claims, disk, queue, keep, sharedToken, plant, clock, modems);
        }

        public Setup with(ClaimBounds other) {
            return new Setup(agents, link, http, grace, other, disk, queue, keep, sharedToken, plant, clock, modems);
        }
    }

    public static RunningGateway start(Path data) throws Exception {
        return start(data, Setup.standard());
    }

    /// Starts a gateway on what an earlier one left there, if one did.
    public static RunningGateway start(Path data, Setup setup) throws Exception {
        try (Store store = store(data)) {
            if (store.accounts().keys().isEmpty()) {
                addAccounts(store, setup.agents());
            }
        }
        var config = new GatewayConfig(
                new GatewayId("test"),
                data,
                setup.http(),
                setup.link(),
                setup.grace(),
                setup.disk(),
                setup.queue(),
                setup.claims(),
                setup.keep(),
                Retention.KeepCaptures.DEFAULT,
                setup.sharedToken(),
                setup.plant());
        Gateway gateway = Gateway.start(
                config,
                setup.clock(),
                why -> {
                    throw new AssertionError("the broker stopped: " + why);
                },
                setup.finder());
        return new RunningGateway(gateway, data, setup.agents(), setup.modems());
    }

    /// All at once, so that they share the disk's syncs.
    private static void addAccounts(Store store, int agents) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < agents; i++) {
                AgentId agent = agent(i);
                threads.execute(() -> store.accounts().addToken(agent, hash(token(agent)), "test"));
            }
            for (Role role : Role.values()) {
                threads.execute(
                        () -> store.accounts().addKey(role.wireName(), role.wireName(), hash(key(role)), "test"));
            }
        }
    }

    /// An agent that no other test uses.
    public AgentId newAgent() {
        int number = nextAgent.getAndIncrement();
        if (number >= agents) {
            throw new IllegalStateException("there are " + agents + " agents, and another is asked for");
        }
        return agent(number);
    }

    public static AgentId agent(int number) {
        return new AgentId("agent-%03d".formatted(number));
    }

    public static String token(AgentId agent) {
        return "token-of-" + agent;
    }

    public static String key(Role role) {
        return "key-of-" + role.wireName();
    }

    private static byte[] hash(String token) {
        return Checksum.digest().digest(token.getBytes(StandardCharsets.UTF_8));
    }

    private static Store store(Path data) {
        return Store.open(data.resolve("ledger.db"), Clock.systemUTC());
    }

    /// The gateway's ledger and audit beside the gateway's own connection; the caller closes it.
    public Store store() {
        return store(data);
    }

    /// The ledger's file.
    public Path ledgerFile() {
        return data.resolve("ledger.db");
    }

    /// What the ledger has on disk, its write-ahead log included.
    public List<byte[]> ledgerFiles() throws IOException {
        List<byte[]> files = new ArrayList<>();
        try (Stream<Path> paths = Files.list(data)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                if (String.valueOf(path.getFileName()).startsWith("ledger.db")) {
                    files.add(Files.readAllBytes(path));
                }
            }
        }
        return files;
    }

    /// A connection of the test's own to the gateway's broker; the caller closes it.
    public Messaging broker() throws JMSException {
        return Messaging.connect(gateway.brokerUri(), 1, 0);
    }

    /// Sessions that are open at the broker.
    public int brokerSessions() throws Exception {
        try (Messaging broker = broker();
                Session session = broker.automatic()) {
            var requestor = new QueueRequestor((QueueSession) session, session.createQueue("activemq.management"));
            Message question = session.createMessage();
            JMSManagementHelper.putOperationInvocation(question, "broker", "listAllSessionsAsJSON");
            String answer = (String) JMSManagementHelper.getResult(requestor.request(question));
            return JSON.readTree(answer).size();
        }
    }

    /// Where the modems are.
    public KnownModems modems() {
        return modems;
    }

    public int port() {
        return gateway.port();
    }

    /// What the API is made of.
    public List<Route> routes() {
        return gateway.routes();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    public StompProbe probe() throws IOException, InterruptedException {
        return StompProbe.open(client, URI.create("ws://127.0.0.1:" + port() + "/ws/agent"));
    }

    /// An answer of the API.
    public record HttpReply(int status, JsonNode body, HttpResponse<String> raw) {
        public String text(String field) {
            return body.path(field).asText();
        }

        public String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }
    }

    public HttpReply post(String path, String body, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    public HttpReply get(String path, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).GET().build());
    }

    public HttpReply delete(String path, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).DELETE().build());
    }

    /// A request with an API key, to be completed.
    public HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + key(Role.ADMIN));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request;
    }

    /// Sends a request; the answer must be one that the OpenAPI document tells of.
    public HttpReply send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        ApiContract.check(response);
        boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
        JsonNode body = json ? JSON.readTree(response.body()) : MissingNode.getInstance();
        return new HttpReply(response.statusCode(), body, response);
    }

    /// Reads an answer of any size without keeping it.
    ///
    /// @return its length in bytes
    public long download(String path, MessageDigest digest) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                client.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = new DigestInputStream(response.body(), digest)) {
            return in.transferTo(OutputStream.nullOutputStream());
        }
    }

    /// Has a command accepted.
    public CommandId submit(AgentId agent, String command, String... headers) throws IOException, InterruptedException {
        HttpReply reply = post("/api/agents/" + agent + "/commands", command, headers);
        if (reply.status() != 202) {
            throw new AssertionError("not accepted: " + reply.raw().body());
        }
        return CommandId.parse(reply.text("id"));
    }

    public JsonNode command(CommandId id) throws IOException, InterruptedException {
        return get("/api/commands/" + id).body();
    }

    /// The outcome of a command, waiting for it.
    public JsonNode outcome(CommandId id) throws IOException, InterruptedException {
        JsonNode outcome =
                get("/api/commands/" + id, "Prefer", "wait=20").body().path("outcome");
        if (outcome.isMissingNode()) {
            throw new AssertionError("no outcome: " + command(id));
        }
        return outcome;
    }

    /// One queue as the API shows it.
    public JsonNode queue(String name) throws IOException, InterruptedException {
        for (JsonNode queue : get("/api/queues").body().path("queues")) {
            if (queue.path("name").asText().equals(name)) {
                return queue;
            }
        }
        return MissingNode.getInstance();
    }

    /// The value of one line of `/metrics`.
    public double metric(String name) throws IOException, InterruptedException {
        return get("/metrics")
                .raw()
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }

    public JsonNode agentInfo(AgentId agent) throws IOException, InterruptedException {
        return get("/api/agents/" + agent).body();
    }

    public void awaitOnline(AgentId agent, boolean online) {
        Awaitility.await().until(() -> agentInfo(agent).path("online").asBoolean() == online);
    }

    /// Stops the gateway; answers that are on their way may still be read.
    public void stop() {
        gateway.close();
    }

    @Override
    public void close() {
        gateway.close();
        client.close();
    }
}
