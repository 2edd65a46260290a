package io.pypnm.remote.agent.files.sftp;

import io.pypnm.remote.agent.files.sftp.SftpException.Reason;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A reply without its number. Whatever lengths it tells are held against what is really there.
///
/// @param body what follows the number
record Reply(byte type, ByteBuffer body) {
    private static final int EOF = 1;
    private static final int NO_SUCH_FILE = 2;
    private static final int PERMISSION_DENIED = 3;
    private static final int MAX_HANDLE_BYTES = 256;
    private static final int MAX_MESSAGE_BYTES = 500;

    private static final int HAS_SIZE = 1;
    private static final int HAS_OWNER = 2;
    private static final int HAS_PERMISSIONS = 4;
    private static final int HAS_TIMES = 8;
    private static final int HAS_MORE = 0x8000_0000;
    private static final int MAX_EXTENSIONS = 100;

    byte[] handle() throws SftpException {
        byte[] handle = parse(Packet.HANDLE, Reply::string);
        if (handle.length > MAX_HANDLE_BYTES) {
            throw protocol("a handle of " + handle.length + " bytes");
        }
        return handle;
    }

    /// The bytes of a file, at least 1; the array behind it is nobody else's.
    ByteBuffer data(int asked) throws SftpException {
        ByteBuffer data = parse(Packet.DATA, body -> {
            int length = length(body);
            return body.slice(body.position(), length);
        });
        if (data.remaining() < 1 || data.remaining() > asked) {
            throw protocol(data.remaining() + " bytes where " + asked + " were asked for");
        }
        return data;
    }

    SftpAttributes attributes() throws SftpException {
        return parse(Packet.ATTRS, Reply::attributes);
    }

    List<SftpEntry> names() throws SftpException {
        return parse(Packet.NAME, body -> {
            int count = body.getInt();
            List<SftpEntry> entries = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String name = new String(string(body), StandardCharsets.UTF_8);
                string(body); // as `ls -l` writes it
                entries.add(new SftpEntry(name, attributes(body)));
            }
            return entries;
        });
    }

    private <T> T parse(byte expected, Parsing<T> parsing) throws SftpException {
        try {
            if (type == Packet.STATUS) {
                throw status();
            }
            if (type != expected) {
                throw protocol("packet " + type + " where " + expected + " was expected");
            }
            return parsing.parse(body);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw protocol("a length in packet " + type + " that leads out of it");
        }
    }

    private SftpException status() throws SftpException {
        int code = body.getInt();
        byte[] message = body.hasRemaining() ? string(body) : new byte[0];
        int length = Math.min(message.length, MAX_MESSAGE_BYTES);
        String text = "status " + code + ": " + new String(message, 0, length, StandardCharsets.UTF_8);
        return switch (code) {
            case 0 -> protocol("OK where an answer was expected");
            case EOF -> new SftpException(Reason.END, text);
            case NO_SUCH_FILE -> new SftpException(Reason.NOT_FOUND, text);
            case PERMISSION_DENIED -> new SftpException(Reason.PERMISSION_DENIED, text);
            default -> new SftpException(Reason.FAILURE, text);
        };
    }

    private static SftpAttributes attributes(ByteBuffer body) {
        int flags = body.getInt();
        long size = (flags & HAS_SIZE) == 0 ? -1 : body.getLong();
        if ((flags & HAS_OWNER) != 0) {
            body.getLong();
        }
        int mode = (flags & HAS_PERMISSIONS) == 0 ? 0 : body.getInt();
        long modified = 0;
        if ((flags & HAS_TIMES) != 0) {
            body.getInt();
            modified = Integer.toUnsignedLong(body.getInt());
        }
        int extensions = (flags & HAS_MORE) == 0 ? 0 : body.getInt();
        if (extensions < 0 || extensions > MAX_EXTENSIONS) {
            throw new IllegalArgumentException("extensions: " + extensions);
        }
        for (int i = 0; i < 2 * extensions; i++) {
            string(body);
        }
        return new SftpAttributes(size, mode, modified);
    }

    private static byte[] string(ByteBuffer body) {
        byte[] string = new byte[length(body)];
        body.get(string);
        return string;
    }

    /// Of what follows, which is all there.
    private static int length(ByteBuffer body) {
        int length = body.getInt();
        if (length < 0 || length > body.remaining()) {
            throw new BufferUnderflowException();
        }
        return length;
    }

    static SftpException protocol(String what) {
        return new SftpException(Reason.PROTOCOL, "the server does not keep to SFTP: " + what);
    }

    private interface Parsing<T> {
        T parse(ByteBuffer body);
    }
}
