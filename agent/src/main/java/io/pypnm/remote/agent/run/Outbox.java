package io.pypnm.remote.agent.run;

import io.pypnm.remote.agent.journal.Journal;
import io.pypnm.remote.agent.journal.JournalEntry;
import io.pypnm.remote.agent.journal.OutcomeBody;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.fault.CrashPoint;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.wire.MessageCodec;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Outcomes on their way to the gateway, in the order they came. Each is handed to the link by [#next], and again after
/// every [#rewind] until the gateway [#received] it; it is forgotten once the acknowledgement is [#delivered].
///
/// Bodies stay on disk until they are sent; of those that no disk took, a bounded number of bytes is in memory. As many
/// as there are commands in hand, and in the journal. Safe for use by many threads.
public final class Outbox {
    private static final System.Logger log = System.getLogger(Outbox.class.getName());

    /// Of a heap of 192 MiB.
    private static final long MAX_UNKEPT_BYTES = 16 << 20;
    /// A reason in place of an outcome.
    private static final int SHORT_BYTES = 1 << 10;

    /// An outcome to be sent.
    public record Outgoing(CommandId id, String replyTo, OutcomeBody body) {}

    private enum State {
        READY,
        SENT,
        RECEIVED
    }

    /// @param unkept the outcome itself, if the journal does not have it
    private record Item(Effect effect, String replyTo, OutcomeBody.@Nullable Inline unkept, State state) {
        Item at(State next) {
            return new Item(effect, replyTo, unkept, next);
        }

        long unkeptBytes() {
            return unkept == null ? 0 : unkept.bytes().length;
        }

        /// Whether the journal has a record of the command.
        boolean isJournaled() {
            return unkept == null || !effect.mayRunAgain();
        }
    }

    private final Journal journal;
    private final MessageCodec codec;
    private final Map<CommandId, Item> items = new LinkedHashMap<>();
    private final Queue<CommandId> ready = new ArrayDeque<>();
    private int unreceived;
    private Runnable onReady = () -> {};

    /// An outbox with what an earlier run of the agent left in the journal.
    public Outbox(Journal journal, MessageCodec codec) {
        this.journal = journal;
        this.codec = codec;
        journal.unreceived().forEach(this::offer);
    }

    /// Has `listener` called whenever [#next] has something; it must not block.
    public synchronized void onReady(Runnable listener) {
        onReady = listener;
    }

    /// The next outcome to be sent, if there is one.
    public synchronized Optional<Outgoing> next() {
        for (CommandId id = ready.poll(); id != null; id = ready.poll()) {
            Item item = items.get(id);
            if (item != null && item.state() == State.READY) {
                items.put(id, item.at(State.SENT));
                return Optional.of(new Outgoing(id, item.replyTo(), body(id, item)));
            }
        }
        return Optional.empty();
    }

    /// Whether there is something to be sent.
    synchronized boolean isReady() {
        return !ready.isEmpty();
    }

    /// A new connection: what was sent without a receipt is to be sent again, before what came later. What was received
    /// is left to the journal, since the gateway may never ask for it again.
    public synchronized void rewind() {
        ready.clear();
        items.values().removeIf(item -> item.state() == State.RECEIVED);
        items.replaceAll((_, item) -> item.state() == State.SENT ? item.at(State.READY) : item);
        items.forEach((id, item) -> {
            if (item.state() == State.READY) {
                ready.add(id);
            }
        });
    }

    /// The gateway has this outcome on disk.
    public synchronized void received(CommandId id) {
        CrashPoint.RECEIPTED.pass();
        Item item = items.get(id);
        if (item != null && item.state() != State.RECEIVED) {
            unreceived--;
            if (item.unkept() == null && journal.received(id)) {
                items.remove(id);
            } else {
                items.put(id, item.at(State.RECEIVED));
            }
        }
    }

    /// The gateway has our acknowledgement of the command on disk: nobody will ask for it again.
    public synchronized void delivered(CommandId id) {
        CrashPoint.ACK_RECEIPTED.pass();
        Item item = items.remove(id);
        if (item != null && item.state() != State.RECEIVED) {
            unreceived--;
        }
        if (item != null && item.isJournaled()) {
            journal.delivered(id);
        }
    }

    /// Outcomes without a receipt.
    public synchronized int depth() {
        return unreceived;
    }

    /// Sends an outcome that the journal keeps.
    synchronized void offer(JournalEntry entry) {
        if (!resend(entry.id())) {
            add(entry.id(), new Item(entry.effect(), entry.replyTo(), null, State.READY));
        }
    }

    /// The command came again. False if no outcome of it is here; else it is sent once more, unless it is on its way.
    synchronized boolean resend(CommandId id) {
        Item known = items.get(id);
        if (known != null && known.state() == State.RECEIVED) {
            add(id, known.at(State.READY));
        }
        return known != null;
    }

    /// Sends an outcome that the journal does not keep: the disk is full, or it is of no use to keep it. A short one is
    /// always taken.
    ///
    /// @return false if those in memory would be too many bytes with it
    synchronized boolean offerUnkept(CommandId id, Effect effect, String replyTo, byte[] outcome) {
        if (resend(id)) {
            return true;
        }
        if (outcome.length > SHORT_BYTES && unkeptBytes() + outcome.length > MAX_UNKEPT_BYTES) {
            return false;
        }
        add(id, new Item(effect, replyTo, new OutcomeBody.Inline(outcome), State.READY));
        return true;
    }

    private long unkeptBytes() {
        return items.values().stream().mapToLong(Item::unkeptBytes).sum();
    }

    private void add(CommandId id, Item item) {
        items.put(id, item);
        ready.add(id);
        unreceived++;
        onReady.run();
    }

    private OutcomeBody body(CommandId id, Item item) {
        if (item.unkept() != null) {
            return item.unkept();
        }
        try {
            return journal.outcome(id);
        } catch (IOException e) {
            log.log(Level.ERROR, "the outcome of " + id + " cannot be read back", e);
            var lost = new Outcome.Failed(FailureCode.CORRUPT, "its outcome cannot be read back from the agent's disk");
            return new OutcomeBody.Inline(codec.encode(new OutcomeEnvelope(id, lost, 0, 0)));
        }
    }
}
