package io.pypnm.remote.gateway.pnm.measure;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.contracts.wire.MalformedMessageException;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.gateway.dispatch.Dispatcher;
import io.pypnm.remote.gateway.dispatch.Settler;
import io.pypnm.remote.gateway.dispatch.Submission;
import io.pypnm.remote.gateway.dispatch.Submission.Submitted;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.ledger.OutcomeBody;
import java.time.Duration;
import java.util.List;

/// Reads small tables of a modem, or of its CMTS, by ordinary commands. Safe for use by many threads; blocks its
/// caller.
public final class ModemTables {
    private static final int MAX_REPETITIONS = 10;
    /// Rows of one table.
    private static final int LIMIT = 500;

    private static final Duration START_BY = Duration.ofSeconds(15);

    private final Dispatcher dispatcher;
    private final Settler settler;
    private final MessageCodec codec = new MessageCodec();

    public ModemTables(Dispatcher dispatcher, Settler settler) {
        this.dispatcher = dispatcher;
        this.settler = settler;
    }

    /// What reading came to.
    sealed interface Reading {
        /// It was read.
        ///
        /// @param trees one for each root, in their order; what one lacks is told by the outcome
        record Read(CommandRow command, OutcomeEnvelope outcome, List<List<VarBind>> trees) implements Reading {}

        /// It was not read.
        record Instead(MeasureResult result) implements Reading {}
    }

    /// Reads tables, one request at a time.
    Reading read(AgentId agent, SnmpTarget target, List<Oid> roots, String caller, Duration wait)
            throws InterruptedException {
        var command = new Command.SnmpParallelWalk(target, roots, MAX_REPETITIONS, LIMIT);
        var submission = new Submission(
                agent, command, command.kind().defaultLane(), START_BY, Duration.ofSeconds(60), caller, "", "", "", "");
        return switch (dispatcher.submit(submission)) {
            case Submitted.Accepted(CommandId id) -> await(id, wait);
            case Submitted.Unavailable why -> new Reading.Instead(new MeasureResult.Unavailable(why));
            case Submitted.Repeated _, Submitted.Mismatch _, Submitted.TooLarge _, Submitted.Held _ ->
                throw new IllegalStateException("a small command without key and lease is none of these");
        };
    }

    private Reading await(CommandId id, Duration wait) throws InterruptedException {
        CommandRow row = settler.await(id, wait)
                .orElseThrow(() -> new IllegalStateException("command " + id + " is forgotten while it runs"));
        return row.state() instanceof CommandRow.State.Ended ended
                ? read(row, ended.body())
                : new Reading.Instead(new MeasureResult.Unanswered(row));
    }

    private Reading read(CommandRow row, OutcomeBody body) {
        try {
            if (body instanceof OutcomeBody.Inline(byte[] json, var _)) {
                OutcomeEnvelope outcome = codec.decodeOutcome(json);
                return switch (outcome.outcome()) {
                    case Outcome.Completed(Reply.Trees(var trees)) -> read(row, outcome, trees);
                    case Outcome.Partial(Reply.Trees(var trees), var _) -> read(row, outcome, trees);
                    default -> new Reading.Instead(new MeasureResult.Failed(row, outcome));
                };
            }
        } catch (MalformedMessageException _) {
            // Answered below, as one that is too large for a table of channels is.
        }
        return new Reading.Instead(new MeasureResult.Unreadable(row.id()));
    }

    private static Reading read(CommandRow row, OutcomeEnvelope outcome, List<Reply.Trees.Tree> trees) {
        return new Reading.Read(
                row, outcome, trees.stream().map(Reply.Trees.Tree::varBinds).toList());
    }
}
