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
        WRONG_OFFSET(409, "Wrong offset"),
        BODY_TOO_LARGE(413, "Body too large"),
        IDEMPOTENCY_MISMATCH(422, "Idempotency key used for another request"),
        CLAIM_DAMAGED(422, "Claim damaged"),
        TOO_MANY_REQUESTS(429, "Too many requests"),
        INTERNAL(500, "Internal error"),
        UNAVAILABLE(503, "Not available now"),
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

    private final Code code;
    private final transient Map<String, String> headers;

    Problem(Code code, String detail) {
        this(code, detail, Map.of());
    }

    Problem(Code code, String detail, Map<String, String> headers) {
        super(detail);
        this.code = code;
        this.headers = Map.copyOf(headers);
    }

    Code code() {
        return code;
    }

    Map<String, String> headers() {
        return headers;
    }

    static Problem badRequest(String detail) {
        return new Problem(Code.BAD_REQUEST, detail);
    }

    static Problem notFound(String what) {
        return new Problem(Code.NOT_FOUND, what + " does not exist");
    }
}
