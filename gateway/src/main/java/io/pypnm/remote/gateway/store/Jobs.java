package io.pypnm.remote.gateway.store;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.gateway.pnm.archive.JobHead;
import io.pypnm.remote.gateway.pnm.archive.JobItem;
import io.pypnm.remote.gateway.store.OperationQueue.WhenFull;
import io.pypnm.remote.gateway.store.Sqlite.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Jobs and their items. A change is on disk when its method returns.
public final class Jobs {
    private static final String INSERT =
            "INSERT INTO jobs (id, caller, at, max_per_cmts, max_errors, state) VALUES (?, ?, ?, ?, ?, ?)";
    private static final String INSERT_ITEM =
            "INSERT INTO job_items (job, number, mac, type, state) VALUES (?, ?, ?, ?, 'WAITING')";
    private static final String HEAD = "SELECT id, caller, at, max_per_cmts, max_errors, state FROM jobs ";
    private static final String ITEMS =
            "SELECT number, mac, type, state, command, code, detail, change FROM job_items WHERE job = ?";
    private static final String NEXT_CHANGE =
            "change = (SELECT coalesce(max(b.change), 0) + 1 FROM job_items b WHERE b.job = job_items.job)";
    private static final String CHANGE = "UPDATE job_items SET state = ?, command = ?, code = ?, detail = ?, "
            + NEXT_CHANGE + " WHERE job = ? AND number = ?";

    private final GroupCommit commits;
    private final ReaderPool readers;

    Jobs(GroupCommit commits, ReaderPool readers) {
        this.commits = commits;
        this.readers = readers;
    }

    /// Keeps a new job and its items, which have not begun.
    ///
    /// @param maxOpen jobs that may be open at once
    /// @return whether it was kept: it is not if so many are open
    public boolean add(JobHead job, List<JobItem> items, int maxOpen) {
        return commits.run(WhenFull.REFUSE, sqlite -> {
            if (sqlite.number("SELECT count(*) FROM jobs WHERE state IN ('RUNNING', 'CANCELLING')") >= maxOpen) {
                return false;
            }
            sqlite.update(
                    INSERT,
                    job.id(),
                    job.caller(),
                    job.at(),
                    job.maxPerCmts(),
                    job.maxErrors(),
                    job.state().name());
            for (JobItem item : items) {
                sqlite.update(
                        INSERT_ITEM,
                        job.id(),
                        item.number(),
                        item.mac().toString(),
                        item.type().wireName());
            }
            return true;
        });
    }

    public Optional<JobHead> find(CommandId job) {
        return readers.read(sqlite -> sqlite.first(HEAD + "WHERE id = ?", Jobs::head, job));
    }

    /// Jobs that have not ended, oldest first.
    public List<JobHead> open() {
        return readers.read(
                sqlite -> sqlite.list(HEAD + "WHERE state IN ('RUNNING', 'CANCELLING') ORDER BY id", Jobs::head));
    }

    /// Items by their places.
    public List<JobItem> items(CommandId job, int from, int max) {
        return readers.read(
                sqlite -> sqlite.list(ITEMS + " AND number >= ? ORDER BY number LIMIT ?", Jobs::item, job, from, max));
    }

    /// Items that changed after that change, in the order of their changes.
    public List<JobItem> changes(CommandId job, long after, int max) {
        return readers.read(
                sqlite -> sqlite.list(ITEMS + " AND change > ? ORDER BY change LIMIT ?", Jobs::item, job, after, max));
    }

    /// How many items are in which state; every state is there.
    public Map<JobItem.State, Long> counts(CommandId job) {
        record Count(JobItem.State state, long items) {}

        Map<JobItem.State, Long> counts = new EnumMap<>(JobItem.State.class);
        for (JobItem.State state : JobItem.State.values()) {
            counts.put(state, 0L);
        }
        readers.read(sqlite -> sqlite.list(
                        "SELECT state, count(*) FROM job_items WHERE job = ? GROUP BY state",
                        row -> new Count(JobItem.State.valueOf(row.text()), row.number()),
                        job))
                .forEach(count -> counts.put(count.state(), count.items()));
        return counts;
    }

    /// Notes where an item stands; only its state, command, code and detail count.
    public void change(CommandId job, JobItem item) {
        commits.run(
                WhenFull.WAIT,
                sqlite -> sqlite.update(
                        CHANGE, item.state().name(), item.command(), item.code(), item.detail(), job, item.number()));
    }

    /// Notes how far a job has come, unless it has ended.
    ///
    /// @return whether it was open
    public boolean advance(CommandId job, JobHead.State state) {
        return commits.run(
                        WhenFull.WAIT,
                        sqlite -> sqlite.update(
                                "UPDATE jobs SET state = ? WHERE id = ? AND state IN ('RUNNING', 'CANCELLING')",
                                state.name(),
                                job))
                == 1;
    }

    /// Forgets jobs that were begun before that and have ended, with their items.
    ///
    /// @return jobs forgotten, at most `max`
    public int prune(Instant olderThan, int max) {
        return commits.run(WhenFull.WAIT, sqlite -> {
            List<CommandId> old = sqlite.list(
                    "SELECT id FROM jobs WHERE state NOT IN ('RUNNING', 'CANCELLING') AND at < ? ORDER BY id LIMIT ?",
                    Row::commandId,
                    olderThan,
                    max);
            for (CommandId job : old) {
                sqlite.update("DELETE FROM job_items WHERE job = ?", job);
                sqlite.update("DELETE FROM jobs WHERE id = ?", job);
            }
            return old.size();
        });
    }

    private static JobHead head(Row row) throws SQLException {
        return new JobHead(
                row.commandId(),
                row.text(),
                row.instant(),
                (int) row.number(),
                (int) row.number(),
                JobHead.State.valueOf(row.text()));
    }

    private static JobItem item(Row row) throws SQLException {
        return new JobItem(
                (int) row.number(),
                MacAddress.parse(row.text()),
                Captures.type(row.text()),
                JobItem.State.valueOf(row.text()),
                row.text(),
                row.text(),
                row.text(),
                row.number());
    }
}
