package io.pypnm.remote.contracts.stomp;

import io.pypnm.remote.contracts.stomp.StompProtocolException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns the bytes of one connection into frames and heart-beats, wherever a sender or a network cut them.
///
/// ```
/// while (input.hasRemaining()) {
///     decoder.next(input).ifPresent(this::handle);
/// }
/// ```
///
/// Input is copied, not kept, and no byte is read again when more arrive. Memory follows what has arrived, not what is
/// announced, and the limits bound it; below 2 KiB of it is kept between frames.
///
/// Where the specification leaves a choice, or peers differ:
/// - A CR before an LF belongs to the line end in every version: a 1.2 client opens with such lines before any version
///   is agreed. Elsewhere CR is refused, as is NUL in a command or a header.
/// - Nothing is trimmed. Header names and commands are case-sensitive.
/// - `content-length` is honoured in every version; the first one counts; it is not among the frame's headers.
/// - A body on a frame that cannot have one is refused in 1.0 too.
///
/// Owned by the thread that reads the connection. After an exception nothing more can be read: every later call throws
/// the same exception.
public final class StompDecoder {
    private static final byte NUL = 0;
    private static final byte LF = '\n';
    private static final byte CR = '\r';
    private static final StompEvent BEAT = new StompEvent.Beat();

    private StompLimits limits;
    private StompVersion version = StompVersion.V1_0;
    private @Nullable StompProtocolException failure;

    // What was read of a frame that is not complete.
    private final GatheredBytes line = new GatheredBytes();
    private final GatheredBytes body = new GatheredBytes();
    private @Nullable FrameHead head;
    private int headBytes;

    public StompDecoder(StompLimits limits) {
        this.limits = limits;
    }

    /// Sets the version agreed on; it is 1.0 until then. Holds from the next frame on.
    public void version(StompVersion version) {
        this.version = version;
    }

    /// Sets other limits, as after a login. To be called between frames.
    public void limits(StompLimits limits) {
        this.limits = limits;
    }

    /// Reads up to the end of the next frame or heart-beat, and no further, so that version and limits can be set
    /// before the bytes behind it are looked at.
    ///
    /// @return empty when `input` is used up and nothing in it is complete
    public Optional<StompEvent> next(ByteBuffer input) throws StompProtocolException {
        if (failure != null) {
            throw failure;
        }
        try {
            Optional<StompEvent> event = Optional.empty();
            while (event.isEmpty() && input.hasRemaining()) {
                event = advance(input);
            }
            return event;
        } catch (StompProtocolException e) {
            failure = e;
            reset();
            throw e;
        }
    }

    /// Memory held for bytes of a frame that is not complete.
    int heldBytes() {
        return line.capacity() + body.capacity();
    }

    /// Reads on to the next line end, the end of the body, or the end of `input`.
    private Optional<StompEvent> advance(ByteBuffer input) throws StompProtocolException {
        FrameHead current = head;
        if (current == null) {
            return readCommand(input);
        }
        if (!current.isComplete()) {
            readHeader(current, input);
            return Optional.empty();
        }
        boolean whole = current.hasContentLength() ? readMeasuredBody(current, input) : readOpenBody(input);
        if (!whole) {
            return Optional.empty();
        }
        StompFrame frame = current.withBody(body.release());
        reset();
        return Optional.of(frame);
    }

    private Optional<StompEvent> readCommand(ByteBuffer input) throws StompProtocolException {
        if (!readLine(input, StompCommand.MAX_BYTES + 1, Reason.UNKNOWN_COMMAND, Reason.UNKNOWN_COMMAND)) {
            return Optional.empty();
        }
        int length = lineLength();
        if (length == 0) {
            reset();
            return Optional.of(BEAT);
        }
        StompCommand command = StompCommand.of(new String(line.bytes(), 0, length, StandardCharsets.ISO_8859_1))
                .orElseThrow(() -> new StompProtocolException(
                        Reason.UNKNOWN_COMMAND, "no command in a line of " + length + " bytes"));
        head = new FrameHead(command, version);
        line.clear();
        return Optional.empty();
    }

