package io.pypnm.remote.contracts.stomp;

import io.pypnm.remote.contracts.stomp.StompProtocolException.Reason;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Turns frames into bytes. Stateless: [#encode] and [#heartBeat] may be called from any thread.
///
/// Frames that may have a body always carry `content-length`. Lines end in LF, in every version.
///
/// | in a header | 1.0, and CONNECT, STOMP, CONNECTED | 1.1     | 1.2     |
/// |-------------|------------------------------------|---------|---------|
/// | LF          | refused                            | `\n`    | `\n`    |
/// | colon       | refused in a name, else as it is   | `\c`    | `\c`    |
/// | backslash   | as it is                           | `\\`    | `\\`    |
/// | CR          | refused                            | refused | `\r`    |
/// | NUL         | refused                            | refused | refused |
///
/// CR is refused where it cannot be escaped, and NUL always, although 1.1 and 1.0 allow them: peers take the one for a
/// part of the line end and the other for the end of the frame.
public final class StompEncoder {
    private static final byte LF = '\n';

    /// Room for a command, the content-length header, the blank line and NUL.
    private static final int FRAMING_BYTES = 48;

    /// A char takes at most 3 bytes in UTF-8, and an escaped one 2.
    private static final int MAX_BYTES_PER_CHAR = 3;

    private final StompVersion escaping;
    private byte[] bytes;
    private int length;

    private StompEncoder(StompVersion escaping, int expectedBytes) {
        this.escaping = escaping;
        this.bytes = new byte[expectedBytes];
    }

    /// The bytes of `frame` on a connection that speaks `version` (`V1_0` until one is negotiated).
    ///
    /// @return a fresh buffer over an array of its own
    /// @throws StompProtocolException `BAD_HEADER` or `BAD_UTF8` where the version cannot express a header
    public static ByteBuffer encode(StompFrame frame, StompVersion version) throws StompProtocolException {
        StompEncoder encoder = new StompEncoder(frame.command().escaping(version), expectedBytes(frame));
        encoder.write(frame);
        return ByteBuffer.wrap(encoder.bytes, 0, encoder.length);
    }

    /// The byte that says "I am here" between two frames, in a fresh buffer.
    public static ByteBuffer heartBeat() {
        return ByteBuffer.wrap(new byte[] {LF});
    }

    /// Exact for ASCII without escapes.
    private static int expectedBytes(StompFrame frame) {
        StompHeaders headers = frame.headers();
        int expected = FRAMING_BYTES + frame.body().length;
        for (int i = 0; i < headers.size(); i++) {
            expected += headers.nameAt(i).length() + headers.valueAt(i).length() + 2;
        }
        return expected;
    }

    private void write(StompFrame frame) throws StompProtocolException {
        text(frame.command().text(), true);
        put(LF);
        byte[] body = frame.body();
        if (frame.command().mayHaveBody()) {
            header(StompHeaders.CONTENT_LENGTH, Integer.toString(body.length));
        }
        StompHeaders headers = frame.headers();
        for (int i = 0; i < headers.size(); i++) {
            header(headers.nameAt(i), headers.valueAt(i));
        }
        reserve(body.length + 2);
        put(LF);
        System.arraycopy(body, 0, bytes, length, body.length);
        length += body.length;
        put((byte) 0);
    }

    private void header(String name, String value) throws StompProtocolException {
        text(name, true);
        reserve(1);
        put((byte) ':');
        text(value, false);
        reserve(1);
        put(LF);
    }

    /// Writes the plain start of `text` byte by char, which is nearly always all of it.
    private void text(String text, boolean isName) throws StompProtocolException {
        reserve(text.length());
        int i = 0;
        while (i < text.length() && isPlain(text.charAt(i))) {
            put((byte) text.charAt(i++));
        }
        reserve(MAX_BYTES_PER_CHAR * (text.length() - i));
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            codePoint(codePoint, isName);
            i += Character.charCount(codePoint);
        }
    }

    /// ASCII that means itself in every version.
    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x80 && c != ':' && c != '\\';
    }

    private void codePoint(int codePoint, boolean isName) throws StompProtocolException {
        boolean escapes = escaping != StompVersion.V1_0;
        switch (codePoint) {
            case '\\' -> special(codePoint, '\\', escapes, true);
            case ':' -> special(codePoint, 'c', escapes, !isName);
            case '\n' -> special(codePoint, 'n', escapes, false);
            case '\r' -> special(codePoint, 'r', escaping == StompVersion.V1_2, false);
            case 0 -> special(codePoint, '0', false, false);
            default -> utf8(codePoint);
        }
    }

    private void special(int octet, char code, boolean escapes, boolean mayStandBare) throws StompProtocolException {
        if (escapes) {
            put((byte) '\\');
            put((byte) code);
        } else if (mayStandBare) {
            put((byte) octet);
        } else {
            throw new StompProtocolException(
                    Reason.BAD_HEADER, "octet " + octet + " cannot stand in a header of STOMP " + escaping.text());
        }
    }

    private void utf8(int codePoint) throws StompProtocolException {
        if (codePoint < 0x80) {
            put((byte) codePoint);
        } else if (codePoint < 0x800) {
            put((byte) (0xC0 | (codePoint >> 6)));
            continuation(codePoint);
        } else if (codePoint < 0x10000) {
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                throw new StompProtocolException(Reason.BAD_UTF8, "half a surrogate pair in a header");
            }
            put((byte) (0xE0 | (codePoint >> 12)));
            continuation(codePoint >> 6);
            continuation(codePoint);
        } else {
            put((byte) (0xF0 | (codePoint >> 18)));
            continuation(codePoint >> 12);
            continuation(codePoint >> 6);
            continuation(codePoint);
        }
    }

    private void continuation(int bits) {
        put((byte) (0x80 | (bits & 0x3F)));
    }

    private void put(byte b) {
        bytes[length++] = b;
    }

    private void reserve(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
        }
    }
}
