package io.pypnm.remote.contracts.stomp;

/// Bytes that are no STOMP, break a limit, or a frame the connection's version cannot express.
///
/// The message never repeats what the peer sent, so it may be logged and put into an `ERROR` frame.
public final class StompProtocolException extends Exception {
    /// What is wrong.
    public enum Reason {
        /// More header lines than [StompLimits#maxHeaders()].
        TOO_MANY_HEADERS,
        /// A header line longer than [StompLimits#maxLineBytes()].
        LINE_TOO_LONG,
        /// A frame longer than [StompLimits#maxFrameBytes()], or announced to be so by its `content-length`.
        FRAME_TOO_LARGE,
        /// A backslash sequence the version does not define.
        BAD_ESCAPE,
        /// A header without a colon or a name, or with an octet that the version can neither write nor escape.
        BAD_HEADER,
        /// The first line of a frame is no STOMP command.
        UNKNOWN_COMMAND,
        /// A `content-length` that is not a decimal number.
        BAD_CONTENT_LENGTH,
        /// The octet after the body is not NUL.
        MISSING_NUL,
        /// A body on a frame other than `SEND`, `MESSAGE` and `ERROR`.
        UNEXPECTED_BODY,
        /// Text that is not well-formed UTF-8 (received), or holds half a surrogate pair (to be sent).
        BAD_UTF8,
        /// A `heart-beat` header that is not two numbers within [HeartBeat#MAX_MILLIS].
        BAD_HEART_BEAT
    }

    private final Reason reason;

    public StompProtocolException(Reason reason, String detail) {
        super(reason + ": " + detail);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
