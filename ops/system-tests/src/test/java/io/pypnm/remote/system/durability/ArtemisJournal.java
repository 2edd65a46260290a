package io.pypnm.remote.system.durability;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.system.trace.SyncedWrites;
import io.pypnm.remote.system.trace.Syscall;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// Since when the broker has what it was sent: reads the records that Artemis 2.56 writes to its journal of messages.
///
/// A message that is sent in a transaction, as every one with a duplicate-detection id is, is there only with the
/// record of the commit. Layout and numbers are those of `JournalAddRecord`, `JournalAddRecordTX`,
/// `JournalCompleteRecordTX`, `JournalDeleteRecord` and `JournalRecordIds`.
final class ArtemisJournal {
    private static final byte ADD = 11;
    private static final byte UPDATE = 12;
    private static final byte ADD_TX = 13;
    private static final byte UPDATE_TX = 14;
    private static final byte DELETE_TX = 15;
    private static final byte DELETE = 16;
    private static final byte PREPARE = 17;
    private static final byte COMMIT = 18;
    private static final byte ROLLBACK = 19;
    private static final byte ACKNOWLEDGE_REF = 33;
    private static final byte ADD_MESSAGE = 45;
    private static final long NO_TRANSACTION = -1;

    /// @param number of the message
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Entry(byte type, long transaction, long number, byte userType, byte[] body, Syscall write) {}

    private final SyncedWrites synced;
    /// The messages that have a command's id: the command, then its outcome.
    private final Map<CommandId, List<Entry>> messages = new HashMap<>();

    private final Map<Long, List<Entry>> acknowledgements = new HashMap<>();
    private final Map<Long, Entry> commits = new HashMap<>();

    private ArtemisJournal(SyncedWrites synced) {
        this.synced = synced;
    }

    static ArtemisJournal of(List<Syscall> calls) {
        var journal = new ArtemisJournal(SyncedWrites.of(calls, ArtemisJournal::isMessages));
        journal.synced.writes().forEach(write -> entries(write).forEach(journal::take));
        return journal;
    }

    /// Not the journal of queues, which is in `bindings`.
    private static boolean isMessages(String path) {
        return path.contains("/broker/") && path.endsWith(".amq");
    }

    private void take(Entry entry) {
        switch (entry.type()) {
            case ADD, ADD_TX -> {
                if (entry.userType() == ADD_MESSAGE) {
                    ids(entry.body())
                            .forEach(id -> messages.computeIfAbsent(id, _ -> new ArrayList<>())
                                    .add(entry));
                }
            }
            case UPDATE, UPDATE_TX -> {
                if (entry.userType() == ACKNOWLEDGE_REF) {
                    acknowledgements
                            .computeIfAbsent(entry.number(), _ -> new ArrayList<>())
                            .add(entry);
                }
            }
            case DELETE, DELETE_TX ->
                acknowledgements
                        .computeIfAbsent(entry.number(), _ -> new ArrayList<>())
                        .add(entry);
            case COMMIT -> commits.put(entry.transaction(), entry);
            default -> {}
        }
    }

    /// Artemis has two bytes for a character of a property, one for one of the body.
    private static Set<CommandId> ids(byte[] body) {
        return Mentions.in(new String(body, StandardCharsets.ISO_8859_1).replace("\0", ""));
    }

    private static List<Entry> entries(Syscall write) {
        List<Entry> entries = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(write.data());
        while (in.remaining() > 14 && in.get(in.position()) >= ADD && in.get(in.position()) <= ROLLBACK) {
            byte type = in.get();
            in.getInt();
            in.get();
            boolean inTransaction = type == ADD_TX || type == UPDATE_TX || type == DELETE_TX;
            boolean endsTransaction = type == COMMIT || type == PREPARE || type == ROLLBACK;
            long transaction = inTransaction || endsTransaction ? in.getLong() : NO_TRANSACTION;
            long number = endsTransaction ? 0 : in.getLong();
            byte userType = 0;
            byte[] body = new byte[0];
            switch (type) {
                case ADD, UPDATE, ADD_TX, UPDATE_TX -> {
                    body = new byte[in.getInt()];
                    userType = in.get();
                    in.get(body);
                }
                case DELETE_TX -> in.get(new byte[in.getInt()]);
                case COMMIT -> in.getInt();
                case PREPARE -> {
                    in.getInt();
                    in.get(new byte[in.getInt()]);
                }
                default -> {}
            }
            in.getInt();
            entries.add(new Entry(type, transaction, number, userType, body, write));
        }
        return entries;
    }

    /// Since when the broker has the first message with this command's id that it began to write after `line`.
    OptionalInt messageSafeAt(CommandId id, int line) {
        return messages.getOrDefault(id, List.of()).stream()
                .filter(entry -> entry.write().entered() > line)
                .findFirst()
                .map(this::safeAt)
                .orElse(OptionalInt.empty());
    }

    /// Since when the broker has the acknowledgement of this command's own message that it began to write after `line`.
    OptionalInt acknowledgementSafeAt(CommandId id, int line) {
        List<Entry> sent = messages.getOrDefault(id, List.of());
        return sent.isEmpty()
                ? OptionalInt.empty()
                : acknowledgements.getOrDefault(sent.getFirst().number(), List.of()).stream()
                        .filter(entry -> entry.write().entered() > line)
                        .findFirst()
                        .map(this::safeAt)
                        .orElse(OptionalInt.empty());
    }

    private OptionalInt safeAt(Entry entry) {
        if (entry.transaction() == NO_TRANSACTION) {
            return synced.safeAt(entry.write());
        }
        Entry commit = commits.get(entry.transaction());
        return commit == null ? OptionalInt.empty() : synced.safeAt(commit.write());
    }
}
