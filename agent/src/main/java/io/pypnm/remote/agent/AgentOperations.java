package io.pypnm.remote.agent;

import io.pypnm.remote.agent.cli.CliOperations;
import io.pypnm.remote.agent.files.FileOperations;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.CommandRefusedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.Holdings;
import io.pypnm.remote.agent.operation.Operations;
import io.pypnm.remote.agent.ping.Pinger;
import io.pypnm.remote.agent.pnm.CaptureOperations;
import io.pypnm.remote.agent.policy.Policy;
import io.pypnm.remote.agent.snmp.command.SnmpOperations;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.CommandKind;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Every command this agent knows, and what runs it. The policy is asked first.
final class AgentOperations implements Operations {
    private final Policy policy;
    private final SnmpOperations snmp;
    private final Pinger pinger;
    private final CliOperations cli;
    private final FileOperations files;
    private final CaptureOperations captures;
    private final Map<String, String> facts;

    /// @param facts about the host and its limits, for people
    AgentOperations(
            Policy policy,
            SnmpOperations snmp,
            Pinger pinger,
            CliOperations cli,
            FileOperations files,
            CaptureOperations captures,
            Map<String, String> facts) {
        this.policy = policy;
        this.snmp = snmp;
        this.pinger = pinger;
        this.cli = cli;
        this.files = files;
        this.captures = captures;
        this.facts = Map.copyOf(facts);
    }

    @Override
    public void check(Command command) throws CommandRefusedException {
        policy.check(command);
        switch (command) {
            case Command.Snmp work -> snmp.check(work);
            case Command.CmtsCommand work -> cli.check(work);
            case Command.Files work -> files.check(work);
            case Command.PnmCapture work -> {
                policy.checkSets(CaptureOperations.objectsSet(work));
                captures.check(work);
            }
            case Command.Ping _, Command.PingSweep _, Command.Describe _ -> {}
        }
    }

    @Override
    public Outcome run(Command command, Deadline deadline, Holdings holdings)
            throws CommandFailedException, InterruptedException {
        return switch (command) {
            case Command.Snmp work -> snmp.run(work, deadline, holdings);
            case Command.Ping work -> pinger.run(work, deadline);
            case Command.PingSweep work -> pinger.run(work, deadline);
            case Command.CmtsCommand work -> cli.run(work, deadline);
            case Command.Files work -> files.run(work, deadline, holdings);
            case Command.PnmCapture work -> captures.run(work, deadline);
            case Command.Describe _ ->
                new Outcome.Completed(new Reply.Description(Version.text(), capabilities(), facts));
        };
    }

    @Override
    public List<String> capabilities() {
        return Stream.of(CommandKind.values())
                .filter(this::isConfigured)
                .map(CommandKind::wireName)
                .sorted()
                .toList();
    }

    private boolean isConfigured(CommandKind kind) {
        return switch (kind) {
            case CMTS_COMMAND -> cli.isConfigured();
            case FILE_GET, PNM_FILE_GET, TFTP_GET, FILE_LIST ->
                files.capabilities().contains(kind);
            case PNM_CAPTURE -> captures.isConfigured();
            default -> true;
        };
    }
}
