package io.pypnm.remote.gateway;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.gateway.access.Issuer;
import io.pypnm.remote.gateway.access.Issuer.Issue;
import io.pypnm.remote.gateway.ledger.SessionRow;
import io.pypnm.remote.gateway.store.Accounts;
import io.pypnm.remote.gateway.store.Accounts.Token;
import io.pypnm.remote.gateway.store.Store;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// `agents`: which agents may log in. Works on the ledger's file; a running gateway heeds it within a second.
@Command(
        name = "agents",
        mixinStandardHelpOptions = true,
        description = "Lets agents in and shuts them out.",
        subcommands = {
            AgentsCommand.Add.class,
            AgentsCommand.ListAll.class,
            AgentsCommand.Revoke.class,
            AgentsCommand.Unbind.class
        })
final class AgentsCommand implements Callable<Integer> {
    @Mixin
    private final LedgerFile ledger = new LedgerFile();

    @Override
    public Integer call() {
        return ListAll.print(ledger);
    }

    /// Reads an agent's id, and says what is wrong with it.
    static final class AgentIdConverter implements ITypeConverter<AgentId> {
        @Override
        public AgentId convert(String value) {
            try {
                return new AgentId(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = {
                "Gives an agent a token and prints it, this once.",
                "To change a token: add a second one, put it into the agent's configuration, then revoke the first."
            })
    static final class Add implements Callable<Integer> {
        @Mixin
        private final LedgerFile ledger = new LedgerFile();

        @Parameters(paramLabel = "ID", converter = AgentIdConverter.class)
        private AgentId id = new AgentId("unset");

        @Option(names = "--quiet", description = "Print the token and nothing else.")
        private boolean quiet;

        @Option(names = "--print-config", description = "Print an agent_config.json with the token in it.")
        private boolean printConfig;

        @Option(
                names = "--url",
                paramLabel = "URL",
                description = "The gateway as the agent reaches it, for --print-config. Default: ${DEFAULT-VALUE}",
                defaultValue = "ws://127.0.0.1:8080/ws/agent")
        private URI url = URI.create("ws://127.0.0.1:8080/ws/agent");

        @Override
        public Integer call() {
            return ledger.with(
                    store -> switch (new Issuer(store.accounts(), new SecureRandom()).token(id, LedgerFile.by())) {
                        case Issue.Token(Secret secret, int number) -> print(secret.reveal(), number);
                        case Issue.TooMany(List<Integer> numbers) ->
                            ledger.failed(id + " has the valid tokens " + numbers + "; revoke one first: agents revoke "
                                    + id + " --token " + numbers.getFirst());
                        case Issue.Key _, Issue.NameTaken _ -> throw new IllegalStateException("a token was asked for");
                    });
        }

        private int print(String token, int number) {
            if (printConfig) {
                // The id is a label, the token URL-safe and the URL without quotes: nothing here needs escaping.
                ledger.out().printf("""
                        {
                          "agent_id": "%s",
                          "pypnm_server": {
                            "url": "%s",
                            "auth_token": "%s"
                          }
                        }
                        """, id, url, token);
            } else {
                ledger.out().println(token);
            }
            if (!quiet) {
                ledger.err().println("This is token " + number + " of " + id + ". It is not shown again.");
            }
            return CommandLine.ExitCode.OK;
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the agents and their valid tokens.")
    static final class ListAll implements Callable<Integer> {
        private static final String FORMAT = "%-32s  %-12s  %-36s  %s%n";

        @Mixin
        private final LedgerFile ledger = new LedgerFile();

        @Override
        public Integer call() {
            return print(ledger);
        }

        static int print(LedgerFile ledger) {
            return ledger.with(store -> {
                ledger.out().printf(FORMAT, "AGENT", "TOKENS", "BOUND TO", "LAST CONNECTED");
                for (AgentId agent : store.accounts().agents()) {
                    ledger.out().printf(FORMAT, agent, tokens(store, agent), binding(store, agent), last(store, agent));
                }
                return CommandLine.ExitCode.OK;
            });
        }

        private static String tokens(Store store, AgentId agent) {
            List<Token> tokens = store.accounts().tokens(agent);
            String valid = tokens.stream()
                    .filter(token -> !token.revoked())
                    .map(token -> Integer.toString(token.number()))
                    .collect(Collectors.joining(", "));
            if (!valid.isEmpty()) {
                return valid;
            }
            return tokens.isEmpty() ? "shared" : "revoked";
        }

        private static String binding(Store store, AgentId agent) {
            return store.accounts()
                    .binding(agent)
                    .map(binding -> binding.instance().toString())
                    .orElse("-");
        }

        private static String last(Store store, AgentId agent) {
            return store.ledger()
                    .lastSession(agent)
                    .map(SessionRow::openedAt)
                    .map(Object::toString)
                    .orElse("-");
        }
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Revokes an agent's tokens and ends its session.")
    static final class Revoke implements Callable<Integer> {
        @Mixin
        private final LedgerFile ledger = new LedgerFile();

        @Parameters(paramLabel = "ID", converter = AgentIdConverter.class)
        private AgentId id = new AgentId("unset");

        @Option(names = "--token", paramLabel = "N", description = "Only the token of this number.")
        private int token;

        @Override
        public Integer call() {
            return ledger.with(store -> token > 0 ? one(store.accounts()) : all(store.accounts()));
        }

        private int one(Accounts accounts) {
            if (!accounts.revokeToken(id, token, LedgerFile.by())) {
                return ledger.failed(id + " has no valid token " + token);
            }
            ledger.out().println("revoked token " + token + " of " + id);
            return CommandLine.ExitCode.OK;
        }

        private int all(Accounts accounts) {
            if (!accounts.knows(id)) {
                return ledger.failed("there is no agent " + id);
            }
            int revoked = accounts.revokeTokens(id, LedgerFile.by());
            ledger.out().println("revoked " + revoked + " of the tokens of " + id + "; it cannot log in any more");
            return CommandLine.ExitCode.OK;
        }
    }

    @Command(
            name = "unbind",
            mixinStandardHelpOptions = true,
            description = "Lets another instance have an id that came with the shared token.")
    static final class Unbind implements Callable<Integer> {
        @Mixin
        private final LedgerFile ledger = new LedgerFile();

        @Parameters(paramLabel = "ID", converter = AgentIdConverter.class)
        private AgentId id = new AgentId("unset");

        @Override
        public Integer call() {
            return ledger.with(store -> {
                if (!store.accounts().unbind(id, LedgerFile.by())) {
                    return ledger.failed(id + " is not bound to an instance");
                }
                ledger.out().println(id + " belongs to the next instance that logs in");
                return CommandLine.ExitCode.OK;
            });
        }
    }
}
