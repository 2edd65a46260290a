package io.pypnm.remote.agent;

import io.pypnm.remote.agent.files.FileOperations;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.CommandRefusedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.Holdings;
import io.pypnm.remote.agent.operation.Operations;
import io.pypnm.remote.agent.ping.Pinger;
import io.pypnm.remote.agent.policy.Policy;
import io.pypnm.remote.agent.snmp.command.SnmpOperations;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.CommandKind;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import io.pypnm.remote.contracts.outcome.Reply;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Every command this agent knows, and what runs it. The policy is asked first.
final class AgentOperations implements Operations {
    private static final EnumSet<CommandKind> NOT_YET = EnumSet.of(
            CommandKind.SNMP_BULK_WALK,
            CommandKind.SNMP_PARALLEL_WALK,
            CommandKind.SNMP_SET_SEQUENCE,
            CommandKind.CMTS_COMMAND);

    private final Policy policy;
    private final SnmpOperations snmp;
    private final Pinger pinger;
    private final FileOperations files;
    private final Map<String, String> facts;

    /// @param facts about the host and its limits, for people
    AgentOperations(
            Policy policy, SnmpOperations snmp, Pinger pinger, FileOperations files, Map<String, String> facts) {
        this.policy = policy;
        this.snmp = snmp;
        this.pinger = pinger;
        this.files = files;
        this.facts = Map.copyOf(facts);
    }

    @Override
    public void check(Command command) throws CommandRefusedException {
        if (NOT_YET.contains(command.kind())) {
            throw new CommandRefusedException(
                    RefusalCode.UNKNOWN_COMMAND,
                    "this version does not run " + command.kind().wireName());
        }
        policy.check(command);
        if (command instanceof Command.Snmp work) {
            snmp.check(work);
        } else if (command instanceof Command.Files work) {
            files.check(work);
        }
    }

    @Override
    public Outcome run(Command command, Deadline deadline, Holdings holdings)
            throws CommandFailedException, InterruptedException {
        return switch (command) {
            case Command.Snmp work -> snmp.run(work, deadline, holdings);
            case Command.Ping work -> pinger.run(work, deadline);
            case Command.PingSweep work -> pinger.run(work, deadline);
            case Command.Files work -> files.run(work, deadline, holdings);
            case Command.CmtsCommand _ -> throw new IllegalStateException(command.kind() + " is refused by check");
            case Command.Describe _ ->
                new Outcome.Completed(new Reply.Description(Version.text(), capabilities(), facts));
        };
    }

    @Override
    public List<String> capabilities() {
        Set<CommandKind> kinds = EnumSet.complementOf(NOT_YET);
        kinds.removeAll(FileOperations.KINDS);
        kinds.addAll(files.capabilities());
        return kinds.stream().map(CommandKind::wireName).sorted().toList();
    }
}
