package io.pypnm.remote.system.plant;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.fault.CrashPoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A gateway as a process, and the same one again after it was killed: same data, same port.
public final class Gateway {
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Path home;
    private final Path data;
    private final Path portFile;
    private final Path log;
    private final CrashSwitch crash;
    private final Accounts accounts;
    private final HttpClient client;
    private final List<String> prefix = new ArrayList<>();
    private String port = "0";
    private @Nullable Program program;

    Gateway(Path folder, Path log, Accounts accounts, HttpClient client) throws IOException {
        this.home = folder;
        this.data = Files.createDirectories(folder.resolve("data"));
        this.portFile = folder.resolve("port");
        this.log = log;
        this.crash = new CrashSwitch(folder);
        this.accounts = accounts;
        this.client = client;
    }

    /// Puts a command before the program's own, such as `strace`. It must become the program, so that the pid is the
    /// program's.
    public void startBy(List<String> command) {
        prefix.clear();
        prefix.addAll(command);
    }

    /// Writes its settings, for the next start.
    public void configure(String json) throws IOException {
        Files.writeString(home.resolve("gateway.json"), json);
    }

    /// Starts it and waits until it takes requests.
    public Gateway start() throws IOException {
        Files.deleteIfExists(portFile);
        Path settings = home.resolve("gateway.json");
        if (Files.notExists(settings)) {
            // All defaults; a file that is named must be there.
            Files.writeString(settings, "{}");
        }
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Dist.gateway().toString(),
                "--config",
                settings.toString(),
                "--data",
                data.toString(),
                "--port",
                port,
                "--port-file",
                portFile.toString()));
        // A process that lives for a second has no use for the second compiler.
        Map<String, String> environment = Map.of("JAVA_OPTS", "-XX:TieredStopAtLevel=1 " + CrashSwitch.JVM_OPTION);
        Program started = Program.start("gateway", home, log, environment, command);
        program = started;
        await("gateway opens its port").atMost(READY_WITHIN).pollInterval(POLL).until(() -> {
            if (!started.isAlive()) {
                throw new AssertionError("the gateway did not start:\n" + started.log());
            }
            return Files.exists(portFile);
        });
        port = Files.readString(portFile).strip();
        return this;
    }

    /// Issues an API key on the gateway's host, beside the gateway if it runs.
    ///
    /// @return the key
    public String issueKey(String name, String role) throws IOException {
        return Accounts.run(home, data, "keys", "add", name, "--role", role);
    }

    public Program program() {
        if (program == null) {
            throw new IllegalStateException("the gateway was never started");
        }
        return program;
    }

    boolean wasStarted() {
        return program != null;
    }

    public void kill() {
        program().kill();
    }

    /// From now on it dies when it passes this point.
    public void crashAt(CrashPoint point) {
        crash.arm(point);
    }

    /// Waits until it has died of that.
    public void awaitCrash() {
        crash.awaitCrash(program());
    }

    /// Where its ledger, broker and claims are.
    public Path data() {
        return data;
    }

    public URI http() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public URI agentLink() {
        return URI.create("ws://127.0.0.1:" + port + "/ws/agent");
    }

    /// The API with an operator's key.
    public Api api() {
        return new Api(client, http(), accounts.operatorKey());
    }

    public String tokenOf(AgentId agent) {
        return accounts.tokenOf(agent);
    }

    /// Waits until the agent has a session, as the gateway sees it.
    ///
    /// @return what the gateway says of it
    public JsonNode awaitOnline(AgentId agent) {
        return await("agent " + agent + " is online")
                .atMost(READY_WITHIN)
                .pollInterval(POLL)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> api().agent(agent), json -> json.path("online").asBoolean());
    }

    public void awaitOffline(AgentId agent) {
        await("agent " + agent + " is offline")
                .atMost(READY_WITHIN)
                .pollInterval(POLL)
                .until(() -> !api().agent(agent).path("online").asBoolean());
    }

    /// Waits until nothing waits in any queue.
    public void awaitDrained() {
        await("queues are empty")
                .atMost(READY_WITHIN)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    for (JsonNode queue : api().queues()) {
                        if (queue.path("depth").asLong() != 0
                                || queue.path("delivering").asLong() != 0) {
                            return false;
                        }
                    }
                    return true;
                });
    }
}
