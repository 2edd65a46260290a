package io.pypnm.remote.gateway.access;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.gateway.store.Accounts;
import io.pypnm.remote.gateway.store.Accounts.TokenAdded;
import java.security.SecureRandom;
import java.util.List;
import java.util.regex.Pattern;

/// Makes tokens for agents and keys for API callers: 256 random bits each, shown once and kept as SHA-256.
///
/// An agent's token is rotated by issuing a second one, changing the agent to it, and revoking the first. A third is
/// refused, since to revoke one unasked might cut off an agent that still uses it.
public final class Issuer {
    /// What every token of an agent begins with.
    public static final String TOKEN_PREFIX = "pnma_";
    /// What every API key begins with.
    public static final String KEY_PREFIX = "pnmk_";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /// What became of the wish for a token or key.
    public sealed interface Issue {
        /// A token of an agent, valid from now on.
        ///
        /// @param number 1 for the agent's first
        record Token(Secret secret, int number) implements Issue {}

        /// A key of an API caller, valid from now on.
        record Key(Secret secret) implements Issue {}

        /// The agent has two valid tokens; one must be revoked first.
        ///
        /// @param numbers of those, the older first
        record TooMany(List<Integer> numbers) implements Issue {
            public TooMany {
                numbers = List.copyOf(numbers);
            }
        }

        /// A valid key has that name.
        record NameTaken() implements Issue {}
    }

    private final Accounts accounts;
    private final SecureRandom random;

    public Issuer(Accounts accounts, SecureRandom random) {
        this.accounts = accounts;
        this.random = random;
    }

    /// Issues a token to an agent.
    ///
    /// @param by who asked for it, for the audit
    public Issue token(AgentId agent, String by) {
        Secret token = Credentials.make(TOKEN_PREFIX, random);
        return switch (accounts.addToken(agent, Credentials.hash(token), by)) {
            case TokenAdded.Added(int number) -> new Issue.Token(token, number);
            case TokenAdded.TooMany(List<Integer> numbers) -> new Issue.TooMany(numbers);
        };
    }

    /// Issues a key to an API caller.
    ///
    /// @param name 1 to 64 letters, digits, dots, hyphens and underscores; the first a letter or digit
    /// @param by   who asked for it, for the audit
    /// @throws IllegalArgumentException if the name is anything else
    public Issue key(String name, Role role, String by) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name must be 1 to 64 letters, digits, dots, hyphens and underscores, the first a letter or digit");
        }
        Secret key = Credentials.make(KEY_PREFIX, random);
        boolean added = accounts.addKey(name, role.wireName(), Credentials.hash(key), by);
        return added ? new Issue.Key(key) : new Issue.NameTaken();
    }
}
