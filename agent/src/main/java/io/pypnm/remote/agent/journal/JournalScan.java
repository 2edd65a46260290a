package io.pypnm.remote.agent.journal;

import io.pypnm.remote.contracts.address.InstanceId;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Reads a journal from its beginning, once, and tells what is at its end: nothing, a torn record, or damage.
///
/// A record that cannot be read is torn if nothing after it proves otherwise: it was being written when the power went,
/// and nobody was told that it was durable. It is damage if a later [JournalRecord.Synced] says that it was synced.
final class JournalScan {
    /// Takes each record with its place in the file.
    interface Visitor {
        void visit(JournalRecord record, long offset, int length);
    }

    /// @param end   where the next record goes
    /// @param torn  bytes behind it that are no record
    record Result(InstanceId instance, long end, long torn) {}

    private final Path file;
    private final byte[] record = new byte[RecordCodec.HEAD_BYTES + RecordCodec.MAX_PAYLOAD_BYTES];
    private long offset;

    private JournalScan(Path file) {
        this.file = file;
    }

    static Result read(Path file, Visitor visitor) throws IOException {
        return new JournalScan(file).run(visitor);
    }

    private Result run(Visitor visitor) throws IOException {
        long size = Files.size(file);
        InstanceId instance;
        try (InputStream in = open()) {
            instance = RecordCodec.decodeHeader(in.readNBytes(RecordCodec.HEADER_BYTES))
                    .orElseThrow(() -> new JournalDamagedException(file, 0, "this is not the head of a journal"));
            offset = RecordCodec.HEADER_BYTES;
            for (int length = next(in); length > 0; length = next(in)) {
                Optional<JournalRecord> decoded = RecordCodec.decode(record, length);
                if (decoded.isEmpty()) {
                    break;
                }
                visitor.visit(decoded.get(), offset, length);
                offset += length;
            }
        }
        requireTorn();
        return new Result(instance, offset, size - offset);
    }

    private InputStream open() throws IOException {
        return new BufferedInputStream(Files.newInputStream(file), 64 << 10);
    }

    /// Reads the bytes of one record. Returns their number, or 0 if there are not so many.
    private int next(InputStream in) throws IOException {
        if (in.readNBytes(record, 0, RecordCodec.HEAD_BYTES) < RecordCodec.HEAD_BYTES) {
            return 0;
        }
        int payload = RecordCodec.payloadBytes(ByteBuffer.wrap(record)).orElse(0);
        boolean whole = payload > 0 && in.readNBytes(record, RecordCodec.HEAD_BYTES, payload) == payload;
        return whole ? RecordCodec.HEAD_BYTES + payload : 0;
    }

    /// Looks at every byte behind the unreadable record for the proof that it was once synced.
    private void requireTorn() throws IOException {
        try (DataInputStream in = new DataInputStream(open())) {
            in.skipNBytes(offset);
            byte[] window = new byte[RecordCodec.SYNCED_BYTES];
            int filled = in.readNBytes(window, 0, window.length);
            while (filled == window.length) {
                if (provesSync(window)) {
                    throw new JournalDamagedException(file, offset, "the record there was synced and cannot be read");
                }
                System.arraycopy(window, 1, window, 0, window.length - 1);
                int next = in.read();
                window[window.length - 1] = (byte) next;
                filled = next < 0 ? 0 : window.length;
            }
        }
    }

    private boolean provesSync(byte[] window) {
        return ByteBuffer.wrap(window).getInt() == RecordCodec.SYNCED_BYTES - RecordCodec.HEAD_BYTES
                && RecordCodec.decode(window, window.length).orElse(null) instanceof JournalRecord.Synced(long upTo)
                && upTo > offset;
    }
}
