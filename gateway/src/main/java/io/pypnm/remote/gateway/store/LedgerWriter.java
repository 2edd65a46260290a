package io.pypnm.remote.gateway.store;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.gateway.ledger.Acceptance;
import io.pypnm.remote.gateway.ledger.AgentSession;
import io.pypnm.remote.gateway.ledger.CancelResult;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.ledger.Delivery;
import io.pypnm.remote.gateway.ledger.Ending;
import io.pypnm.remote.gateway.ledger.NewCommand;
import io.pypnm.remote.gateway.ledger.NewCommand.Idempotency;
import io.pypnm.remote.gateway.ledger.OutcomeBody;
import io.pypnm.remote.gateway.ledger.Sender;
import io.pypnm.remote.gateway.ledger.Settlement;
import io.pypnm.remote.gateway.ledger.Standing;
import io.pypnm.remote.gateway.ledger.Standing.Verdict;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/// The ledger's changes, each within a transaction of the writer thread. All decisions are [Standing]'s.
final class LedgerWriter {
    /// How long an idempotency key stands for its command.
    static final Duration KEY_LIFE = Duration.ofHours(24);
    /// Later outcomes kept per command: enough to see a pattern, no way to fill the disk.
    static final int MAX_LATE_OUTCOMES = 4;

    private static final String INSERT = """
            INSERT INTO commands (id, agent, lane, kind, effect, target, body, carries_secret, accepted_at, start_by, run_for,
                                  caller, traceparent, retry_of, lease, note)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
    private static final String EARLIER = """
            SELECT i.command, i.body_sha256 FROM idempotency i JOIN commands c ON c.id = i.command
            WHERE i.caller = ? AND i.key = ? AND i.expires_at > ?""";
    private static final String REMEMBER_KEY = """
            INSERT OR REPLACE INTO idempotency (caller, key, body_sha256, command, expires_at) VALUES (?, ?, ?, ?, ?)""";
    private static final String NOTE_DELIVERY = """
            UPDATE commands SET state = 'delivered', attempts = attempts + 1, instance = ?, epoch = ?, journal = ?,
                                delivered_at = ?
            WHERE id = ? AND state <> 'ended'""";
    private static final String END =
            "UPDATE commands SET state = 'ended', ended_at = ?, outcome = ?, code = ? WHERE id = ? AND state <> 'ended'";
    private static final String INSERT_OUTCOME =
            "INSERT INTO outcomes (command, sha256, bytes, claimed, json) VALUES (?, ?, ?, ?, ?)";
    private static final String KEEP_LATE = """
            INSERT OR IGNORE INTO late_outcomes
                (command, sha256, agent, instance, epoch, outcome, code, bytes, claimed, json)
            SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
            WHERE (SELECT count(*) FROM late_outcomes WHERE command = ?) < ?""";
    private static final String OPEN_SESSION = """
            INSERT INTO sessions (agent, epoch, instance, journal, remote, opened_at) VALUES (?, 1, ?, ?, ?, ?)
            ON CONFLICT (agent) DO UPDATE SET epoch = epoch + 1, instance = excluded.instance, journal = excluded.journal,
                                              remote = excluded.remote, opened_at = excluded.opened_at, closed_at = NULL""";
    private static final String OLD = """
            SELECT id, outcome FROM commands NOT INDEXED
            WHERE id < ? AND state = 'ended' AND ended_at < ? ORDER BY id LIMIT ?""";
    private static final String FORGET_KEYS = """
            DELETE FROM idempotency WHERE (caller, key) IN
                (SELECT caller, key FROM idempotency WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)""";

    private final MessageCodec codec;
    private final InstantSource clock;

    LedgerWriter(MessageCodec codec, InstantSource clock) {
        this.codec = codec;
        this.clock = clock;
    }

    Acceptance accept(Sqlite sqlite, NewCommand command) throws SQLException {
        if (command.idempotency() instanceof Idempotency.Key key) {
            Optional<Acceptance> earlier = earlier(sqlite, key, command.acceptedAt());
            if (earlier.isPresent()) {
                return earlier.get();
            }
        }
        Optional<CommandId> holder =
                LedgerQueries.holder(sqlite, command.lease().key());
        if (holder.isPresent()) {
            return new Acceptance.Held(holder.get());
        }
        if (command.idempotency() instanceof Idempotency.Key key) {
            Instant expiresAt = command.acceptedAt().plus(KEY_LIFE);
            sqlite.update(REMEMBER_KEY, key.caller(), key.key(), key.requestSha256(), command.id(), expiresAt);
        }
        sqlite.update(
                INSERT,
                command.id(),
                command.agent(),
                command.lane().wireName(),
                command.kind(),
                command.effect().wireName(),
                command.target(),
                command.redactedCommand(),
                command.carriesSecret(),
                command.acceptedAt(),
                command.startBy(),
                command.runFor(),
                command.caller(),
                command.traceparent(),
                command.retryOf(),
                command.lease().key(),
                command.lease().note());
        sqlite.update("UPDATE totals SET accepted = accepted + 1, open = open + 1");
        return new Acceptance.New();
    }

    /// A key whose command was forgotten stands for nothing.
    static Optional<Acceptance> earlier(Sqlite sqlite, Idempotency.Key key, Instant now) throws SQLException {
        return sqlite.first(
                EARLIER,
                row -> {
                    CommandId id = row.commandId();
                    return row.text().equals(key.requestSha256())
                            ? new Acceptance.Repeated(id)
                            : new Acceptance.Mismatch(id);
                },
                key.caller(),
                key.key(),
                now);
    }

    int markQueued(Sqlite sqlite, CommandId id) throws SQLException {
        return sqlite.update("UPDATE commands SET state = 'queued' WHERE id = ? AND state = 'accepted'", id);
    }

    Delivery deliver(Sqlite sqlite, CommandId id, AgentSession session) throws SQLException {
        Optional<Standing> standing = LedgerQueries.standing(sqlite, id);
        if (standing.isEmpty()) {
            return new Delivery.Missing();
        }
        return switch (standing.get().metBy(session, LedgerQueries.currentEpoch(sqlite, session.agent()))) {
            case Verdict.Answer(Delivery.Go go) -> {
                markDelivered(sqlite, id, session);
                yield go;
            }
            case Verdict.Answer(Delivery answer) -> answer;
            case Verdict.End(Outcome outcome, Delivery delivery) -> {
                end(sqlite, Ending.byGateway(codec, id, outcome));
                yield delivery;
            }
        };
    }

    int markDelivered(Sqlite sqlite, CommandId id, AgentSession session) throws SQLException {
        return sqlite.update(
                NOTE_DELIVERY, session.instance(), session.epoch(), session.journal(), clock.instant(), id);
    }

    Settlement settle(Sqlite sqlite, Ending ending) throws SQLException {
        Optional<Standing> standing = LedgerQueries.standing(sqlite, ending.id());
        if (standing.isEmpty()) {
            return Settlement.MISSING;
        }
        Settlement settlement = standing.get().settledBy(ending);
        switch (settlement) {
            case FIRST -> end(sqlite, ending);
            case LATE -> keepLate(sqlite, ending);
            case NOT_YOURS -> auditStranger(sqlite, ending);
            case REPEATED, DELIVERED, MISSING -> {}
        }
        return settlement;
    }

    private void end(Sqlite sqlite, Ending ending) throws SQLException {
        CommandId id = ending.id();
        String kind = ending.kind().wireName();
        if (sqlite.update(END, clock.instant(), kind, ending.code(), id) != 1) {
            throw new IllegalStateException("command " + id + " was judged open and is not");
        }
        Stored stored = Stored.of(ending.body());
        sqlite.update(INSERT_OUTCOME, id, ending.body().sha256(), stored.bytes(), stored.claimed(), stored.json());
        sqlite.update("UPDATE totals SET open = open - 1, %1$s = %1$s + 1".formatted(kind));
    }

    private static void keepLate(Sqlite sqlite, Ending ending) throws SQLException {
        if (ending.sender() instanceof Sender.Agent(AgentId agent, InstanceId instance, long epoch)) {
            Stored stored = Stored.of(ending.body());
            sqlite.update(
                    KEEP_LATE,
                    ending.id(),
                    ending.body().sha256(),
                    agent,
                    instance,
                    epoch,
                    ending.kind().wireName(),
                    ending.code(),
                    stored.bytes(),
                    stored.claimed(),
                    stored.json(),
                    ending.id(),
                    MAX_LATE_OUTCOMES);
        }
    }

    /// An outcome's body as columns.
    @SuppressWarnings("ArrayRecordComponent") // on its way to a column
    private record Stored(long bytes, boolean claimed, byte[] json) {
        static Stored of(OutcomeBody.Given body) {
            return switch (body) {
                case OutcomeBody.Inline inline -> new Stored(inline.json().length, false, inline.json());
                case OutcomeBody.Claimed claimed -> new Stored(claimed.bytes(), true, new byte[0]);
            };
        }
    }

    private void auditStranger(Sqlite sqlite, Ending ending) throws SQLException {
        if (ending.sender() instanceof Sender.Agent(AgentId agent, InstanceId instance, long epoch)) {
            String detail = "command " + ending.id() + ", instance " + instance + ", session " + epoch;
            Audit.insert(sqlite, clock.instant(), "agent " + agent, "outcome of another's command refused", detail);
        }
    }

    CancelResult cancel(Sqlite sqlite, CommandId id) throws SQLException {
        sqlite.update("UPDATE commands SET cancel_requested = 1 WHERE id = ? AND state <> 'ended'", id);
        Optional<CommandRow> found = LedgerQueries.find(sqlite, id);
        if (found.isEmpty()) {
            return new CancelResult.Missing();
        }
        CommandRow command = found.get();
        return switch (command.state()) {
            case CommandRow.State.Ended _ -> new CancelResult.Ended(command);
            case CommandRow.State.Accepted _, CommandRow.State.Queued _, CommandRow.State.Delivered _ ->
                new CancelResult.Requested(command);
        };
    }

    /// Begins a session and answers its epoch.
    long openSession(Sqlite sqlite, AgentId agent, InstanceId instance, boolean journal, String remote)
            throws SQLException {
        sqlite.update(OPEN_SESSION, agent, instance, journal, remote, clock.instant());
        return LedgerQueries.currentEpoch(sqlite, agent);
    }

    int closeSession(Sqlite sqlite, AgentId agent, long epoch, Instant at) throws SQLException {
        return sqlite.update("UPDATE sessions SET closed_at = ? WHERE agent = ? AND epoch = ?", at, agent, epoch);
    }

    /// Forgets old commands and answers how many.
    int prune(Sqlite sqlite, Instant olderThan, int max) throws SQLException {
        record Old(CommandId id, String kind) {}

        byte[] firstIdKept = Sqlite.bytes(new UUID(olderThan.toEpochMilli() << 16, 0));
        var old = sqlite.list(OLD, row -> new Old(row.commandId(), row.text()), firstIdKept, olderThan, max);
        for (Old command : old) {
            sqlite.update("DELETE FROM commands WHERE id = ?", command.id());
            sqlite.update("DELETE FROM outcomes WHERE command = ?", command.id());
            sqlite.update("DELETE FROM late_outcomes WHERE command = ?", command.id());
            sqlite.update("UPDATE pruned SET %1$s = %1$s + 1".formatted(command.kind()));
        }
        return old.size();
    }

    /// Forgets idempotency keys past their life and answers how many.
    int forgetKeys(Sqlite sqlite, int max) throws SQLException {
        return sqlite.update(FORGET_KEYS, clock.instant(), max);
    }
}
