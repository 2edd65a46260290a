package io.pypnm.remote.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.wire.MalformedMessageException;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.gateway.access.Role;
import io.pypnm.remote.gateway.claim.ClaimException;
import io.pypnm.remote.gateway.claim.ClaimStore;
import io.pypnm.remote.gateway.claim.Upload.What;
import io.pypnm.remote.gateway.dispatch.Cancellations;
import io.pypnm.remote.gateway.dispatch.Dispatcher;
import io.pypnm.remote.gateway.dispatch.Explain;
import io.pypnm.remote.gateway.dispatch.Explain.Explanation;
import io.pypnm.remote.gateway.dispatch.Settler;
import io.pypnm.remote.gateway.dispatch.Submission;
import io.pypnm.remote.gateway.dispatch.Submission.Submitted;
import io.pypnm.remote.gateway.http.Answer;
import io.pypnm.remote.gateway.http.Call;
import io.pypnm.remote.gateway.http.Json;
import io.pypnm.remote.gateway.http.Prefer;
import io.pypnm.remote.gateway.http.Problem;
import io.pypnm.remote.gateway.http.Route;
import io.pypnm.remote.gateway.ledger.CancelResult;
import io.pypnm.remote.gateway.ledger.CommandFilter;
import io.pypnm.remote.gateway.ledger.CommandPage;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.ledger.CommandRow.State;
import io.pypnm.remote.gateway.ledger.OutcomeBody;
import io.pypnm.remote.gateway.store.Accounts;
import io.pypnm.remote.gateway.store.Ledger;
import java.io.InputStream;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/api/agents/{id}/commands` and `/api/commands`.
final class CommandsApi {
    private static final int MAX_KEY_CHARS = 200;
    private static final int DEFAULT_LIMIT = 100;

    private final Dispatcher dispatcher;
    private final Settler settler;
    private final Cancellations cancellations;
    private final Ledger ledger;
    private final Accounts accounts;
    private final ClaimStore claims;
    private final Explain explain;
    private final MessageCodec codec = new MessageCodec();

    CommandsApi(
            Dispatcher dispatcher,
            Settler settler,
            Cancellations cancellations,
            Ledger ledger,
            Accounts accounts,
            ClaimStore claims,
            Explain explain) {
        this.dispatcher = dispatcher;
        this.settler = settler;
        this.cancellations = cancellations;
        this.ledger = ledger;
        this.accounts = accounts;
        this.claims = claims;
        this.explain = explain;
    }

    List<Route> routes() {
        return List.of(
                Route.needs(Role.OPERATOR, "POST", "/api/agents/{agent}/commands", this::submit),
                Route.needs(Role.VIEWER, "GET", "/api/commands", this::list),
                Route.needs(Role.VIEWER, "GET", "/api/commands/{id}", this::get),
                Route.needs(Role.VIEWER, "GET", "/api/commands/{id}/outcome", this::outcome),
                Route.needs(Role.OPERATOR, "DELETE", "/api/commands/{id}", this::cancel));
    }

    private Answer submit(Call call) throws Exception {
        AgentId agent = agent(call.path("agent"));
        if (!accounts.knows(agent)) {
            throw Problem.notFound("agent " + agent);
        }
        Duration wait = wait(call);
        byte[] body = call.body();
        return switch (dispatcher.submit(submission(call, agent, body))) {
            case Submitted.Accepted(CommandId id) -> answer(id, wait);
            case Submitted.Repeated(CommandId id) -> answer(id, wait);
            case Submitted.Mismatch(CommandId id) ->
                throw new Problem(
                        Problem.Code.IDEMPOTENCY_MISMATCH, "the key was used for another request, command " + id);
            case Submitted.Held(CommandId by) ->
                throw new Problem(Problem.Code.MEASUREMENT_RUNNING, "the modem is being measured, by command " + by);
            case Submitted.TooLarge(int bytes) ->
                throw new Problem(
                        Problem.Code.BODY_TOO_LARGE,
                        "a command has at most " + Submission.MAX_BYTES + " bytes, this one has " + bytes);
            case Submitted.Unavailable(var why, String detail) ->
                throw new Problem(unavailable(why), detail, Map.of("Retry-After", "10"));
        };
    }

    private static Problem.Code unavailable(Submitted.Why why) {
        return switch (why) {
            case DISK_FULL -> Problem.Code.DISK_FULL;
            case QUEUE_FULL -> Problem.Code.QUEUE_FULL;
            case BROKER_DOWN -> Problem.Code.UNAVAILABLE;
        };
    }

    private Submission submission(Call call, AgentId agent, byte[] body) throws Problem {
        JsonNode root = Json.object(body);
        try {
            Command command = codec.decodeCommand(body);
            return new Submission(
                    agent,
                    command,
                    lane(root, command),
                    seconds(root, "start_by_seconds", Submission.DEFAULT_START_BY),
                    seconds(root, "run_for_seconds", command.kind().defaultRunFor()),
                    call.caller().name(),
                    call.header("traceparent")
                            .filter(CommandsApi::isTraceparent)
                            .orElse(""),
                    "",
                    "",
                    idempotencyKey(call));
        } catch (MalformedMessageException e) {
            throw switch (e.reason()) {
                case MALFORMED -> Problem.badRequest(String.valueOf(e.getMessage()));
                case UNKNOWN_TYPE -> new Problem(Problem.Code.UNKNOWN_COMMAND, String.valueOf(e.getMessage()));
            };
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static Lane lane(JsonNode root, Command command) {
        JsonNode lane = root.get("lane");
        return lane == null
                ? command.kind().defaultLane()
                : Lane.named(lane.asText())
                        .orElseThrow(() -> new IllegalArgumentException("lane must be interactive, bulk or long"));
    }

    private static Duration seconds(JsonNode root, String field, Duration absent) {
        JsonNode value = root.get(field);
        if (value == null) {
            return absent;
        }
        if (!value.isNumber() || Math.abs(value.doubleValue()) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(field + " must be a number of seconds");
        }
        return Duration.ofMillis(Math.round(value.doubleValue() * 1000));
    }

    private static String idempotencyKey(Call call) throws Problem {
        Optional<String> key = call.header("Idempotency-Key");
        if (key.isEmpty()) {
            return "";
        }
        boolean printable = key.get().chars().allMatch(c -> c >= ' ' && c < 0x7f);
        if (key.get().isEmpty() || key.get().length() > MAX_KEY_CHARS || !printable) {
            throw Problem.badRequest("Idempotency-Key must have 1 to " + MAX_KEY_CHARS + " printable characters");
        }
        return key.get();
    }

    /// W3C Trace Context section 3.2; anything else is not passed on.
    private static boolean isTraceparent(String value) {
        return value.length() == 55 && value.chars().allMatch(c -> c == '-' || HexFormat.isHexDigit(c));
    }

    private Answer answer(CommandId id, Duration wait) throws Exception {
        CommandRow row = settler.await(id, wait).orElseThrow(() -> Problem.notFound("command " + id));
        boolean ended = row.state() instanceof State.Ended;
        return render(row, ended ? 200 : 202);
    }

    private Answer get(Call call) throws Exception {
        CommandId id = id(call);
        CommandRow row = settler.await(id, wait(call)).orElseThrow(() -> Problem.notFound("command " + id));
        return render(row, 200);
    }

    private Answer render(CommandRow row, int status) throws Exception {
        Optional<Explanation> waiting = explain.waiting(row);
        return Answer.json(
                status,
                Json.bytes(json -> CommandJson.write(json, row, waiting)),
                Map.of("Location", "/api/commands/" + row.id()));
    }

    /// The bare outcome, whatever its size.
    private Answer outcome(Call call) throws Exception {
        CommandId id = id(call);
        CommandRow row = ledger.find(id).orElseThrow(() -> Problem.notFound("command " + id));
        if (!(row.state() instanceof State.Ended ended)) {
            throw new Problem(Problem.Code.NOT_FOUND, "the command has not ended");
        }
        return switch (ended.body()) {
            case OutcomeBody.Inline inline -> Answer.json(200, inline.json());
            case OutcomeBody.Omitted _ -> throw new IllegalStateException("find gives the whole row");
            case OutcomeBody.Claimed(String sha256, long bytes) ->
                new Answer(200, Map.of(), new Answer.Body.Stream(Answer.JSON, bytes, claim(row, sha256)));
        };
    }

    private InputStream claim(CommandRow row, String sha256) throws Problem {
        try {
            return claims.read(row.agent(), row.id(), What.OUTCOME, sha256)
                    .orElseThrow(() -> new Problem(Problem.Code.GONE, "the outcome is not kept any more"));
        } catch (ClaimException e) {
            throw new Problem(ClaimsApi.code(e), String.valueOf(e.getMessage()));
        }
    }

    private Answer cancel(Call call) throws Exception {
        CommandId id = id(call);
        return switch (cancellations.cancel(id)) {
            case CancelResult.Ended(CommandRow row) -> render(row, 200);
            case CancelResult.Requested _ -> answer(id, wait(call));
            case CancelResult.Missing() -> throw Problem.notFound("command " + id);
        };
    }

    private Answer list(Call call) throws Exception {
        CommandPage page = ledger.list(filter(call));
        return Answer.json(200, Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("commands");
            for (CommandRow row : page.commands()) {
                CommandJson.write(json, row, Optional.empty());
            }
            json.writeEndArray();
            if (page.more()) {
                json.writeStringField(
                        "next_before", page.commands().getLast().id().toString());
            }
            json.writeEndObject();
        }));
    }

    private static CommandFilter filter(Call call) throws Problem {
        String agent = call.query("agent").orElse("");
        if (!agent.isEmpty()) {
            agent(agent);
        }
        String before = call.query("before").orElse("");
        if (!before.isEmpty()) {
            commandId(before);
        }
        return new CommandFilter(agent, phase(call), target(call), before, limit(call));
    }

    /// In the spelling the ledger has it in: `::ffff:10.0.0.1` is 10.0.0.1.
    private static String target(Call call) throws Problem {
        String target = call.query("target").orElse("");
        try {
            return target.isEmpty() ? "" : DeviceAddress.parse(target).toString();
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("target: " + e.getMessage());
        }
    }

    private static CommandFilter.Phase phase(Call call) throws Problem {
        String state = call.query("state").orElse("");
        if (state.isEmpty()) {
            return new CommandFilter.Phase.Any();
        }
        if (state.equals("open")) {
            return new CommandFilter.Phase.Open();
        }
        return OutcomeKind.named(state)
                .map(CommandFilter.Phase.Ended::new)
                .orElseThrow(() -> Problem.badRequest("state must be open or the name of an outcome"));
    }

    private static int limit(Call call) throws Problem {
        try {
            int limit = Integer.parseInt(call.query("limit").orElse(Integer.toString(DEFAULT_LIMIT)));
            if (limit >= 1 && limit <= CommandFilter.MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException _) {
            // Answered below, as a number out of bounds is.
        }
        throw Problem.badRequest("limit must be 1 to " + CommandFilter.MAX_LIMIT);
    }

    private static Duration wait(Call call) throws Problem {
        return Prefer.wait(call).orElse(Duration.ZERO);
    }

    private static CommandId id(Call call) throws Problem {
        return commandId(call.path("id"));
    }

    static CommandId commandId(String text) throws Problem {
        try {
            return CommandId.parse(text);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(String.valueOf(e.getMessage()));
        }
    }

    static AgentId agent(String text) throws Problem {
        try {
            return new AgentId(text);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(String.valueOf(e.getMessage()));
        }
    }
}
