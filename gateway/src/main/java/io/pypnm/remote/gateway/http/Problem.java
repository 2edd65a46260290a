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
        METHOD_NOT_ALLOWED(405, "Method not allowed"),
        TOO_SLOW(408, "Too slow"),
        WRONG_OFFSET(409, "Wrong offset"),
        GONE(410, "Not kept any more"),
        BODY_TOO_LARGE(413, "Body too large"),
        RANGE_NOT_SATISFIABLE(416, "Range not satisfiable"),
        IDEMPOTENCY_MISMATCH(422, "Idempotency key used for another request"),
        CLAIM_DAMAGED(422, "Claim damaged"),
        UPGRADE_REQUIRED(426, "WebSocket wanted"),
        TOO_MANY_REQUESTS(429, "Too many requests"),
        HEADERS_TOO_LARGE(431, "Headers too large"),
        INTERNAL(500, "Internal error"),
        UNAVAILABLE(503, "Not available now"),
        QUEUE_FULL(503, "The agent's queue is full"),
        DISK_FULL(503, "The gateway's disk is full"),
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

    public Problem(Code code, String detail) {
        this(code, detail, Map.of());
    }

    public Problem(Code code, String detail, Map<String, String> headers) {
        super(detail);
        this.code = code;
        this.headers = Map.copyOf(headers);
    }

    /// Problem details (RFC 9457 section 3).
    static byte[] json(int status, String title, String code, String detail) {
        String told = detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) + "..." : detail;
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("type", "about:blank");
            json.writeStringField("title", title);
            json.writeNumberField("status", status);
            json.writeStringField("code", code);
            json.writeStringField("detail", told);
            json.writeEndObject();
        });
    }

    /// Whether nobody knows yet who asks.
    boolean isOfStrangers() {
        return code == Code.UNAUTHENTICATED || code == Code.TOO_MANY_REQUESTS;
    }

    /// This problem as an answer.
    Answer answer() {
        byte[] body = json(code.status(), code.title(), code.name(), String.valueOf(getMessage()));
        return new Answer(code.status(), headers, new Answer.Body.Bytes("application/problem+json", body));
    }

    public static Problem badRequest(String detail) {
        return new Problem(Code.BAD_REQUEST, detail);
    }

    public static Problem notFound(String what) {
        return new Problem(Code.NOT_FOUND, what + " does not exist");
    }
}
