package io.pypnm.remote.gateway.store;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.gateway.ledger.CommandFilter;
import io.pypnm.remote.gateway.ledger.CommandFilter.Phase;
import io.pypnm.remote.gateway.ledger.CommandPage;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.ledger.CommandRow.State;
import io.pypnm.remote.gateway.ledger.Ending;
import io.pypnm.remote.gateway.ledger.OutcomeBody;
import io.pypnm.remote.gateway.ledger.Sender;
import io.pypnm.remote.gateway.ledger.SessionRow;
import io.pypnm.remote.gateway.ledger.Standing;
import io.pypnm.remote.gateway.ledger.Standing.Holder;
import io.pypnm.remote.gateway.ledger.Totals;
import io.pypnm.remote.gateway.store.Sqlite.Bound;
import io.pypnm.remote.gateway.store.Sqlite.Part;
import io.pypnm.remote.gateway.store.Sqlite.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the ledger is asked, on any connection. Every list names the index it goes by, so that none grows with the
/// ledger: a query that cannot use its index fails when it is prepared.
final class LedgerQueries {
    private static final String COLUMNS = """
            SELECT c.id, c.agent, c.lane, c.kind, c.effect, c.target, c.body, c.carries_secret, c.accepted_at, c.start_by,
                   c.run_for, c.caller, c.traceparent, c.retry_of, c.attempts, c.cancel_requested,
                   c.state, c.epoch, c.instance, c.journal, c.delivered_at, c.ended_at, c.outcome, c.code,
                   o.sha256, o.bytes, o.claimed""";
    private static final int DELIVERED_COLUMNS = 4;
    /// A command may have 256 KiB, and a page is held in memory.
    private static final long MAX_PAGE_BYTES = 8 * 1024 * 1024;

    private static final String FIND =
            COLUMNS + ", o.json FROM commands c LEFT JOIN outcomes o ON o.command = c.id WHERE c.id = ?";
    private static final String FROM_INDEX =
            " FROM commands c INDEXED BY %s LEFT JOIN outcomes o ON o.command = c.id WHERE ";
    private static final String UNQUEUED = COLUMNS + FROM_INDEX.formatted("commands_unqueued")
            + "c.state = 'accepted' AND c.id > ? ORDER BY c.id LIMIT ?";
    /// Without the commands' bodies: who ends a command does not need them.
    private static final String OVERDUE = COLUMNS.replace("c.body", "x''")
            + FROM_INDEX.formatted("commands_by_deadline")
            + "c.state <> 'ended' AND c.start_by + c.run_for < ? ORDER BY c.start_by + c.run_for LIMIT ?";
    /// Costs the same however many are open.
    private static final String AT_DEVICE_BEFORE = """
            SELECT id FROM (SELECT id, agent, target, state FROM commands INDEXED BY commands_open
                            WHERE state <> 'ended' AND id < ? ORDER BY id DESC LIMIT 1000)
            WHERE agent = ? AND target = ? AND state = 'delivered' LIMIT 1""";
    private static final String PENDING_CANCELS = """
            SELECT id FROM commands INDEXED BY commands_to_cancel
            WHERE agent = ? AND cancel_requested = 1 AND state <> 'ended' AND state = 'delivered' LIMIT 10000""";
    private static final String STANDING = """
            SELECT c.agent, c.effect, c.start_by, c.run_for, c.traceparent, c.attempts, c.cancel_requested,
                   c.instance, c.epoch, c.journal,
                   CASE WHEN c.state = 'ended' THEN coalesce(o.sha256, 'lost') ELSE '' END
            FROM commands c LEFT JOIN outcomes o ON o.command = c.id WHERE c.id = ?""";
    private static final String HOLDER = """
            SELECT id FROM commands INDEXED BY commands_by_lease WHERE lease = ? AND lease <> '' AND state <> 'ended'""";
    private static final String LATE = """
            SELECT command, agent, instance, epoch, outcome, code, sha256, bytes, claimed, json
            FROM late_outcomes WHERE command = ? ORDER BY rowid""";
    private static final String LAST_SESSION = """
            SELECT agent, epoch, instance, journal, remote, opened_at, closed_at FROM sessions WHERE agent = ?""";
    private static final String TOTALS = """
            SELECT accepted, open, completed, partial, failed, refused, expired, cancelled, unknown FROM totals""";
    private static final String RECOUNT = """
            SELECT (SELECT count(*) FROM commands)
                     + completed + partial + failed + refused + expired + cancelled + unknown,
                   (SELECT count(*) FROM commands WHERE state <> 'ended'),
                   completed + (SELECT count(*) FROM commands WHERE state = 'ended' AND outcome = 'completed'),
                   partial + (SELECT count(*) FROM commands WHERE state = 'ended' AND outcome = 'partial'),
                   failed + (SELECT count(*) FROM commands WHERE state = 'ended' AND outcome = 'failed'),
                   refused + (SELECT count(*) FROM commands WHERE state = 'ended' AND outcome = 'refused'),
                   expired + (SELECT count(*) FROM commands WHERE state = 'ended' AND outcome = 'expired'),
                   cancelled + (SELECT count(*) FROM commands WHERE state = 'ended' AND outcome = 'cancelled'),
                   unknown + (SELECT count(*) FROM commands WHERE state = 'ended' AND outcome = 'unknown')
            FROM pruned""";

