package io.pypnm.remote.system.durability;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.system.trace.Bytes;
import io.pypnm.remote.system.trace.StompTrace;
import io.pypnm.remote.system.trace.StompTrace.Carried;
import io.pypnm.remote.system.trace.SyncedWrites;
import io.pypnm.remote.system.trace.Syscall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Whether a message left for the network before what it says was on disk, by the traces of a gateway and its agent.
///
/// For every command: before the message left, a write that carries the id (or what stands for it) had returned, and
/// after that a sync of the same file had begun and returned.
///
/// | message                               | file             | what the write must carry                 |
/// |---------------------------------------|------------------|-------------------------------------------|
/// | the HTTP answer that first has the id | `ledger.db-wal`  | the 16 bytes of the id                    |
/// | the same                              | broker's journal | the id as Artemis keeps strings           |
/// | RECEIPT of an outcome                 | broker's journal | the same, begun after the SEND had arrived |
/// | RECEIPT of an ACK                     | broker's journal | the number of the message, after the ACK  |
/// | SET to a device                       | agent's journal  | a record "started" with the 16 bytes      |
/// | SEND of a set's outcome               | agent's journal  | a record "finished" with the 16 bytes     |
/// | ACK                                   | -                | the outcome's RECEIPT had arrived         |
final class SyncOrder {
    /// A SET carries the tag of its PDU, RFC 3416 section 3, in a message, which is a SEQUENCE.
    private static final byte SET_REQUEST = (byte) 0xa3;

    private static final byte SEQUENCE = 0x30;
    private static final String LEDGER = "the ledger";
    private static final String BROKER = "the broker's journal";
    private static final String JOURNAL = "the agent's journal";

    private final List<Syscall> gateway;
    private final List<Syscall> agent;
    private final Map<Integer, CommandId> commands;
    private final List<String> breaches = new ArrayList<>();

    private SyncOrder(List<Syscall> gateway, List<Syscall> agent, Map<Integer, CommandId> commands) {
        this.gateway = gateway;
        this.agent = agent;
        this.commands = commands;
    }

    /// What must not happen, each told from the traces alone.
    enum Rule {
        ACCEPTED_BEFORE_ON_DISK,
        OUTCOME_RECEIPTED_BEFORE_ON_DISK,
        ACK_RECEIPTED_BEFORE_ON_DISK,
        DEVICE_SET_BEFORE_START_ON_DISK,
        OUTCOME_OF_SET_SENT_BEFORE_ON_DISK,
        ACKNOWLEDGED_BEFORE_OUTCOME_RECEIPTED;

        /// Every message that left too early, or has nothing on disk at all.
        ///
        /// @param commands the id of each request by its number, as in [TracedRun]
        List<String> breaches(List<Syscall> gateway, List<Syscall> agent, Map<Integer, CommandId> commands) {
            var order = new SyncOrder(gateway, agent, commands);
            switch (this) {
                case ACCEPTED_BEFORE_ON_DISK -> order.acceptances();
                case OUTCOME_RECEIPTED_BEFORE_ON_DISK -> order.outcomeReceipts();
                case ACK_RECEIPTED_BEFORE_ON_DISK -> order.acknowledgementReceipts();
                case DEVICE_SET_BEFORE_START_ON_DISK -> order.deviceSets();
                case OUTCOME_OF_SET_SENT_BEFORE_ON_DISK -> order.outcomesOfSets();
                case ACKNOWLEDGED_BEFORE_OUTCOME_RECEIPTED -> order.acknowledgements();
            }
            return order.breaches;
        }
    }

    private void acceptances() {
        SyncedWrites ledger = SyncedWrites.of(gateway, path -> path.endsWith("ledger.db-wal"));
        ArtemisJournal broker = ArtemisJournal.of(gateway);
        Map<CommandId, Syscall> rows = Mentions.firstAsBytes(ledger.writes(), Set.copyOf(commands.values()));
        Map<CommandId, Syscall> answers = Mentions.firstAsText(gateway.stream()
                .filter(call -> call.isSend() && Bytes.contain(call.data(), Bytes.ascii("HTTP/1.1 20")))
                .toList());
        for (CommandId id : commands.values()) {
            Syscall row = rows.get(id);
            require(id, answers.get(id), LEDGER, row == null ? OptionalInt.empty() : ledger.safeAt(row));
            require(id, answers.get(id), BROKER, broker.messageSafeAt(id, -1));
        }
    }

    private void outcomeReceipts() {
        ArtemisJournal broker = ArtemisJournal.of(gateway);
        Map<String, Carried> receipts = receipts(gateway, Syscall::isSend);
        Map<CommandId, Carried> outcomes = byCommand(gateway, Syscall::isReceive, StompCommand.SEND);
        for (CommandId id : commands.values()) {
            Carried outcome = outcomes.get(id);
            if (outcome == null) {
                breaches.add(id + " has no outcome");
            } else {
                OptionalInt safe = broker.messageSafeAt(id, outcome.call().returned());
                require(id, call(receipts.get(receiptKey(outcome))), BROKER, safe);
            }
        }
    }

