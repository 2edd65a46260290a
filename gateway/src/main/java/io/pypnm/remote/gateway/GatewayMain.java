package io.pypnm.remote.gateway;

import io.pypnm.remote.broker.BrokerException;
import io.pypnm.remote.contracts.config.Configuration;
import io.pypnm.remote.contracts.config.ConfigurationException;
import io.pypnm.remote.gateway.cli.PnmCommand;
import io.pypnm.remote.gateway.cli.QueuesCommand;
import io.pypnm.remote.gateway.cli.SendCommand;
import io.pypnm.remote.gateway.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/// The gateway's command line.
///
/// | exit code | means                                      |
/// |-----------|--------------------------------------------|
/// | 0         | asked to stop, or the command was done      |
/// | 1         | it could not be done; standard error says why |
/// | 2         | wrong settings or arguments                 |
@Command(
        name = "pypnm-gateway",
        mixinStandardHelpOptions = true,
        versionProvider = GatewayVersion.class,
        description = "Takes commands by HTTP and brings them to agents; keeps them until they have ended.",
        subcommands = {AgentsCommand.class, KeysCommand.class, PnmCommand.class, QueuesCommand.class, SendCommand.class
        })
public final class GatewayMain implements Callable<Integer> {
    private static final System.Logger log = System.getLogger(GatewayMain.class.getName());

    private static final Duration STOP_WITHIN = Duration.ofSeconds(25);

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings; default: ~/.pypnm-gateway/gateway.json if it exists.")
    private Path config = GatewayConfig.file(GatewayConfig.home());

    @Option(names = "--data", paramLabel = "DIR", description = "Ledger, broker and claims; wins over the settings.")
    private String data = "";

    @Option(names = "--port", paramLabel = "PORT", description = "Port; 0 takes a free one; wins over the settings.")
    private String port = "";

    @Option(names = "--port-file", paramLabel = "FILE", description = "Written with the port once it is open.")
    private Path portFile = Path.of("");

    @Option(names = "--check-config", description = "Read the settings, say what is wrong with them, and exit.")
    private boolean checkConfig;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        logToConsole();
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new GatewayMain()).setExecutionExceptionHandler(GatewayMain::explain);
    }

    /// What an operator can do something about is said in a line; a bug shows where it is.
    private static int explain(Exception e, CommandLine command, ParseResult ignored) {
        if (e instanceof BrokerException || e instanceof StoreException || e instanceof IOException) {
            String cause = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
            String message = String.valueOf(e.getMessage());
            command.getErr().println(message.contains(cause) ? message : message + cause);
        } else {
            e.printStackTrace(command.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public Integer call() throws Exception {
        Configuration configuration = GatewayConfig.load(config, environment(), GatewayConfig.home());
        GatewayConfig settings;
        try {
            settings = configuration.read(read -> GatewayConfig.from(read, GatewayConfig.home()));
        } catch (ConfigurationException e) {
            e.problems().forEach(spec.commandLine().getErr()::println);
            return CommandLine.ExitCode.USAGE;
        }
        log.log(System.Logger.Level.INFO, "settings:\n" + configuration.effectiveTable());
        return checkConfig ? CommandLine.ExitCode.OK : run(settings);
    }

    /// Runs until the process is asked to stop, or the broker has stopped itself.
    private int run(GatewayConfig settings) throws Exception {
        var stopped = new CountDownLatch(1);
        var failed = new AtomicBoolean();
        Gateway gateway = Gateway.start(settings, Clock.systemUTC(), why -> {
            log.log(System.Logger.Level.ERROR, "the broker stopped: " + why);
            failed.set(true);
            stopped.countDown();
        });
        var closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndHalt(stopped, closed, failed), "stop"));
        try {
            if (!portFile.toString().isEmpty()) {
                publishPort(gateway.port());
            }
            stopped.await();
        } catch (IOException | RuntimeException e) {
            failed.set(true);
            throw e;
        } finally {
            gateway.close();
            closed.countDown();
        }
        return exitCode(failed);
    }

    /// Asked to stop by a signal, which is no failure: without the halt the runtime would report the signal.
    private static void stopAndHalt(CountDownLatch stopped, CountDownLatch closed, AtomicBoolean failed) {
        stopped.countDown();
        try {
            boolean orderly = closed.await(STOP_WITHIN.toNanos(), TimeUnit.NANOSECONDS);
            Runtime.getRuntime().halt(orderly ? exitCode(failed) : CommandLine.ExitCode.SOFTWARE);
        } catch (InterruptedException _) {
            Runtime.getRuntime().halt(CommandLine.ExitCode.SOFTWARE);
        }
    }

    private static int exitCode(AtomicBoolean failed) {
        return failed.get() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    /// Renamed into place, so whoever waits for the file never reads half of it.
    private void publishPort(int open) throws IOException {
        Path target = portFile.toAbsolutePath();
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        Files.writeString(fresh, Integer.toString(open));
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /// The environment with the command line over it: one place decides what wins.
    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        if (!data.isEmpty()) {
            environment.put("PYPNM_GATEWAY_DATA", Path.of(data).toAbsolutePath().toString());
        }
        if (!port.isEmpty()) {
            environment.put("PYPNM_GATEWAY_PORT", port);
        }
        return environment;
    }

    private static void logToConsole() {
        try (InputStream in = GatewayMain.class.getResourceAsStream("/logging.properties")) {
            LogManager.getLogManager().readConfiguration(in);
        } catch (IOException e) {
            throw new UncheckedIOException("logging.properties is part of the program", e);
        }
    }
}
