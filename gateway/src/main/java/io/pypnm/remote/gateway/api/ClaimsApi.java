package io.pypnm.remote.gateway.api;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.wire.ClaimHeaders;
import io.pypnm.remote.gateway.access.AgentLogin;
import io.pypnm.remote.gateway.access.AgentTokens;
import io.pypnm.remote.gateway.claim.ClaimException;
import io.pypnm.remote.gateway.claim.ClaimStore;
import io.pypnm.remote.gateway.claim.Upload;
import io.pypnm.remote.gateway.claim.Upload.What;
import io.pypnm.remote.gateway.http.Answer;
import io.pypnm.remote.gateway.http.Call;
import io.pypnm.remote.gateway.http.Problem;
import io.pypnm.remote.gateway.http.Route;
import io.pypnm.remote.gateway.ledger.Standing;
import io.pypnm.remote.gateway.session.AgentSessions;
import io.pypnm.remote.gateway.session.LiveAgent;
import io.pypnm.remote.gateway.store.Ledger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `/api/claims/{command}`: agents put outcomes here that are too large for a frame, and contents that outcomes name,
/// in parts that can be resumed. Open only to the agent, instance and epoch that are connected now and whose command it
/// is.
final class ClaimsApi {
    private static final Map<String, String> CHALLENGE = Map.of("WWW-Authenticate", "Basic realm=\"pypnm\"");
    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,12})-(\\d{1,12})/(\\d{1,12})");

    private final AgentTokens tokens;
    private final AgentSessions sessions;
    private final Ledger ledger;
    private final ClaimStore claims;
    private final int maxPart;

    ClaimsApi(AgentTokens tokens, AgentSessions sessions, Ledger ledger, ClaimStore claims, int maxPart) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.ledger = ledger;
        this.claims = claims;
        this.maxPart = maxPart;
    }

    List<Route> routes() {
        return List.of(
                Route.open("HEAD", "/api/claims/{command}", this::offset),
                Route.open("PUT", "/api/claims/{command}", this::put));
    }

    private static What what(Call call) throws Problem {
        String what = call.header(ClaimHeaders.CLAIM).orElse(ClaimHeaders.OUTCOME);
        return switch (what) {
            case ClaimHeaders.OUTCOME -> What.OUTCOME;
            case ClaimHeaders.CONTENT -> What.CONTENT;
            default -> throw Problem.badRequest("Claim must be outcome or content");
        };
    }

    private Answer offset(Call call) throws Exception {
        AgentId agent = agent(call);
        CommandId command = command(call, agent);
        try {
            long offset = claims.offset(
                    agent, command, what(call), call.header(ClaimHeaders.SHA256).orElse(""));
            return Answer.empty(200, Map.of(ClaimHeaders.UPLOAD_OFFSET, Long.toString(offset)));
        } catch (ClaimException e) {
            throw new Problem(code(e), String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private Answer put(Call call) throws Exception {
        AgentId agent = agent(call);
        CommandId command = command(call, agent);
        Upload upload = upload(call, agent, command);
        if (upload.length() > maxPart) {
            throw new Problem(Problem.Code.BODY_TOO_LARGE, "a part has at most " + maxPart + " bytes");
        }
        try {
            long now = claims.append(upload, call.stream());
            return Answer.empty(
                    now == upload.total() ? 204 : 308, Map.of(ClaimHeaders.UPLOAD_OFFSET, Long.toString(now)));
        } catch (ClaimException e) {
            throw new Problem(
                    code(e),
                    String.valueOf(e.getMessage()),
                    Map.of(ClaimHeaders.UPLOAD_OFFSET, Long.toString(e.offset())));
        } catch (IOException e) {
            throw new Problem(Problem.Code.TOO_SLOW, "the part did not arrive: " + e.getMessage());
        }
    }

    static Problem.Code code(ClaimException e) {
        return switch (e.reason()) {
            case WRONG_OFFSET -> Problem.Code.WRONG_OFFSET;
            case TOO_LARGE -> Problem.Code.BODY_TOO_LARGE;
            case QUOTA -> Problem.Code.QUOTA;
            case DAMAGED -> Problem.Code.CLAIM_DAMAGED;
            case DISK_FULL -> Problem.Code.DISK_FULL;
            case STORAGE -> Problem.Code.UNAVAILABLE;
        };
    }

    private AgentId agent(Call call) throws Exception {
        String[] idAndToken = credentials(call);
        InstanceId instance = instance(call);
        var peer = new AgentLogin.Peer(call.source(), new AgentLogin.Announced.Instance(instance));
        AgentId agent = switch (tokens.login(idAndToken[0], new Secret(idAndToken[1]), peer)) {
            case AgentLogin.Granted granted -> granted.agent();
            case AgentLogin.Refused _ ->
                throw new Problem(Problem.Code.UNAUTHENTICATED, "agent id and token do not fit", CHALLENGE);
            case AgentLogin.Delayed(Duration retryAfter) ->
                throw new Problem(
                        Problem.Code.TOO_MANY_REQUESTS,
                        "too many wrong tokens from here",
                        Map.of("Retry-After", Long.toString(retryAfter.toSeconds() + 1)));
        };
        Optional<LiveAgent> live = sessions.find(agent);
        boolean itself = live.isPresent()
                && live.get().identity().instance().equals(instance)
                && call.header(ClaimHeaders.EPOCH)
                        .orElse("")
                        .equals(Long.toString(live.get().identity().epoch()));
        if (!itself) {
            throw new Problem(Problem.Code.FORBIDDEN, "only the agent's live session may upload");
        }
        return agent;
    }

    /// RFC 7617: `Basic base64(agent:token)`.
    private static String[] credentials(Call call) throws Problem {
        String header = call.header("Authorization").orElse("");
        if (header.startsWith("Basic ")) {
            try {
                byte[] decoded = Base64.getDecoder().decode(header.substring("Basic ".length()));
                String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
                if (parts.length == 2 && !parts[1].isBlank()) {
                    return parts;
                }
            } catch (IllegalArgumentException _) {
                // Answered below, as no credentials are.
            }
        }
        throw new Problem(Problem.Code.UNAUTHENTICATED, "send Authorization: Basic", CHALLENGE);
    }

    private static InstanceId instance(Call call) throws Problem {
        try {
            return InstanceId.parse(call.header(ClaimHeaders.INSTANCE).orElse(""));
        } catch (IllegalArgumentException _) {
            throw Problem.badRequest("Instance must be the agent's instance");
        }
    }

    private CommandId command(Call call, AgentId agent) throws Exception {
        CommandId command = CommandsApi.commandId(call.path("command"));
        Optional<Standing> standing = ledger.standing(command);
        boolean isOpen = standing.isPresent()
                && standing.get().agent().equals(agent)
                && !standing.get().hasEnded();
        if (!isOpen) {
            throw Problem.notFound("an open command " + command + " of this agent");
        }
        return command;
    }

    private static Upload upload(Call call, AgentId agent, CommandId command) throws Problem {
        Matcher range = RANGE.matcher(call.header("Content-Range").orElse(""));
        if (!range.matches()) {
            throw Problem.badRequest("Content-Range must be bytes FIRST-LAST/TOTAL");
        }
        try {
            long first = Long.parseLong(range.group(1));
            long last = Long.parseLong(range.group(2));
            long total = Long.parseLong(range.group(3));
            return new Upload(
                    agent,
                    command,
                    what(call),
                    call.header(ClaimHeaders.SHA256).orElse(""),
                    first,
                    last - first + 1,
                    total);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(String.valueOf(e.getMessage()));
        }
    }
}
