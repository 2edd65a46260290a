package io.pypnm.remote.agent;

import io.pypnm.remote.agent.host.SystemClock;
import io.pypnm.remote.agent.link.GatewayLink;
import io.pypnm.remote.agent.ssh.HostKeyScan;
import io.pypnm.remote.agent.ssh.login.SshHost;
import io.pypnm.remote.contracts.config.Configuration;
import io.pypnm.remote.contracts.config.ConfigurationException;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The agent's command line: see [CommandLine#USAGE], and there the exit codes.
public final class AgentMain {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int BAD_SETTINGS = 2;
    static final int REFUSED = 3;
    static final int HOME_IN_USE = 4;

    private static final Path SYSTEM_CONFIG = Path.of("/etc/pypnm-agent/agent_config.json");

    private final PrintStream out;
    private final PrintStream err;
    private final Path userHome = Path.of(System.getProperty("user.home"));

    private AgentMain(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /// Ends the process with one of the documented exit codes.
    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    /// Does what was asked. Returns the exit code.
    static int run(List<String> arguments, PrintStream out, PrintStream err) throws InterruptedException {
        return new AgentMain(out, err).run(arguments);
    }

    private int run(List<String> arguments) throws InterruptedException {
        CommandLine line;
        try {
            line = CommandLine.parse(arguments, userHome);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage() + "\n\n" + CommandLine.USAGE);
            return BAD_SETTINGS;
        }
        return switch (line.action()) {
            case RUN, CHECK_CONFIG -> withSettings(line);
            case STATUS -> status(line.home());
            case TRUST_HOST -> trustHost(line);
            case VERSION -> print(Version.text());
            case HELP -> print(CommandLine.USAGE);
        };
    }

    private int print(String text) {
        out.println(text.strip());
        return OK;
    }

    private int status(Path home) {
        Optional<AgentStatus> status = AgentStatus.read(AgentHome.status(home)).filter(AgentStatus::isRunning);
        if (status.isEmpty()) {
            out.println("no agent runs with " + home);
            return FAILED;
        }
        status.get().lines(InstantSource.system().instant()).forEach(out::println);
        return OK;
    }

    private int trustHost(CommandLine line) throws InterruptedException {
        Path knownHosts = AgentHome.knownHosts(line.home());
        try {
            SshHost host = SshHost.parse(line.host());
            AgentHome.create(line.home());
            var scan = new HostKeyScan(Thread.ofVirtual().name("ssh-", 0).factory());
            boolean trusted = new TrustHost(knownHosts, line, out, AgentMain::ask).trust(host, scan.of(host));
            return trusted ? OK : FAILED;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return BAD_SETTINGS;
        } catch (IOException e) {
            err.println(e.getMessage());
            return FAILED;
        }
    }

    /// The answer of whoever sits at the terminal; empty if nobody does.
    @SuppressWarnings("SystemConsoleNull") // there is none in a runtime image without the module jdk.internal.le
    private static Optional<String> ask(String question) {
        Console console = System.console();
        return console != null && console.isTerminal()
                ? Optional.ofNullable(console.readLine("%s ", question))
                : Optional.empty();
    }

    private int withSettings(CommandLine line) throws InterruptedException {
        Configuration configuration = configuration(line);
        AgentConfig config;
        try {
            config = configuration.read(settings -> AgentConfig.from(settings, userHome));
        } catch (ConfigurationException e) {
            err.println(e.getMessage());
            return BAD_SETTINGS;
        }
        if (line.action() == CommandLine.Action.CHECK_CONFIG) {
            return print(configuration.effectiveTable());
        }
        try (AgentHome home = AgentHome.take(line.home()).orElse(null)) {
            if (home == null) {
                err.println("another agent runs with " + line.home());
                return HOME_IN_USE;
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
        AgentLog.install(line.has(CommandLine.VERBOSE));
        if (line.has(CommandLine.LOG_FILE)) {
            AgentLog.moveToFile(AgentHome.logs(line.home()));
        }
        System.Logger log = System.getLogger(AgentMain.class.getName());
        log.log(Level.INFO, "pypnm-agent {0} with", Version.text());
        settings.stream()
                .filter(setting -> !setting.value().equals("not set"))
                .forEach(setting ->
                        log.log(Level.INFO, "  {0} = {1} ({2})", setting.key(), setting.value(), setting.origin()));
        var ground = new Agent.Ground(
                line.home(), trustCommand(line), SystemClock.open(), InstantSource.system(), new SecureRandom());
        return serve(Agent.start(config, ground, line.has(CommandLine.ONCE)));
    }

    /// What to type to trust a host in this agent's place.
    private static String trustCommand(CommandLine line) {
        Path usual = CommandLine.parse(List.of(), Path.of(System.getProperty("user.home")))
                .home();
        return "pypnm-agent " + (line.home().equals(usual) ? "" : "--home " + line.home() + " ") + "trust-host";
    }

    private static int serve(Agent agent) throws InterruptedException {
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
