package io.pypnm.remote.gateway;

import io.pypnm.remote.contracts.config.Configuration;
import io.pypnm.remote.contracts.config.ConfigurationException;
import io.pypnm.remote.gateway.store.Store;
import io.pypnm.remote.gateway.store.StoreException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Where the commands that change accounts find the gateway's ledger, and what they share otherwise. They open the file
/// themselves, also while a gateway runs.
final class LedgerFile {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The gateway's settings; default: ~/.pypnm-gateway/gateway.json if it exists.")
    private Path config = GatewayConfig.file(GatewayConfig.home());

    @Option(names = "--data", paramLabel = "DIR", description = "The gateway's data directory; wins over the settings.")
    private String data = "";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec mixee = CommandSpec.create();

    /// What is done with the accounts.
    @FunctionalInterface
    interface Work {
        /// Does it and answers the exit code.
        int on(Store store);
    }

    /// Opens the ledger, does the work and closes it.
    ///
    /// @return the work's exit code; 1 if the ledger cannot be used, 2 if the settings are wrong
    int with(Work work) {
        try (Store store = Store.open(GatewayConfig.ledger(directory()), Clock.systemUTC())) {
            return work.on(store);
        } catch (StoreException e) {
            return failed(String.valueOf(e.getMessage()));
        } catch (ConfigurationException e) {
            e.problems().forEach(err()::println);
            return CommandLine.ExitCode.USAGE;
        }
    }

    private Path directory() throws ConfigurationException {
        if (!data.isEmpty()) {
            return Path.of(data).toAbsolutePath();
        }
        Configuration configuration = GatewayConfig.load(config, System.getenv(), GatewayConfig.home());
        return configuration
                .read(read -> GatewayConfig.from(read, GatewayConfig.home()))
                .data();
    }

    int failed(String why) {
        err().println(why);
        return CommandLine.ExitCode.SOFTWARE;
    }

    PrintWriter out() {
        return mixee.commandLine().getOut();
    }

    PrintWriter err() {
        return mixee.commandLine().getErr();
    }

    /// Who changes the accounts, for the audit.
    static String by() {
        return "command line of " + System.getProperty("user.name");
    }
}
