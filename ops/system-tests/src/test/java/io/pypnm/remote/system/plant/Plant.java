package io.pypnm.remote.system.plant;

import io.pypnm.remote.contracts.address.AgentId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The processes of one test (as an instance field) or of one test class (as a static one), and their folders. After
/// it, whether it passed or not, every process is ended by its pid, and an error in a log that the test did not expect
/// fails it. Logs stay in `target/system-logs/CLASS/TEST`; data goes, unless the test failed.
public final class Plant implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    private static final Path LOGS = Path.of("target/system-logs").toAbsolutePath();

    /// An ERROR of our own (System.Logger's ERROR is java.util.logging's SEVERE), or a thread that died of an
    /// exception.
    private static final Pattern ERROR = Pattern.compile("^\\S+ SEVERE |^Exception in thread |^\\S+ \\S+ SEVERE ");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Gateway> gateways = new ArrayList<>();
    private final List<Agent> agents = new ArrayList<>();
    private final List<Program> others = new ArrayList<>();
    private @Nullable Path folder;
    private boolean ofClass;

    /// Made once for all tests of this JVM, when the first needs it.
    private static final class Shared {
        static final Accounts ACCOUNTS = Accounts.make();
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        ofClass = true;
        open(context.getRequiredTestClass().getSimpleName());
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        if (!ofClass) {
            String test = context.getRequiredTestMethod().getName() + "-" + context.getDisplayName();
            open(context.getRequiredTestClass().getSimpleName() + "/" + test.replaceAll("[^A-Za-z0-9.,-]+", "_"));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        if (!ofClass) {
            close(context);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        close(context);
    }

    private void open(String name) throws IOException {
        folder = LOGS.resolve(name);
        delete(folder);
        Files.createDirectories(folder);
    }

    private void close(ExtensionContext context) throws IOException {
        running().forEach(Program::kill);
        List<String> errors = errors();
        gateways.clear();
        agents.clear();
        others.clear();
        if (context.getExecutionException().isEmpty()) {
            if (!errors.isEmpty()) {
                throw new AssertionError(
                        "errors that this test did not expect, in " + folder() + ":\n" + String.join("\n", errors));
            }
            try (Stream<Path> all = Files.list(folder())) {
                for (Path path : all.filter(Files::isDirectory).toList()) {
                    delete(path);
                }
            }
        }
    }

    private List<Program> running() {
        List<Program> programs = new ArrayList<>(others);
        gateways.stream().filter(Gateway::wasStarted).map(Gateway::program).forEach(programs::add);
        agents.stream().filter(Agent::wasStarted).map(Agent::program).forEach(programs::add);
        return programs.stream().filter(Program::isAlive).toList();
    }

    private List<String> errors() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .flatMap(Plant::lines)
                    .filter(line -> ERROR.matcher(line).find())
                    .toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readString(file).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The folder of this test's logs and data.
    public Path folder() {
        if (folder == null) {
            throw new IllegalStateException("there is no test");
        }
        return folder;
    }

    /// For requests that no class here makes.
    public HttpClient client() {
        return client;
    }

    /// Starts the simulated plant.
    public Lab lab(String... options) throws IOException {
        Path data = Files.createDirectories(folder().resolve("lab"));
        Lab lab = Lab.start(data, folder().resolve("lab.log"), client, List.of(options));
        others.add(lab.program());
        return lab;
    }

    /// A gateway of its own that knows the agents `jump-1` to `jump-4`; not started.
    public Gateway gateway() throws IOException {
        String name = gateways.isEmpty() ? "gateway" : "gateway-" + (gateways.size() + 1);
        Gateway gateway = gatewayIn(Files.createDirectories(folder().resolve(name)));
        Shared.ACCOUNTS.copyTo(gateway.data());
        return gateway;
    }

    /// A gateway that goes on with what is in the `data` of this folder; not started.
    public Gateway gatewayIn(Path home) throws IOException {
        Gateway gateway = new Gateway(home, folder().resolve(home.getFileName() + ".log"), Shared.ACCOUNTS, client);
        gateways.add(gateway);
        return gateway;
    }

    /// An agent of its own with the right token; not started. The gateway must have been started, as its port is not
    /// known before.
    public Agent agent(Gateway gateway, String id) throws IOException {
        Agent agent = stranger(id);
        return agent.configure(gateway.agentLink(), gateway.tokenOf(agent.id()));
    }

    /// The same, with further members of its settings, each with a comma after it.
    public Agent agent(Gateway gateway, String id, String more) throws IOException {
        Agent agent = stranger(id);
        return agent.configure(gateway.agentLink(), gateway.tokenOf(agent.id()), more);
    }

    /// An agent that goes on with what is in this home; not started.
    public Agent agentIn(Path home, Gateway gateway, AgentId id) throws IOException {
        Agent agent = new Agent(id, home, folder().resolve(home.getFileName() + ".log"));
        agents.add(agent);
        return agent.configure(gateway.agentLink(), gateway.tokenOf(id));
    }

    /// An agent without settings.
    public Agent stranger(String id) throws IOException {
        String name = "agent-" + (agents.size() + 1) + "-" + id;
        Agent agent = new Agent(new AgentId(id), folder().resolve(name), folder().resolve(name + ".log"));
        agents.add(agent);
        return agent;
    }

    /// A second process in the home of an agent.
    public Agent sameHome(Agent first) throws IOException {
        String name = "agent-" + (agents.size() + 1) + "-" + first.id() + "-again";
        Agent agent = new Agent(first.id(), first.home(), folder().resolve(name + ".log"));
        agents.add(agent);
        return agent;
    }

    /// Any other program, ended with the rest.
    public Program run(String name, List<String> command) {
        Program program = Program.start(name, folder(), folder().resolve(name + ".log"), Map.of(), command);
        others.add(program);
        return program;
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
