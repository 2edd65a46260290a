package io.pypnm.remote.contracts.stomp;

import io.pypnm.remote.contracts.stomp.StompProtocolException.Reason;

/// Command and headers of the frame that is being read.
///
/// Owned by the decoder; a fresh one for every frame.
final class FrameHead {
    private static final int NOT_SAID = -1;

    private final StompCommand command;
    private final StompVersion escaping;
    private final StompHeaders.Builder headers = StompHeaders.builder();
    private int lines;
    private int contentLength = NOT_SAID;
    private boolean complete;

    FrameHead(StompCommand command, StompVersion negotiated) {
        this.command = command;
        this.escaping = command.escaping(negotiated);
    }

    /// Adds the header in the first `length` bytes of `line`.
    void add(byte[] line, int length, StompLimits limits) throws StompProtocolException {
        lines++;
        if (lines > limits.maxHeaders()) {
            throw new StompProtocolException(Reason.TOO_MANY_HEADERS, "more than " + limits.maxHeaders() + " headers");
        }
        HeaderLine header = HeaderLine.parse(line, length, escaping);
        if (!header.name().equals(StompHeaders.CONTENT_LENGTH)) {
            headers.add(header.name(), header.value());
        } else if (contentLength == NOT_SAID) {
            contentLength = header.length(limits.maxFrameBytes());
        }
    }

    /// Says that the blank line was read.
    void complete() throws StompProtocolException {
        if (!command.mayHaveBody()) {
            if (contentLength > 0) {
                throw new StompProtocolException(Reason.UNEXPECTED_BODY, command.text() + " announces a body");
            }
            contentLength = 0;
        }
        complete = true;
    }

    boolean isComplete() {
        return complete;
    }

    StompCommand command() {
        return command;
    }

    /// Whether the length of the body is known; else it ends at the first NUL.
    boolean hasContentLength() {
        return contentLength != NOT_SAID;
    }

    /// Bytes of the body; only where [#hasContentLength()].
    int contentLength() {
        return contentLength;
    }

    StompFrame withBody(byte[] body) {
        return new StompFrame(command, headers.build(), body);
    }
}
