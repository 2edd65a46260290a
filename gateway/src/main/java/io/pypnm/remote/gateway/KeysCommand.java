package io.pypnm.remote.gateway;

import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.gateway.access.Issuer;
import io.pypnm.remote.gateway.access.Issuer.Issue;
import io.pypnm.remote.gateway.access.Role;
import io.pypnm.remote.gateway.store.Accounts.ApiKey;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// `keys`: who may use the API. Works on the ledger's file; a running gateway heeds it at once.
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Lets API callers in and shuts them out.",
        subcommands = {KeysCommand.Add.class, KeysCommand.ListAll.class, KeysCommand.Revoke.class})
final class KeysCommand implements Callable<Integer> {
    @Mixin
    private final LedgerFile ledger = new LedgerFile();

    @Override
    public Integer call() {
        return ListAll.print(ledger);
    }

    /// Reads a role by its wire name.
    static final class RoleConverter implements ITypeConverter<Role> {
        @Override
        public Role convert(String value) {
            return Role.named(value)
                    .orElseThrow(() -> new TypeConversionException("must be viewer, operator or admin, is " + value));
        }
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Makes a key and prints it, this once.")
    static final class Add implements Callable<Integer> {
        @Mixin
        private final LedgerFile ledger = new LedgerFile();

        @Parameters(paramLabel = "NAME", description = "What ledger and audit call the caller.")
        private String name = "";

        @Option(
                names = "--role",
                required = true,
                paramLabel = "ROLE",
                converter = RoleConverter.class,
                description = "viewer (looks), operator (sends commands) or admin (changes accounts)")
        private Role role = Role.VIEWER;

        @Option(names = "--quiet", description = "Print the key and nothing else.")
        private boolean quiet;

        @Override
        public Integer call() {
            return ledger.with(store -> {
                try {
                    return print(new Issuer(store.accounts(), new SecureRandom()).key(name, role, LedgerFile.by()));
                } catch (IllegalArgumentException e) {
                    ledger.err().println(e.getMessage());
                    return CommandLine.ExitCode.USAGE;
                }
            });
        }

        private int print(Issue issue) {
            return switch (issue) {
                case Issue.Key(Secret secret) -> {
                    ledger.out().println(secret.reveal());
                    if (!quiet) {
                        ledger.err().println("This is the key of " + name + ". It is not shown again.");
                    }
                    yield CommandLine.ExitCode.OK;
                }
                case Issue.NameTaken _ ->
                    ledger.failed("there is a valid key " + name + "; revoke it first: keys revoke " + name);
                case Issue.Token _, Issue.TooMany _ -> throw new IllegalStateException("a key was asked for");
            };
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the keys.")
    static final class ListAll implements Callable<Integer> {
        private static final String FORMAT = "%-32s  %-8s  %-24s  %s%n";

        @Mixin
        private final LedgerFile ledger = new LedgerFile();

        @Override
        public Integer call() {
            return print(ledger);
        }

        static int print(LedgerFile ledger) {
            return ledger.with(store -> {
                ledger.out().printf(FORMAT, "NAME", "ROLE", "CREATED", "STATE");
                for (ApiKey key : store.accounts().keys()) {
                    String state = key.revoked() ? "revoked" : "valid";
                    ledger.out().printf(FORMAT, key.name(), key.role(), key.createdAt(), state);
                }
                return CommandLine.ExitCode.OK;
            });
        }
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Revokes a key.")
    static final class Revoke implements Callable<Integer> {
        @Mixin
        private final LedgerFile ledger = new LedgerFile();

        @Parameters(paramLabel = "NAME")
        private String name = "";

        @Override
        public Integer call() {
            return ledger.with(store -> {
                if (!store.accounts().revokeKey(name, LedgerFile.by())) {
                    return ledger.failed("there is no valid key " + name);
                }
                ledger.out().println("revoked key " + name);
                return CommandLine.ExitCode.OK;
            });
        }
    }
}