    private void acknowledgementReceipts() {
        ArtemisJournal broker = ArtemisJournal.of(gateway);
        Map<String, Carried> receipts = receipts(gateway, Syscall::isSend);
        Map<CommandId, Carried> acks = acks(gateway, Syscall::isSend, Syscall::isReceive);
        for (CommandId id : commands.values()) {
            Carried ack = acks.get(id);
            if (ack == null) {
                breaches.add(id + " is not acknowledged");
            } else {
                OptionalInt safe = broker.acknowledgementSafeAt(id, ack.call().returned());
                require(id, call(receipts.get(receiptKey(ack))), BROKER, safe);
            }
        }
    }

    private void deviceSets() {
        AgentJournal journal = AgentJournal.of(agent);
        List<Syscall> packets = agent.stream()
                .filter(call -> call.isSend() && call.data()[0] == SEQUENCE)
                .toList();
        commands.forEach((n, id) -> {
            if (TracedRun.isSet(n)) {
                Syscall packet = first(packets, data -> isSetOf(TracedRun.value(n), data));
                require(id, packet, JOURNAL, journal.startSafeAt(id));
            }
        });
    }

    private static boolean isSetOf(int value, byte[] packet) {
        byte[] integer = {0x02, 0x03, (byte) (value >> 16), (byte) (value >> 8), (byte) value};
        return Bytes.contain(packet, new byte[] {SET_REQUEST}) && Bytes.contain(packet, integer);
    }

    private void outcomesOfSets() {
        AgentJournal journal = AgentJournal.of(agent);
        Map<CommandId, Carried> outcomes = byCommand(agent, Syscall::isSend, StompCommand.SEND);
        commands.forEach((n, id) -> {
            if (TracedRun.isSet(n)) {
                require(id, call(outcomes.get(id)), JOURNAL, journal.outcomeSafeAt(id));
            }
        });
    }

    private void acknowledgements() {
        Map<String, Carried> receipts = receipts(agent, Syscall::isReceive);
        Map<CommandId, Carried> outcomes = byCommand(agent, Syscall::isSend, StompCommand.SEND);
        Map<CommandId, Carried> acks = acks(agent, Syscall::isReceive, Syscall::isSend);
        for (CommandId id : commands.values()) {
            Carried outcome = outcomes.get(id);
            Carried receipt = outcome == null ? null : receipts.get(receiptKey(outcome));
            OptionalInt receipted = receipt == null
                    ? OptionalInt.empty()
                    : OptionalInt.of(receipt.call().returned());
            require(id, call(acks.get(id)), "the receipt of its outcome", receipted);
        }
    }

    /// @param message which nothing may be known of before `safe`
    private void require(CommandId id, @Nullable Syscall message, String where, OptionalInt safe) {
        if (message == null) {
            breaches.add(id + ": no message of it was seen");
        } else if (safe.isEmpty()) {
            breaches.add(id + " never came to " + where);
        } else if (safe.getAsInt() >= message.entered()) {
            breaches.add(id + " left by " + message.name() + " on " + message.target() + " before it came to " + where);
        }
    }

    private static @Nullable Syscall first(List<Syscall> calls, Predicate<byte[]> content) {
        return calls.stream()
                .filter(call -> content.test(call.data()))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Syscall call(@Nullable Carried carried) {
        return carried == null ? null : carried.call();
    }

    private static Map<CommandId, Carried> byCommand(
            List<Syscall> calls, Predicate<Syscall> direction, StompCommand command) {
        Map<CommandId, Carried> frames = new HashMap<>();
        for (Carried carried : StompTrace.of(calls, direction)) {
            if (carried.frame().command() == command) {
                header(carried, WireHeaders.CORRELATION_ID)
                        .ifPresent(id -> frames.putIfAbsent(CommandId.parse(id), carried));
            }
        }
        return frames;
    }

    /// An ACK names its MESSAGE, and that the command.
    private static Map<CommandId, Carried> acks(
            List<Syscall> calls, Predicate<Syscall> messages, Predicate<Syscall> answers) {
        Map<String, CommandId> delivered = new HashMap<>();
        byCommand(calls, messages, StompCommand.MESSAGE)
                .forEach((id, message) -> delivered.put(key(message, StompHeaders.ACK), id));
        Map<CommandId, Carried> acks = new HashMap<>();
        for (Carried carried : StompTrace.of(calls, answers)) {
            CommandId id = delivered.get(key(carried, StompHeaders.ID));
            if (carried.frame().command() == StompCommand.ACK && id != null) {
                acks.putIfAbsent(id, carried);
            }
        }
        return acks;
    }

    private static Map<String, Carried> receipts(List<Syscall> calls, Predicate<Syscall> direction) {
        Map<String, Carried> receipts = new HashMap<>();
        for (Carried carried : StompTrace.of(calls, direction)) {
            if (carried.frame().command() == StompCommand.RECEIPT) {
                receipts.put(key(carried, StompHeaders.RECEIPT_ID), carried);
            }
        }
        return receipts;
    }

    private static String receiptKey(Carried carried) {
        return key(carried, StompHeaders.RECEIPT);
    }

    /// Ids are of their connection.
    private static String key(Carried carried, String name) {
        return carried.socket() + " " + header(carried, name).orElse("");
    }

    private static Optional<String> header(Carried carried, String name) {
        return carried.frame().headers().first(name);
    }
}
