package io.pypnm.remote.gateway.http;

import java.util.Map;

/// A request that is not carried out, as RFC 9457 problem details: nothing was accepted.
public final class Problem extends Exception {
    private static final long serialVersionUID = 1L;

    /// Machine-readable reasons, each with its HTTP status. The constant's name is its wire name; codes are added,
    /// never re-used.
    public enum Code {
        BAD_REQUEST(400, "Bad request"),
        UNKNOWN_COMMAND(400, "Unknown command"),
        UNAUTHENTICATED(401, "Not authenticated"),
        FORBIDDEN(403, "Not allowed"),
        NOT_FOUND(404, "Not found"),
        MODEM_UNKNOWN(404, "No CMTS knows the modem"),
        NO_SUCH_CHANNEL(404, "The modem has no such channel"),
        METHOD_NOT_ALLOWED(405, "Method not allowed"),
        TOO_SLOW(408, "Too slow"),
        NOT_ACCEPTABLE(406, "Not to be had in this form"),
        WRONG_OFFSET(409, "Wrong offset"),
        MEASUREMENT_RUNNING(409, "The modem is being measured"),
        DEVICE_BUSY(409, "The device is at work"),
        MODEM_OFFLINE(409, "The modem is not online"),
        CANCELLED(409, "Cancelled"),
        GONE(410, "Not kept any more"),
        BODY_TOO_LARGE(413, "Body too large"),
        RANGE_NOT_SATISFIABLE(416, "Range not satisfiable"),
        IDEMPOTENCY_MISMATCH(422, "Idempotency key used for another request"),
        CLAIM_DAMAGED(422, "Claim damaged"),
        UNSUPPORTED(422, "The device cannot do it"),
        UPGRADE_REQUIRED(426, "WebSocket wanted"),
        TOO_MANY_REQUESTS(429, "Too many requests"),
        HEADERS_TOO_LARGE(431, "Headers too large"),
        INTERNAL(500, "Internal error"),
        DEVICE_FAILED(502, "The device did not do it"),
        AGENT_REFUSED(502, "The agent does not do it"),
        CMTS_ERROR(502, "The CMTS answered with an error"),
        UNKNOWN_RESULT(502, "Nobody can say how it ended"),
        UNAVAILABLE(503, "Not available now"),
        QUEUE_FULL(503, "The agent's queue is full"),
        DISK_FULL(503, "The gateway's disk is full"),
        NO_AGENT(503, "No agent does it now"),
        NO_CMTS(503, "No CMTS is configured"),
        CMTS_TIMEOUT(504, "The CMTS did not answer"),
        TIMED_OUT(504, "Not done in time"),
        QUOTA(507, "Quota used up");

        private final int status;
        private final String title;

        Code(int status, String title) {
            this.status = status;
            this.title = title;
        }

        public int status() {
            return status;
        }

        public String title() {
            return title;
        }
    }

    /// A detail may quote the request; its caller knows the rest.
    private static final int MAX_DETAIL = 500;

    private final Code code;
    private final transient Map<String, String> headers;
    private final transient Json.Writing members;

    public Problem(Code code, String detail) {
        this(code, detail, Map.of());
    }

    public Problem(Code code, String detail, Map<String, String> headers) {
        this(code, detail, headers, _ -> {});
    }

    /// One that says more than others do.
    ///
    /// @param members writes them (RFC 9457 section 3.2)
    public Problem(Code code, String detail, Map<String, String> headers, Json.Writing members) {
        super(detail);
        this.code = code;
        this.headers = Map.copyOf(headers);
        this.members = members;
    }

    /// Problem details (RFC 9457 section 3).
    static byte[] json(int status, String title, String code, String detail) {
        return json(status, title, code, detail, _ -> {});
    }

    private static byte[] json(int status, String title, String code, String detail, Json.Writing members) {
        String told = detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) + "..." : detail;
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("type", "about:blank");
            json.writeStringField("title", title);
            json.writeNumberField("status", status);
            json.writeStringField("code", code);
            json.writeStringField("detail", told);
            members.to(json);
            json.writeEndObject();
        });
    }

    /// Whether nobody knows yet who asks.
    boolean isOfStrangers() {
        return code == Code.UNAUTHENTICATED || code == Code.TOO_MANY_REQUESTS;
    }

    /// This problem as an answer.
    Answer answer() {
        byte[] body = json(code.status(), code.title(), code.name(), String.valueOf(getMessage()), members);
        return new Answer(code.status(), headers, new Answer.Body.Bytes("application/problem+json", body));
    }

    public static Problem badRequest(String detail) {
        return new Problem(Code.BAD_REQUEST, detail);
    }

    public static Problem notFound(String what) {
        return new Problem(Code.NOT_FOUND, what + " does not exist");
    }
}