    private void readHeader(FrameHead current, ByteBuffer input) throws StompProtocolException {
        if (!readLine(input, limits.maxLineBytes(), Reason.LINE_TOO_LONG, Reason.BAD_HEADER)) {
            return;
        }
        int length = lineLength();
        if (length > 0) {
            current.add(line.bytes(), length, limits);
        } else {
            current.complete();
            if (current.hasContentLength() && current.contentLength() > limits.maxFrameBytes() - headBytes) {
                throw frameTooLarge();
            }
        }
        line.clear();
    }

    /// Reads a body of known length. True when it is complete and the NUL behind it was passed.
    private boolean readMeasuredBody(FrameHead current, ByteBuffer input) throws StompProtocolException {
        int missing = current.contentLength() - body.length();
        if (missing > 0) {
            body.append(input, Math.min(missing, input.remaining()), current.contentLength());
            return false;
        }
        if (input.get() != NUL) {
            throw current.command().mayHaveBody()
                    ? new StompProtocolException(Reason.MISSING_NUL, "no NUL after " + body.length() + " bytes of body")
                    : new StompProtocolException(
                            Reason.UNEXPECTED_BODY, current.command().text() + " has a body");
        }
        return true;
    }

    /// Reads a body that ends at the first NUL. True when that was passed.
    private boolean readOpenBody(ByteBuffer input) throws StompProtocolException {
        int room = limits.maxFrameBytes() - headBytes - body.length();
        int start = input.position();
        int end = windowEnd(input, room);
        int stop = indexOf(input, start, end, NUL, NUL);
        int count = stop - start;
        if (stop < end) {
            body.append(input, count, body.length() + count);
            input.get();
            return true;
        }
        if (count > room) {
            throw frameTooLarge();
        }
        body.append(input, count, body.length() + room);
        return false;
    }

    private void reset() {
        head = null;
        headBytes = 0;
        line.clear();
        body.clear();
    }

    /// Reads to the end of a line and past its LF. True when that was there.
    private boolean readLine(ByteBuffer input, int maxBytes, Reason tooLong, Reason nul) throws StompProtocolException {
        int lineRoom = maxBytes - line.length();
        int frameRoom = limits.maxFrameBytes() - headBytes - 1;
        int room = Math.min(lineRoom, frameRoom);
        int start = input.position();
        int end = windowEnd(input, room);
        int stop = indexOf(input, start, end, LF, NUL);
        int count = stop - start;
        if (count > room) {
            throw lineRoom <= frameRoom
                    ? new StompProtocolException(tooLong, "more than " + maxBytes + " bytes in a line")
                    : frameTooLarge();
        }
        headBytes += count;
        line.append(input, count, maxBytes);
        if (stop == end) {
            return false;
        }
        headBytes++;
        if (input.get() == NUL) {
            throw new StompProtocolException(nul, "NUL before the end of the headers");
        }
        return true;
    }

    /// Length of the line without the CR of its line end.
    private int lineLength() {
        int length = line.length();
        return length > 0 && line.bytes()[length - 1] == CR ? length - 1 : length;
    }

    /// One byte further than `room`: enough to see that there is none, and the same however the input was cut.
    private static int windowEnd(ByteBuffer input, int room) {
        return input.position() + Math.min(input.remaining(), Math.max(room + 1, 0));
    }

    /// Index of the first of two octets, or `end`.
    private static int indexOf(ByteBuffer input, int start, int end, byte one, byte other) {
        for (int i = start; i < end; i++) {
            byte b = input.get(i);
            if (b == one || b == other) {
                return i;
            }
        }
        return end;
    }

    private StompProtocolException frameTooLarge() {
        return new StompProtocolException(
                Reason.FRAME_TOO_LARGE, "more than " + limits.maxFrameBytes() + " bytes in a frame");
    }
}
