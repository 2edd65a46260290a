package io.pypnm.remote.gateway.locate;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.contracts.wire.MalformedMessageException;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.gateway.claim.ClaimException;
import io.pypnm.remote.gateway.claim.ClaimStore;
import io.pypnm.remote.gateway.claim.Upload.What;
import io.pypnm.remote.gateway.dispatch.Dispatcher;
import io.pypnm.remote.gateway.dispatch.Settler;
import io.pypnm.remote.gateway.dispatch.Submission;
import io.pypnm.remote.gateway.dispatch.Submission.Submitted;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.ledger.CommandRow.State;
import io.pypnm.remote.gateway.ledger.OutcomeBody;
import io.pypnm.remote.gateway.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Asks by ordinary commands: each is in the ledger, with its caller, and has its outcome there. Safe for use by many
/// threads.
public final class LedgerSnmp implements CmtsSnmp {
    /// A person waits: an agent that is too busy to begin for so long is as good as none.
    private static final Duration START_BY = Duration.ofSeconds(15);
    /// For the outcome's own way, after the last moment that the agent has.
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(5);

    private final Dispatcher dispatcher;
    private final Settler settler;
    private final ClaimStore claims;
    private final MessageCodec codec;

    public LedgerSnmp(Dispatcher dispatcher, Settler settler, ClaimStore claims, MessageCodec codec) {
        this.dispatcher = dispatcher;
        this.settler = settler;
        this.claims = claims;
        this.codec = codec;
    }

    @Override
    public Reading read(AgentId agent, Command.Snmp command, String caller, Consumer<VarBind> each)
            throws InterruptedException {
        Duration runFor = command.kind().defaultRunFor();
        Lane lane = command.kind().defaultLane();
        var submission = new Submission(agent, command, lane, START_BY, runFor, caller, "", "", "", "");
        try {
            return switch (dispatcher.submit(submission)) {
                case Submitted.Accepted(CommandId id) ->
                    await(id, START_BY.plus(runFor).plus(ON_ITS_WAY), each);
                case Submitted.Unavailable(var _, String detail) -> new Reading.NotRun(detail);
                case Submitted.Repeated _, Submitted.Mismatch _, Submitted.Held _, Submitted.TooLarge _ ->
                    throw new IllegalStateException("it has no key, holds nothing, and is small");
            };
        } catch (StoreException e) {
            return new Reading.NotRun("the ledger does not take it: " + e.getMessage());
        }
    }

    private Reading await(CommandId id, Duration wait, Consumer<VarBind> each)
            throws StoreException, InterruptedException {
        Optional<CommandRow> row = settler.await(id, wait);
        if (row.isEmpty() || !(row.get().state() instanceof State.Ended ended)) {
            return new Reading.NotRun("command " + id + " has not ended within " + wait.toSeconds() + " s");
        }
        try {
            return switch (ended.body()) {
                case OutcomeBody.Inline(byte[] json, var _) ->
                    read(id, codec.decodeOutcome(json).outcome(), each);
                case OutcomeBody.Claimed(String sha256, var _) -> read(row.get(), ended.kind(), sha256, each);
                case OutcomeBody.Omitted _ -> throw new IllegalStateException("find gives the whole row");
            };
        } catch (MalformedMessageException | ClaimException | IOException e) {
            return new Reading.NotRun("the outcome of command " + id + " cannot be read: " + e.getMessage());
        }
    }

    private static Reading read(CommandId id, Outcome outcome, Consumer<VarBind> each) {
        return switch (outcome) {
            case Outcome.Completed(Reply reply) -> {
                varBinds(reply, each);
                yield new Reading.Whole(id);
            }
            case Outcome.Partial(Reply reply, var missing) -> {
                varBinds(reply, each);
                Missing first = missing.getFirst();
                yield new Reading.Cut(id, first.code() + ", " + first.detail());
            }
            case Outcome.Failed(var code, String detail) -> new Reading.Failed(id, code, detail);
            case Outcome.Refused(var code, String detail) -> notRun(id, "refused, " + code + ": " + detail);
            case Outcome.Expired(var where) -> notRun(id, "not begun in time, " + where);
            case Outcome.Cancelled() -> notRun(id, "cancelled");
            case Outcome.Unknown(String detail) -> notRun(id, detail);
        };
    }

    private static Reading notRun(CommandId id, String detail) {
        return new Reading.NotRun("command " + id + ": " + detail);
    }

    private static void varBinds(Reply reply, Consumer<VarBind> each) {
        if (reply instanceof Reply.VarBinds(var varBinds)) {
            varBinds.forEach(each);
        }
    }

    /// A walk of a large table: read as it lies on disk, a row at a time.
    private Reading read(CommandRow row, OutcomeKind kind, String sha256, Consumer<VarBind> each)
            throws ClaimException, MalformedMessageException, IOException {
        Optional<InputStream> claim = claims.read(row.agent(), row.id(), What.OUTCOME, sha256);
        if (claim.isEmpty()) {
            return notRun(row.id(), "its outcome is not kept any more");
        }
        codec.varBinds(claim.get(), each);
        return kind == OutcomeKind.COMPLETED
                ? new Reading.Whole(row.id())
                : new Reading.Cut(row.id(), kind.wireName() + ", see its outcome");
    }
}
