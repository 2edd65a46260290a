package io.pypnm.remote.contracts.stomp;

import io.pypnm.remote.contracts.stomp.StompProtocolException.Reason;

/// One header as received: split at its first colon, escapes undone, decoded.
///
/// A bare colon in a value is taken as it is, as every peer does: a passcode in a CONNECT frame may hold one.
record HeaderLine(String name, String value) {

    /// @param bytes    the line in its first `length` bytes, without line end; escapes are undone in place
    /// @param escaping the version whose escapes are undone
    static HeaderLine parse(byte[] bytes, int length, StompVersion escaping) throws StompProtocolException {
        int colon = -1;
        boolean backslash = false;
        for (int i = 0; i < length; i++) {
            switch (bytes[i]) {
                case ':' -> colon = colon < 0 ? i : colon;
                case '\\' -> backslash = true;
                case '\r' -> throw new StompProtocolException(Reason.BAD_HEADER, "CR within a header line");
                default -> {}
            }
        }
        if (colon <= 0) {
            throw new StompProtocolException(
                    Reason.BAD_HEADER, colon < 0 ? "header line without a colon" : "header without a name");
        }
        if (!backslash || escaping == StompVersion.V1_0) {
            return new HeaderLine(Utf8.decode(bytes, 0, colon), Utf8.decode(bytes, colon + 1, length));
        }
        int nameEnd = unescape(bytes, 0, colon, escaping);
        int valueEnd = unescape(bytes, colon + 1, length, escaping);
        return new HeaderLine(Utf8.decode(bytes, 0, nameEnd), Utf8.decode(bytes, colon + 1, valueEnd));
    }

    /// The value as a number of bytes.
    int length(int maxBytes) throws StompProtocolException {
        long bytes = 0;
        for (int i = 0; i < value.length(); i++) {
            char digit = value.charAt(i);
            if (digit < '0' || digit > '9') {
                throw new StompProtocolException(
                        Reason.BAD_CONTENT_LENGTH, name + " holds a character that is no digit");
            }
            bytes = Math.min(10 * bytes + (digit - '0'), Integer.MAX_VALUE);
        }
        if (value.isEmpty()) {
            throw new StompProtocolException(Reason.BAD_CONTENT_LENGTH, name + " is empty");
        }
        if (bytes > maxBytes) {
            throw new StompProtocolException(Reason.FRAME_TOO_LARGE, name + " is more than " + maxBytes);
        }
        return (int) bytes;
    }

    /// Undoes the escapes from `from` to `to` in place. Returns the new end.
    private static int unescape(byte[] bytes, int from, int to, StompVersion version) throws StompProtocolException {
        int end = from;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '\\') {
                i++;
                b = i < to ? unescaped(bytes[i], version) : badEscape();
            }
            bytes[end++] = b;
        }
        return end;
    }

    private static byte unescaped(byte code, StompVersion version) throws StompProtocolException {
        return switch (code) {
            case 'n' -> '\n';
            case 'c' -> ':';
            case '\\' -> '\\';
            case 'r' -> version == StompVersion.V1_2 ? (byte) '\r' : badEscape();
            default -> badEscape();
        };
    }

    private static byte badEscape() throws StompProtocolException {
        throw new StompProtocolException(Reason.BAD_ESCAPE, "backslash before no character that can be escaped");
    }
}
