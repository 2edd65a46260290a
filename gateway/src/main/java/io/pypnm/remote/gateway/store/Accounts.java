package io.pypnm.remote.gateway.store;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.gateway.store.OperationQueue.WhenFull;
import io.pypnm.remote.gateway.store.Sqlite.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Accounts of agents and API callers. Knows secrets only by their SHA-256. Each change is on disk, with its audit
/// line, when its method returns; `by` is who made it. What the secrets and roles mean is `gateway.access`'s matter.
public final class Accounts {
    /// Tokens of one agent that are valid at once: the one in use and the one it is to change to.
    public static final int MAX_TOKENS = 2;

    /// A token of an agent.
    ///
    /// @param number 1 for the agent's first
    /// @param hash   SHA-256; not copied, so not to be changed
    @SuppressWarnings("ArrayRecordComponent") // compared in constant time only
    public record Token(AgentId agent, int number, byte[] hash, Instant createdAt, boolean revoked) {}

    /// What became of a new token.
    public sealed interface TokenAdded {
        record Added(int number) implements TokenAdded {}

        /// The agent has [#MAX_TOKENS] valid ones; one must be revoked first.
        ///
        /// @param numbers of those, the oldest first
        record TooMany(List<Integer> numbers) implements TokenAdded {
            public TooMany {
                numbers = List.copyOf(numbers);
            }
        }
    }

    /// The instance that an id without a token of its own belongs to.
    public record Binding(AgentId agent, InstanceId instance, Instant boundAt) {}

    /// An API key.
    ///
    /// @param role as `gateway.access` spells it
    /// @param hash SHA-256; not copied, so not to be changed
    @SuppressWarnings("ArrayRecordComponent") // compared in constant time only
    public record ApiKey(String name, String role, byte[] hash, Instant createdAt, boolean revoked) {}

    private static final String AGENTS = """
            SELECT agent FROM agent_tokens UNION SELECT agent FROM agent_bindings UNION SELECT agent FROM sessions
            ORDER BY agent""";
    private static final String KNOWS = """
            SELECT EXISTS (SELECT 1 FROM agent_tokens WHERE agent = ?)
                OR EXISTS (SELECT 1 FROM agent_bindings WHERE agent = ?)
                OR EXISTS (SELECT 1 FROM sessions WHERE agent = ?)""";
    private static final String TOKENS = "SELECT agent, number, hash, created_at, revoked_at FROM agent_tokens";
    private static final String BLOCK = """
            INSERT INTO agent_tokens (agent, number, hash, created_at, revoked_at) VALUES (?, 1, randomblob(32), ?, ?)""";
    private static final String BINDINGS = "SELECT agent, instance, bound_at FROM agent_bindings";
    private static final String KEYS = "SELECT name, role, hash, created_at, revoked_at FROM api_keys";
    private static final String BIND =
            "INSERT INTO agent_bindings (agent, instance, bound_at) VALUES (?, ?, ?) ON CONFLICT (agent) DO NOTHING";
    /// A revoked key's name can be given again; its secret cannot, being random.
    private static final String ADD_KEY = """
            INSERT INTO api_keys (name, role, hash, created_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET role = excluded.role, hash = excluded.hash,
                                             created_at = excluded.created_at, revoked_at = NULL
            WHERE revoked_at IS NOT NULL""";

    private final GroupCommit commits;
    private final ReaderPool readers;
    private final InstantSource clock;

    Accounts(GroupCommit commits, ReaderPool readers, InstantSource clock) {
        this.commits = commits;
        this.readers = readers;
        this.clock = clock;
    }

    /// A number that grows with each change of any account, by this or another process.
    public long generation() {
        return readers.read(sqlite -> sqlite.number("SELECT value FROM accounts_generation"));
    }

    public TokenAdded addToken(AgentId agent, byte[] hash, String by) {
        return commits.run(WhenFull.WAIT, sqlite -> {
            List<Token> tokens = tokens(sqlite, agent);
            List<Integer> valid = tokens.stream()
                    .filter(token -> !token.revoked())
                    .map(Token::number)
                    .toList();
            if (valid.size() >= MAX_TOKENS) {
                return new TokenAdded.TooMany(valid);
            }
            int number = tokens.size() + 1;
            sqlite.update(
                    "INSERT INTO agent_tokens (agent, number, hash, created_at) VALUES (?, ?, ?, ?)",
                    agent,
                    number,
                    hash,
                    clock.instant());
            changed(sqlite, by, "agent token added", agent + ", token " + number);
            return new TokenAdded.Added(number);
        });
    }

    /// Every token the agent ever had, revoked ones too, the oldest first.
    public List<Token> tokens(AgentId agent) {
        return readers.read(sqlite -> tokens(sqlite, agent));
    }

    /// Whether there is such an agent: one that ever had a token of its own, or ever came with the shared one.
    public boolean knows(AgentId agent) {
        return readers.read(sqlite -> sqlite.number(KNOWS, agent, agent, agent)) == 1;
    }

