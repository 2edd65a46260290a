package io.pypnm.remote.agent;

import io.pypnm.remote.agent.host.SystemClock;
import io.pypnm.remote.agent.link.GatewayLink;
import io.pypnm.remote.contracts.config.Configuration;
import io.pypnm.remote.contracts.config.ConfigurationException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The agent's command line: see [CommandLine#USAGE], and there the exit codes.
public final class AgentMain {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int BAD_SETTINGS = 2;
    private static final int REFUSED = 3;
    private static final int HOME_IN_USE = 4;
    private static final Path SYSTEM_CONFIG = Path.of("/etc/pypnm-agent/agent_config.json");

    private AgentMain() {}

    /// Ends the process with one of the documented exit codes.
    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) throws InterruptedException {
        Path userHome = Path.of(System.getProperty("user.home"));
        CommandLine line;
        try {
            line = CommandLine.parse(arguments, userHome);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + CommandLine.USAGE);
            return BAD_SETTINGS;
        }
        return switch (line.action()) {
            case RUN, CHECK_CONFIG -> withSettings(line, userHome);
            case STATUS -> status(line.home());
            case VERSION -> print(Version.text());
            case HELP -> print(CommandLine.USAGE);
        };
    }

    private static int print(String text) {
        System.out.println(text.strip());
        return OK;
    }

    private static int status(Path home) {
        Optional<AgentStatus> status = AgentStatus.read(AgentHome.status(home)).filter(AgentStatus::isRunning);
        if (status.isEmpty()) {
            System.out.println("no agent runs with " + home);
            return FAILED;
        }
        status.get().lines(InstantSource.system().instant()).forEach(System.out::println);
        return OK;
    }

    private static int withSettings(CommandLine line, Path userHome) throws InterruptedException {
        Configuration configuration = configuration(line);
        AgentConfig config;
        try {
            config = configuration.read(settings -> AgentConfig.from(settings, userHome));
        } catch (ConfigurationException e) {
            System.err.println(e.getMessage());
            return BAD_SETTINGS;
        }
        if (line.action() == CommandLine.Action.CHECK_CONFIG) {
            return print(configuration.effectiveTable());
        }
        AgentLog.install(line.has(CommandLine.VERBOSE));
        try (AgentHome home = AgentHome.take(line.home()).orElse(null)) {
            if (home == null) {
                System.err.println("another agent runs with " + line.home());
                return HOME_IN_USE;
            }
            if (line.has(CommandLine.LOG_FILE)) {
                AgentLog.addFile(AgentHome.logs(line.home()));
            }
            return runAgent(line, config, configuration.effective());
        } catch (IOException e) {
            System.getLogger(AgentMain.class.getName()).log(Level.ERROR, "the agent cannot run", e);
            return FAILED;
        }
    }

    /// The file named, or the first of the usual ones, or none. The environment wins over it, and the command line over
    /// both.
    private static Configuration configuration(CommandLine line) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(line.overrides());
        if (!line.config().isEmpty()) {
            return Configuration.load(Path.of(line.config()), environment);
        }
        return Stream.of(AgentHome.config(line.home()), SYSTEM_CONFIG)
                .filter(Files::exists)
                .findFirst()
                .map(file -> Configuration.load(file, environment))
                .orElseGet(() -> Configuration.empty(environment));
    }

    private static int runAgent(CommandLine line, AgentConfig config, List<Configuration.Effective> settings)
            throws IOException, InterruptedException {
        System.Logger log = System.getLogger(AgentMain.class.getName());
        log.log(Level.INFO, "pypnm-agent {0} with", Version.text());
        settings.stream()
                .filter(setting -> !setting.value().equals("not set"))
                .forEach(setting ->
                        log.log(Level.INFO, "  {0} = {1} ({2})", setting.key(), setting.value(), setting.origin()));
        var ground =
                new Agent.Ground(line.home(), SystemClock.open(), InstantSource.system(), RandomGenerator.getDefault());
        Agent agent = Agent.start(config, ground, line.has(CommandLine.ONCE));
        Thread onSignal = new Thread(() -> stopAndHalt(agent), "stop");
        Runtime.getRuntime().addShutdownHook(onSignal);
        GatewayLink.End end = agent.await();
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            // It is at work, and will end the process.
            onSignal.join();
        }
        agent.stop();
        return switch (end) {
            case STOPPED -> OK;
            case LOST -> FAILED;
            case REFUSED -> REFUSED;
        };
    }

    /// Asked to stop by a signal, which is no failure: without the halt the runtime would report the signal.
    private static void stopAndHalt(Agent agent) {
        try {
            agent.stop();
            Runtime.getRuntime().halt(OK);
        } catch (InterruptedException e) {
            Runtime.getRuntime().halt(FAILED);
        }
    }
}