    private LedgerQueries() {}

    static Optional<CommandRow> find(Sqlite sqlite, CommandId id) throws SQLException {
        return sqlite.first(FIND, row -> command(row, true), id);
    }

    /// The open command that has the lease; none has the empty one.
    static Optional<CommandId> holder(Sqlite sqlite, String lease) throws SQLException {
        return lease.isEmpty() ? Optional.empty() : sqlite.first(HOLDER, Row::commandId, lease);
    }

    static String note(Sqlite sqlite, CommandId id) throws SQLException {
        return sqlite.first("SELECT note FROM commands WHERE id = ?", Row::text, id)
                .orElse("");
    }

    static List<CommandRow> unqueued(Sqlite sqlite, CommandId after, int max) throws SQLException {
        return sqlite.list(UNQUEUED, row -> command(row, false), after, max);
    }

    static List<CommandRow> overdue(Sqlite sqlite, Instant deadline, int max) throws SQLException {
        return sqlite.list(OVERDUE, row -> command(row, false), deadline, max);
    }

    static Optional<CommandId> atDeviceBefore(Sqlite sqlite, CommandRow command) throws SQLException {
        return sqlite.first(AT_DEVICE_BEFORE, Row::commandId, command.id(), command.agent(), command.target());
    }

    static List<CommandId> pendingCancels(Sqlite sqlite, AgentId agent) throws SQLException {
        return sqlite.list(PENDING_CANCELS, Row::commandId, agent);
    }

    static CommandPage list(Sqlite sqlite, CommandFilter filter) throws SQLException {
        List<Object> values = new ArrayList<>();
        StringBuilder sql = new StringBuilder(COLUMNS + FROM_INDEX.formatted(indexFor(filter)));
        switch (filter.phase()) {
            case Phase.Any() -> sql.append("1");
            case Phase.Open() -> sql.append("c.state <> 'ended'");
            case Phase.Ended(OutcomeKind kind) -> {
                // The second half says no more, but lets SQLite see that the partial index will do.
                sql.append("c.outcome = ?")
                        .append(kind == OutcomeKind.COMPLETED ? "" : " AND c.outcome <> 'completed'");
                values.add(kind.wireName());
            }
        }
        if (!filter.agent().isEmpty()) {
            sql.append(" AND c.agent = ?");
            values.add(filter.agent());
        }
        if (!filter.target().isEmpty()) {
            sql.append(" AND c.target = ?");
            values.add(filter.target());
        }
        if (!filter.before().isEmpty()) {
            sql.append(" AND c.id < ?");
            values.add(CommandId.parse(filter.before()));
        }
        values.add(filter.limit() + 1);
        var bound = new Bound<CommandRow>(filter.limit(), row -> row.redactedCommand().length, MAX_PAGE_BYTES);
        Part<CommandRow> page =
                sqlite.part(sql + " ORDER BY c.id DESC LIMIT ?", row -> command(row, false), bound, values.toArray());
        return new CommandPage(page.rows(), page.more());
    }

    /// The index with the fewest rows to look at.
    private static String indexFor(CommandFilter filter) {
        return switch (filter.phase()) {
            case Phase.Open() -> "commands_open";
            case Phase _ when !filter.target().isEmpty() -> "commands_by_target";
            case Phase.Ended(OutcomeKind kind) when kind != OutcomeKind.COMPLETED -> "commands_by_trouble";
            case Phase _ when !filter.agent().isEmpty() -> "commands_by_agent";
            case Phase _ -> "sqlite_autoindex_commands_1";
        };
    }

