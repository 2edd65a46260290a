package io.pypnm.remote.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.gateway.ProbeAgent.Delivered;
import io.pypnm.remote.gateway.RunningGateway.HttpReply;
import io.pypnm.remote.gateway.access.Role;
import io.pypnm.remote.gateway.store.Audit;
import io.pypnm.remote.gateway.store.Store;
import io.pypnm.remote.lab.probe.StompProbe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No secret appears where it has no business: every way one comes in is gone, and then everything that is kept, logged
/// or shown is looked through.
@GatewayTest
class CanaryTest {
    /// Held here: a logger nobody holds forgets its level.
    private static final Logger OURS = Logger.getLogger("io.pypnm");

    private static final String WRONG_TOKEN = "canary-wrong-token-81b2";
    private static final String WRONG_KEY = "canary-wrong-key-5d0e";
    private static final String COMMUNITY = "canary-community-c7f3";

    @TempDir
    Path data;

    @Test
    void noSecretIsKeptLoggedOrShown() throws Exception {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        Handler everything = recorder(lines);
        Logger root = Logger.getLogger("");
        Level before = OURS.getLevel();
        OURS.setLevel(Level.ALL);
        root.addHandler(everything);
        List<String> shown;
        List<String> secrets = new ArrayList<>(List.of(WRONG_TOKEN, WRONG_KEY, COMMUNITY));
        try (var gateway = RunningGateway.start(data)) {
            AgentId id = gateway.newAgent();
            secrets.add(RunningGateway.token(id));
            secrets.add(RunningGateway.key(Role.ADMIN));
            shown = use(gateway, id);
        } finally {
            root.removeHandler(everything);
            OURS.setLevel(before);
        }

        assertThat(lines).anyMatch(line -> line.contains("AUTH_FAILED"));
        for (String secret : secrets) {
            assertThat(shown).noneMatch(text -> text.contains(secret));
            assertThat(lines).noneMatch(line -> line.contains(secret));
            assertThat(filesWith(secret)).isEqualTo(secret.equals(COMMUNITY) ? List.of("broker") : List.of());
        }
    }

    @Test
    void secretOfARequestGoesToTheAgentAndNowhereElse(RunningGateway gateway) throws Exception {
        String canary = "canary-5b1e9d";
        String command = Commands.GET.replace("\"oids\"", "\"community\":\"" + canary + "\",\"oids\"");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {
            String commands = "/api/agents/" + agent.id() + "/commands";
            HttpReply accepted = gateway.post(commands, command, "Idempotency-Key", "k");
            String id = accepted.text("id");

            Delivered delivered = agent.next();

            assertThat(new String(delivered.frame().body(), StandardCharsets.UTF_8))
                    .contains(canary);
            agent.complete(delivered);
            List<String> shown = List.of(
                    accepted.raw().body(),
                    gateway.get("/api/commands/" + id, "Prefer", "wait=10")
                            .raw()
                            .body(),
                    gateway.get("/api/commands/" + id + "/outcome").raw().body(),
                    gateway.get("/api/commands?agent=" + agent.id()).raw().body(),
                    gateway.get("/metrics").raw().body(),
                    gateway.get("/health").raw().body(),
                    gateway.post(commands, command.replace("}}", "}")).raw().body(),
                    gateway.post(commands, command + " ", "Idempotency-Key", "k")
                            .raw()
                            .body());
            assertThat(shown).noneMatch(text -> text.contains(canary));
            assertThat(shown.get(1)).contains("***");
            assertThat(gateway.ledgerFiles())
                    .noneMatch(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).contains(canary));
        }
    }

    private static Handler recorder(Queue<String> lines) {
        var formatter = new SimpleFormatter();
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(formatter.format(line));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    /// Brings every secret in, and answers all that is shown of it.
    private static List<String> use(RunningGateway gateway, AgentId id) throws Exception {
        List<String> shown = new ArrayList<>();
        try (StompProbe stranger = gateway.probe()) {
            stranger.sendText(
                    "CONNECT\naccept-version:1.2\nhost:h\nlogin:" + id + "\npasscode:" + WRONG_TOKEN + "\n\n\0");
            shown.add(stranger.next().headers().toString());
            stranger.closeCode();
        }
        shown.add(gateway.get("/api/commands", "Authorization", "Bearer " + WRONG_KEY)
                .raw()
                .body());
        String commands = "/api/agents/" + id + "/commands";
        String command = Commands.GET.replace("\"oids\"", "\"community\":\"" + COMMUNITY + "\",\"oids\"");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, id).take(Lane.INTERACTIVE, 1)) {
            HttpReply accepted = gateway.post(commands, command, "Idempotency-Key", "one");
            Delivered delivered = agent.next();
            assertThat(new String(delivered.frame().body(), StandardCharsets.UTF_8))
                    .contains(COMMUNITY);
            agent.complete(delivered);
            CommandId ended = CommandId.parse(accepted.text("id"));
            gateway.outcome(ended);
            gateway.submit(id, command);
            agent.next();
            shown.add(accepted.raw().body());
            for (String path : List.of("/api/commands/" + ended, "/api/commands/" + ended + "/outcome")) {
                shown.add(gateway.get(path).raw().body());
            }
            shown.add(gateway.post(commands, command.replace("127.0.0.1", "nowhere"))
                    .raw()
                    .body());
            shown.add(gateway.post(commands, command.replace("]", "")).raw().body());
            shown.add(gateway.post(commands, Commands.SET, "Idempotency-Key", "one")
                    .raw()
                    .body());
        }
        for (String path : List.of("/api/commands", "/api/agents", "/api/queues", "/health", "/metrics")) {
            shown.add(gateway.get(path).raw().body());
        }
        try (Store store = gateway.store()) {
            store.audit().list(Long.MAX_VALUE, 100).stream()
                    .map(Audit.Entry::toString)
                    .forEach(shown::add);
        }
        return shown;
    }

    /// The folders of the data that have it. The broker's journal may: the message on its way is the one place where a
    /// community that came with a request must be, and the journal's files are written over only later.
    private List<String> filesWith(String secret) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            List<String> found = new ArrayList<>();
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(secret)) {
                    found.add(data.relativize(file).getName(0).toString());
                }
            }
            return found.stream().distinct().toList();
        }
    }
}
