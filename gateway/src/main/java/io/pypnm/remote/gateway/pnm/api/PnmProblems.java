package io.pypnm.remote.gateway.pnm.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import io.pypnm.remote.contracts.outcome.Reply.Captured;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.gateway.http.Problem;
import io.pypnm.remote.gateway.http.Problem.Code;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.ledger.Ending;
import io.pypnm.remote.gateway.pnm.measure.MeasureResult;
import io.pypnm.remote.gateway.pnm.measure.ModemFinder.Whereabouts;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/// Why there is no measurement, as problems: `code` says whose matter it is, `outcome` how the command ended.
final class PnmProblems {
    private static final Map<String, String> SOON = Map.of("Retry-After", "10");

    private PnmProblems() {}

    /// Another measurement has the modem.
    static Problem held(CommandRow by) {
        String since = by.acceptedAt().truncatedTo(ChronoUnit.MILLIS).toString();
        return new Problem(
                Code.MEASUREMENT_RUNNING,
                by.caller() + " has had the modem measured since " + since + ", command " + by.id(),
                SOON,
                json -> {
                    command(json, by.id());
                    json.writeStringField("caller", by.caller());
                    json.writeStringField("since", since);
                });
    }

    static Problem notFound(Whereabouts.NotFound missing) {
        return switch (missing.why()) {
            case UNKNOWN -> new Problem(Code.MODEM_UNKNOWN, missing.detail());
            case OFFLINE -> new Problem(Code.MODEM_OFFLINE, missing.detail());
            case NO_CMTS -> new Problem(Code.NO_CMTS, missing.detail());
            case NO_AGENT -> new Problem(Code.NO_AGENT, missing.detail(), SOON);
            case NOT_RUN -> new Problem(Code.UNAVAILABLE, missing.detail(), SOON);
            case CMTS_ERROR -> new Problem(Code.CMTS_ERROR, missing.detail());
            case CMTS_TIMEOUT -> new Problem(Code.CMTS_TIMEOUT, missing.detail());
        };
    }

    static Problem unavailable(MeasureResult.Unavailable unavailable) {
        Code code = switch (unavailable.why().why()) {
            case DISK_FULL -> Code.DISK_FULL;
            case QUEUE_FULL -> Code.QUEUE_FULL;
            case BROKER_DOWN -> Code.UNAVAILABLE;
        };
        return new Problem(code, unavailable.why().detail(), SOON);
    }

    static Problem unanswered(CommandRow command) {
        return new Problem(
                Code.TIMED_OUT,
                "agent " + command.agent() + " has not read the modem's table of channels in time",
                SOON,
                json -> command(json, command.id()));
    }

    static Problem unreadable(CommandId command) {
        return new Problem(
                Code.DEVICE_FAILED,
                "the outcome of command " + command + " cannot be read",
                Map.of(),
                json -> command(json, command));
    }

    /// The command ended and brought nothing.
    static Problem failed(MeasureResult.Failed failed) {
        Outcome outcome = failed.outcome().outcome();
        return new Problem(code(outcome), detail(outcome), Map.of(), json -> {
            command(json, failed.command().id());
            json.writeStringField("agent", failed.command().agent().value());
            json.writeObjectFieldStart("outcome");
            json.writeStringField("outcome", OutcomeKind.of(outcome).wireName());
            if (!Ending.code(outcome).isEmpty()) {
                json.writeStringField("code", Ending.code(outcome));
            }
            json.writeEndObject();
            if (outcome instanceof Outcome.Partial(Captured captured, List<Missing> missing)) {
                MeasurementJson.missing(json, missing);
                MeasurementJson.steps(json, captured.steps());
            }
        });
    }

    private static void command(JsonGenerator json, CommandId id) throws IOException {
        json.writeStringField("command", id.toString());
        json.writeStringField("command_href", "/api/commands/" + id);
    }

    private static Code code(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Failed(FailureCode code, var _) -> code(code);
            case Outcome.Refused(RefusalCode code, var _) -> code(code);
            case Outcome.Expired(Outcome.Expired.Where where) ->
                where == Outcome.Expired.Where.QUEUE ? Code.NO_AGENT : Code.TIMED_OUT;
            case Outcome.Cancelled() -> Code.CANCELLED;
            case Outcome.Unknown _ -> Code.UNKNOWN_RESULT;
            case Outcome.Completed _, Outcome.Partial _ -> Code.DEVICE_FAILED;
        };
    }

    private static Code code(FailureCode code) {
        return switch (code) {
            case DEVICE_TIMEOUT, RUN_FOR -> Code.TIMED_OUT;
            case DEVICE_BUSY -> Code.DEVICE_BUSY;
            case UNSUPPORTED -> Code.UNSUPPORTED;
            case AGENT_LOST -> Code.NO_AGENT;
            case DEVICE_ERROR,
                    AUTH_FAILED,
                    HOST_KEY_REJECTED,
                    UNREACHABLE,
                    WRONG_DEVICE,
                    TOO_LARGE,
                    NOT_FOUND,
                    NO_ROOM,
                    CORRUPT,
                    INTERNAL -> Code.DEVICE_FAILED;
        };
    }

    private static Code code(RefusalCode code) {
        return switch (code) {
            case BUSY, NACKED, DRAINING, NOT_SENT -> Code.NO_AGENT;
            case POLICY, MALFORMED, UNKNOWN_COMMAND, CREDENTIAL_UNKNOWN -> Code.AGENT_REFUSED;
        };
    }

    private static String detail(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Failed(var _, String detail) -> detail;
            case Outcome.Refused(var _, String detail) -> detail;
            case Outcome.Expired(Outcome.Expired.Where where) ->
                where == Outcome.Expired.Where.QUEUE
                        ? "no agent took the command in time"
                        : "the agent had no time for the command";
            case Outcome.Cancelled() -> "the measurement was cancelled before it was started";
            case Outcome.Unknown(String detail) -> detail;
            case Outcome.Partial(var _, List<Missing> missing) ->
                missing.getFirst().what() + ": " + missing.getFirst().detail();
            case Outcome.Completed _ -> "the agent answered with something else than captures";
        };
    }
}