    static Optional<Standing> standing(Sqlite sqlite, CommandId id) throws SQLException {
        return sqlite.first(
                STANDING,
                row -> new Standing(
                        new AgentId(row.text()),
                        Effect.named(row.text()),
                        row.instant(),
                        row.duration(),
                        row.text(),
                        (int) row.number(),
                        row.flag(),
                        holder(row),
                        row.text()),
                id);
    }

    private static Holder holder(Row row) throws SQLException {
        if (row.nextIsAbsent()) {
            row.skip(3);
            return new Holder.Nobody();
        }
        return new Holder.Peer(row.instance(), row.number(), row.flag());
    }

    /// Number of the agent's latest session; 0 if it never had one.
    static long currentEpoch(Sqlite sqlite, AgentId agent) throws SQLException {
        return sqlite.number("SELECT epoch FROM sessions WHERE agent = ?", agent);
    }

    static Optional<SessionRow> lastSession(Sqlite sqlite, AgentId agent) throws SQLException {
        return sqlite.first(
                LAST_SESSION,
                row -> new SessionRow(
                        new AgentId(row.text()),
                        row.number(),
                        row.instance(),
                        row.flag(),
                        row.text(),
                        row.instant(),
                        row.nextIsAbsent() ? new SessionRow.End.NotSeen() : new SessionRow.End.Closed(row.instant())),
                agent);
    }

    static List<Ending> late(Sqlite sqlite, CommandId id) throws SQLException {
        return sqlite.list(
                LATE,
                row -> {
                    CommandId command = row.commandId();
                    return new Ending(
                            command,
                            new Sender.Agent(new AgentId(row.text()), row.instance(), row.number()),
                            outcomeKind(row.text()),
                            row.text(),
                            body(row, command));
                },
                id);
    }

    static Totals totals(Sqlite sqlite) throws SQLException {
        return sqlite.first(TOTALS, LedgerQueries::sum).orElseThrow();
    }

    /// Both in one statement, so of one moment.
    static boolean addsUp(Sqlite sqlite) throws SQLException {
        return sqlite.number("SELECT (" + TOTALS + ") = (" + RECOUNT + ")") == 1;
    }

    private static Totals sum(Row row) throws SQLException {
        long accepted = row.number();
        long open = row.number();
        Map<OutcomeKind, Long> ended = new EnumMap<>(OutcomeKind.class);
        for (OutcomeKind kind : OutcomeKind.values()) {
            ended.put(kind, row.number());
        }
        return new Totals(accepted, ended, open);
    }

    private static CommandRow command(Row row, boolean withBody) throws SQLException {
        CommandId id = row.commandId();
        return new CommandRow(
                id,
                new AgentId(row.text()),
                lane(row.text()),
                row.text(),
                Effect.named(row.text()),
                row.text(),
                row.bytes(),
                row.flag(),
                row.instant(),
                row.instant(),
                row.duration(),
                row.text(),
                row.text(),
                row.text(),
                (int) row.number(),
                row.flag(),
                state(row, id, withBody));
    }

    private static State state(Row row, CommandId id, boolean withBody) throws SQLException {
        String name = row.text();
        return switch (name) {
            case "accepted" -> new State.Accepted();
            case "queued" -> new State.Queued();
            case "delivered" -> new State.Delivered(row.number(), row.instance(), row.flag(), row.instant());
            case "ended" -> {
                row.skip(DELIVERED_COLUMNS);
                yield new State.Ended(
                        row.instant(),
                        outcomeKind(row.text()),
                        row.text(),
                        withBody ? body(row, id) : new OutcomeBody.Omitted(row.text(), row.number()));
            }
            default -> throw new IllegalArgumentException("state is " + name);
        };
    }

    private static OutcomeBody.Given body(Row row, CommandId id) throws SQLException {
        String sha256 = row.text();
        long bytes = row.number();
        if (row.flag()) {
            return new OutcomeBody.Claimed(sha256, bytes);
        }
        byte[] json = row.bytes();
        if (!Checksum.matches(json, sha256)) {
            throw new StoreException.CorruptRow("the outcome of command " + id + " does not match its checksum", null);
        }
        return new OutcomeBody.Inline(json, sha256);
    }

    private static Lane lane(String name) {
        return Lane.named(name).orElseThrow(() -> new IllegalArgumentException("lane is " + name));
    }

    private static OutcomeKind outcomeKind(String name) {
        return OutcomeKind.named(name).orElseThrow(() -> new IllegalArgumentException("outcome is " + name));
    }
}
