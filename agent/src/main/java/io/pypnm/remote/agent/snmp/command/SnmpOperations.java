package io.pypnm.remote.agent.snmp.command;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.CommandRefusedException;
import io.pypnm.remote.agent.operation.Credentials;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.Holdings;
import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.snmp.SnmpEngine;
import io.pypnm.remote.agent.snmp.SnmpPeer;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.Oid;
import java.util.List;
import java.util.Map;

/// Runs SNMP commands. Each blocks its (virtual) thread and has one request outstanding at a time. Safe for use by many
/// threads; that no two run on one modem at once is the caller's care.
public final class SnmpOperations {
    /// A large operator's modems behind one jump server, walked within a day.
    private static final int MOST_DEVICES_REMEMBERED = 4096;

    private final SnmpEngine engine;
    private final Credentials credentials;
    private final AnswerRoom answers;
    private final RepetitionsByDevice repetitions;

    /// @param engine   closed by its owner, not here
    /// @param answers  past which a read stops and says so
    /// @param repetitions as of [SnmpLimits]
    public SnmpOperations(
            SnmpEngine engine, Credentials credentials, AnswerRoom answers, Map<DeviceAddress, Integer> repetitions) {
        this.repetitions = new RepetitionsByDevice(MOST_DEVICES_REMEMBERED, repetitions);
        this.engine = engine;
        this.credentials = credentials;
        this.answers = answers;
    }

    /// Whether the credential it names is there. Sends nothing.
    public void check(Command.Snmp command) throws CommandRefusedException {
        security(command);
    }

    /// Does it.
    ///
    /// @param holdings gets the answer's share of the room
    /// @return `Completed` or `Partial`
    /// @throws CommandFailedException if the device answered an error, or nothing could be read before the deadline
    public Outcome run(Command.Snmp command, Deadline deadline, Holdings holdings)
            throws CommandFailedException, InterruptedException {
        var device = new Conversation(engine, peer(command), deadline);
        AnswerRoom.Share room = answers.open();
        holdings.add(room::close);
        return switch (command) {
            case Command.SnmpGet get ->
                new Outcome.Completed(new Reply.VarBinds(ObjectReader.readAll(device, get.oids(), room)));
            case Command.SnmpBulkGet get -> ObjectReader.readEach(device, get.oids(), room);
            case Command.SnmpWalk walk ->
                walk(device, List.of(walk.root()), walk.maxRepetitions(), walk.limit(), room)
                        .runOne();
            case Command.SnmpBulkWalk walk ->
                walk(device, List.of(walk.root()), walk.maxRepetitions(), walk.limit(), room)
                        .runOne();
            case Command.SnmpParallelWalk walk ->
                walk(device, walk.roots(), walk.maxRepetitions(), walk.limit(), room)
                        .runAll();
            case Command.SnmpSet set ->
                new Outcome.Completed(new Reply.VarBinds(ObjectWriter.write(device, set.varBinds(), room)));
            case Command.SnmpSetSequence sequence -> new SetSequence(device, sequence.steps(), room).run();
        };
    }

    private Walk walk(Conversation device, List<Oid> roots, int maxRepetitions, int limit, AnswerRoom.Share room) {
        return new Walk(device, roots, maxRepetitions, limit, repetitions.of(device.peer()), room);
    }

    private SnmpPeer peer(Command.Snmp command) throws CommandFailedException {
        try {
            return SnmpPeer.of(command.target(), security(command));
        } catch (CommandRefusedException e) {
            // It was there when the command was checked: somebody has edited the agent's credentials since.
            throw new CommandFailedException(FailureCode.NOT_FOUND, e.detail());
        }
    }

    private SnmpSecurity security(Command.Snmp command) throws CommandRefusedException {
        boolean write = command.kind().effect() != Effect.READ;
        return credentials.snmp(command.target().access(), command.target().address(), write);
    }
}
