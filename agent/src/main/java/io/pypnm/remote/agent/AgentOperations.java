package io.pypnm.remote.agent;

import io.pypnm.remote.agent.cli.CliOperations;
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

/// Every command this agent knows, and what runs it. The policy is asked first.
final class AgentOperations implements Operations {
    private static final EnumSet<CommandKind> NOT_YET = EnumSet.of(
            CommandKind.FILE_GET,
            CommandKind.PNM_FILE_GET,
            CommandKind.TFTP_GET,
            CommandKind.FILE_LIST);

    private final Policy policy;
    private final SnmpOperations snmp;
    private final Pinger pinger;
    private final CliOperations cli;
    private final Map<String, String> facts;

    /// @param facts about the host and its limits, for people
    AgentOperations(Policy policy, SnmpOperations snmp, Pinger pinger, CliOperations cli, Map<String, String> facts) {
        this.policy = policy;
        this.snmp = snmp;
        this.pinger = pinger;
        this.cli = cli;
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
        } else if (command instanceof Command.CmtsCommand work) {
            cli.check(work);
        }
    }

    @Override
    public Outcome run(Command command, Deadline deadline, Holdings holdings)
            throws CommandFailedException, InterruptedException {
        return switch (command) {
            case Command.Snmp work -> snmp.run(work, deadline, holdings);
            case Command.Ping work -> pinger.run(work, deadline);
            case Command.PingSweep work -> pinger.run(work, deadline);
            case Command.Files _ ->
                throw new IllegalStateException(command.kind() + " is refused by check");
            case Command.CmtsCommand work -> cli.run(work, deadline);
            case Command.Describe _ ->
                new Outcome.Completed(new Reply.Description(Version.text(), capabilities(), facts));
        };
    }

    @Override
    public List<String> capabilities() {
        return EnumSet.complementOf(NOT_YET).stream()
                .map(CommandKind::wireName)
                .sorted()
                .toList();
    }
}