    /// All agents there are, by id.
    public List<AgentId> agents() {
        return readers.read(sqlite -> sqlite.list(AGENTS, row -> new AgentId(row.text())));
    }

    /// Revokes one token of the agent.
    ///
    /// @return whether the agent had that token, and it was valid
    public boolean revokeToken(AgentId agent, int number, String by) {
        return commits.run(WhenFull.WAIT, sqlite -> revokeToken(sqlite, agent, number, by));
    }

    /// Revokes every token of the agent. One that never had any is given a revoked one, so that the shared token lets
    /// it in no more.
    ///
    /// @return how many were valid
    public int revokeTokens(AgentId agent, String by) {
        return commits.run(WhenFull.WAIT, sqlite -> {
            List<Token> tokens = tokens(sqlite, agent);
            if (tokens.isEmpty()) {
                sqlite.update(BLOCK, agent, clock.instant(), clock.instant());
                changed(sqlite, by, "agent blocked", agent.value());
            }
            int revoked = 0;
            for (Token token : tokens) {
                revoked += revokeToken(sqlite, agent, token.number(), by) ? 1 : 0;
            }
            return revoked;
        });
    }

    private boolean revokeToken(Sqlite sqlite, AgentId agent, int number, String by) throws SQLException {
        int revoked = sqlite.update(
                "UPDATE agent_tokens SET revoked_at = ? WHERE agent = ? AND number = ? AND revoked_at IS NULL",
                clock.instant(),
                agent,
                number);
        if (revoked == 1) {
            changed(sqlite, by, "agent token revoked", agent + ", token " + number);
        }
        return revoked == 1;
    }

    /// Binds the agent's id to an instance, unless it is bound already.
    ///
    /// @return the instance it is bound to now
    public InstanceId bind(AgentId agent, InstanceId instance) {
        return commits.run(WhenFull.WAIT, sqlite -> {
            if (sqlite.update(BIND, agent, instance, clock.instant()) == 1) {
                changed(sqlite, "agent " + agent, "agent bound", "instance " + instance);
            }
            return binding(sqlite, agent).orElseThrow().instance();
        });
    }

    public Optional<Binding> binding(AgentId agent) {
        return readers.read(sqlite -> binding(sqlite, agent));
    }

    /// Lets the next instance have the agent's id.
    ///
    /// @return whether it was bound
    public boolean unbind(AgentId agent, String by) {
        return commits.run(WhenFull.WAIT, sqlite -> {
            boolean bound = sqlite.update("DELETE FROM agent_bindings WHERE agent = ?", agent) == 1;
            if (bound) {
                changed(sqlite, by, "agent unbound", agent.value());
            }
            return bound;
        });
    }

    /// Adds a key.
    ///
    /// @return false if a valid key has that name
    public boolean addKey(String name, String role, byte[] hash, String by) {
        return commits.run(WhenFull.WAIT, sqlite -> {
            boolean added = sqlite.update(ADD_KEY, name, role, hash, clock.instant()) == 1;
            if (added) {
                changed(sqlite, by, "API key added", name + ", role " + role);
            }
            return added;
        });
    }

    /// The key with that hash, unless it was revoked.
    public Optional<ApiKey> key(byte[] hash) {
        return readers.read(
                sqlite -> sqlite.first(KEYS + " WHERE hash = ? AND revoked_at IS NULL", Accounts::key, hash));
    }

    /// Every key, revoked ones too, by name.
    public List<ApiKey> keys() {
        return readers.read(sqlite -> sqlite.list(KEYS + " ORDER BY name", Accounts::key));
    }

    /// Revokes the key of that name.
    ///
    /// @return whether there was a valid one
    public boolean revokeKey(String name, String by) {
        return commits.run(WhenFull.WAIT, sqlite -> {
            boolean revoked = sqlite.update(
                            "UPDATE api_keys SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL",
                            clock.instant(),
                            name)
                    == 1;
            if (revoked) {
                changed(sqlite, by, "API key revoked", name);
            }
            return revoked;
        });
    }

    private void changed(Sqlite sqlite, String by, String what, String detail) throws SQLException {
        sqlite.update("UPDATE accounts_generation SET value = value + 1");
        Audit.insert(sqlite, clock.instant(), by, what, detail);
    }

    private static List<Token> tokens(Sqlite sqlite, AgentId agent) throws SQLException {
        return sqlite.list(TOKENS + " WHERE agent = ? ORDER BY number", Accounts::token, agent);
    }

    private static Token token(Row row) throws SQLException {
        return new Token(new AgentId(row.text()), (int) row.number(), row.bytes(), row.instant(), !row.nextIsAbsent());
    }

    private static Optional<Binding> binding(Sqlite sqlite, AgentId agent) throws SQLException {
        return sqlite.first(BINDINGS + " WHERE agent = ?", Accounts::binding, agent);
    }

    private static Binding binding(Row row) throws SQLException {
        return new Binding(new AgentId(row.text()), row.instance(), row.instant());
    }

    private static ApiKey key(Row row) throws SQLException {
        return new ApiKey(row.text(), row.text(), row.bytes(), row.instant(), !row.nextIsAbsent());
    }
}
