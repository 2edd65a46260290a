package io.pypnm.remote.agent.journal;

import io.pypnm.remote.agent.journal.JournalEntry.Stage;
import io.pypnm.remote.agent.journal.JournalIndex.Slot;
import io.pypnm.remote.agent.journal.JournalRecord.Delivered;
import io.pypnm.remote.agent.journal.JournalRecord.Finished;
import io.pypnm.remote.agent.journal.JournalRecord.Received;
import io.pypnm.remote.agent.journal.JournalRecord.Started;
import io.pypnm.remote.agent.journal.JournalRecord.Stored;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.ContentDraft;
import io.pypnm.remote.agent.operation.Holdings;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.outcome.FailureCode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// The agent's memory of commands across crashes.
///
/// ```
///             started            finished            received            delivered
/// (unknown) ----------> STARTED ----------> FINISHED ---------> RECEIVED ----------> id remembered (set, act)
///     |                                        ^                                     forgotten (read)
///     +----- finished: never started ----------+
/// ```
/// A `read` that brought a content is forgotten as soon as it is received.
///
/// What a `set` or `act` appends as started or finished is on disk when the call returns; the rest need not be, since a
/// `read` may run again and a lost receipt only makes the outcome travel twice. One sync serves all who wait for one.
/// Nothing is dropped for want of room: [#hasRoom] says when to take no new work.
///
/// Safe for use by many threads; waiting ignores interrupts. An append that fails has left no trace. After a failed
/// sync nobody knows what is on disk, so everything fails from then on.
public final class Journal implements AutoCloseable {
    private static final System.Logger log = System.getLogger(Journal.class.getName());
    private static final String FILE = "journal";

    private final Spool spool;
    private final JournalConfig config;
    private final InstantSource clock;
    private final InstanceId instance;
    private final JournalWriter writer;
    /// Bytes set aside for contents on their way into the spool.
    private final AtomicLong beingRead = new AtomicLong();

    private Journal(Spool spool, JournalConfig config, InstantSource clock, InstanceId instance, JournalWriter writer) {
        this.spool = spool;
        this.config = config;
        this.clock = clock;
        this.instance = instance;
        this.writer = writer;
    }

    /// Opens the journal of `directory`, or makes one and with it a new [#instance]. The caller keeps others out.
    ///
    /// @throws JournalDamagedException if what was once synced cannot be read
    public static Journal open(Path directory, JournalConfig config, InstantSource clock) throws IOException {
        Disk.createPrivateDirectory(directory);
        Path path = directory.resolve(FILE);
        if (!Files.exists(path)) {
            create(path);
        }
        JournalIndex index = new JournalIndex();
        JournalScan.Result scan = JournalScan.read(path, index::apply);
        if (scan.torn() > 0) {
            log.log(Level.WARNING, "{0}: cut off {1} bytes of a record that was being written", path, scan.torn());
        }
        Spool spool = Spool.open(directory.resolve("spool"));
        Set<CommandId> spooled = index.spooled();
        spool.retain(spooled);
        JournalFile file = JournalFile.open(path, scan.end());
        Compaction compaction = new Compaction(path, scan.instance(), config.compactAbove());
        JournalWriter writer = new JournalWriter(file, index, spool, compaction, config, clock);
        Journal journal = new Journal(spool, config, clock, scan.instance(), writer);
        for (CommandId id : spooled) {
            journal.outcome(id);
        }
        writer.start();
        return journal;
    }

    private static void create(Path path) throws IOException {
        Path fresh = path.resolveSibling(FILE + ".new");
        try (JournalFile file = JournalFile.create(fresh, new InstanceId(UUID.randomUUID()))) {
            file.sync();
        }
        Disk.replace(fresh, path);
    }

    /// Made with the journal and lost with it.
    public InstanceId instance() {
        return instance;
    }

    /// What is known of a command whose end the gateway has not acknowledged.
    public Optional<JournalEntry> find(CommandId id) {
        return writer.query(index -> index.find(id).map(Slot::entry));
    }

    /// Whether the id is that of a `set` or `act` which was answered for good, as far back as the retention goes.
    public boolean wasDelivered(CommandId id) {
        return writer.query(index -> index.wasDelivered(id));
    }

    /// What was started and has no outcome: after [#open], what the agent was doing when it died.
    public List<JournalEntry> interrupted() {
        return entriesAt(Stage.STARTED);
    }

    /// What has an outcome and no receipt for it, oldest first.
    public List<JournalEntry> unreceived() {
        return entriesAt(Stage.FINISHED);
    }

    /// Whether new work may be taken. The outcomes of what was taken before always find room, so the bound can be
    /// passed
    /// by one outcome for each command in hand.
    public boolean hasRoom() {
        return writer.hasRoom();
    }

    /// Whether appends can succeed. Once false it stays so.
    public boolean isUsable() {
        return writer.isUsable();
    }

    /// To be called before a `set` or `act` touches its device; returns when that is on disk.
    public void started(CommandId id, Effect effect, int attempt, String replyTo) throws IOException {
        writer.append(new Started(id, effect, attempt, replyTo, clock.millis()), true);
    }

    /// Where the outcome of a command is to be encoded to, for [#finished(OutcomeDraft, Effect, String)].
    public OutcomeDraft draft(CommandId id) {
        return spool.draft(id, config.inlineBytes());
    }

    /// Where a content of a command is to be read to, for [#finished(OutcomeDraft, Effect, String, Content)].
    ///
    /// @param bytes    what is set aside for it
    /// @param holdings get what gives that back; to be closed once the outcome is kept or given up
    /// @throws CommandFailedException `NO_ROOM` if there is not so much
    public ContentDraft content(CommandId id, long bytes, Holdings holdings)
            throws CommandFailedException, IOException {
        long others = writer.query(JournalIndex::contentBytes);
        if (beingRead.addAndGet(bytes) + others > config.maxContentBytes()) {
            beingRead.addAndGet(-bytes);
            throw new CommandFailedException(
                    FailureCode.NO_ROOM,
                    "the content has " + bytes + " bytes; with those that wait for the gateway the agent keeps at most "
                            + config.maxContentBytes() + " (journal.max_contents)");
        }
        holdings.add(() -> beingRead.addAndGet(-bytes));
        return spool.content(id);
    }

    /// Forgets a content whose outcome could not be kept.
    public void dropContent(CommandId id) throws IOException {
        spool.removeContent(id);
    }

    /// What an outcome names of its command's content.
    ///
    /// @param sha256 lower-case hexadecimal
    public record Content(long bytes, String sha256) {}

    /// As [#finished(OutcomeDraft, Effect, String)], for an outcome that names a sealed content of its command: both
    /// are on disk on return.
    public void finished(OutcomeDraft outcome, Effect effect, String replyTo, Content content) throws IOException {
        byte[] small = outcome.small().orElseThrow(() -> new IOException("the outcome of a content must be small"));
        var stored = new Stored.HereWithContent(small, content.bytes(), content.sha256());
        writer.append(new Finished(outcome.id(), effect, replyTo, clock.millis(), stored), true);
    }

    /// Keeps an encoded outcome, of which the draft is closed; one of a `set` or `act`, and one that has a file of its
    /// own, is on disk on return.
    public void finished(OutcomeDraft outcome, Effect effect, String replyTo) throws IOException {
        Stored stored = outcome.stored();
        boolean spooled = stored instanceof Stored.InSpool;
        var record = new Finished(outcome.id(), effect, replyTo, clock.millis(), stored);
        writer.append(record, spooled || !effect.mayRunAgain());
    }

    /// As [#finished(OutcomeDraft, Effect, String)], for an outcome that is in memory.
    public void finished(CommandId id, Effect effect, String replyTo, byte[] outcome) throws IOException {
        OutcomeDraft draft = draft(id);
        try (draft) {
            draft.write(outcome);
        }
        finished(draft, effect, replyTo);
    }

    /// The gateway has the outcome. Does not wait; of a failure it only logs.
    ///
    /// @return whether that is the end of it: a `read` that brought a content is forgotten then and there
    public boolean received(CommandId id) {
        boolean last = writer.query(
                index -> index.find(id).filter(Slot::endsWithReceipt).isPresent());
        writer.appendLater(new Received(id));
        return last;
    }

    /// The gateway has the acknowledgement. Does not wait; of a failure it only logs.
    public void delivered(CommandId id) {
        writer.appendLater(new Delivered(id, clock.millis()));
    }

    /// The outcome of an entry that has one, read from disk and checked.
    ///
    /// @throws JournalDamagedException if it is not what was written
    public OutcomeBody outcome(CommandId id) throws IOException {
        if (writer.read(id) instanceof Finished finished) {
            return switch (finished.outcome()) {
                case Stored.Here(byte[] bytes) -> new OutcomeBody.Inline(bytes);
                case Stored.InSpool stored -> spool.find(id, stored);
                case Stored.HereWithContent stored -> spool.find(id, stored);
            };
        }
        throw new IllegalArgumentException("no outcome is kept for " + id);
    }

    /// Syncs and closes the file once everything appended before is in it.
    @Override
    public void close() {
        writer.close();
    }

    private List<JournalEntry> entriesAt(Stage stage) {
        return writer.query(index -> index.open().stream()
                .map(Slot::entry)
                .filter(entry -> entry.stage() == stage)
                .toList());
    }
}
