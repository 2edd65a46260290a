package io.pypnm.remote.agent.journal;

import io.pypnm.remote.contracts.address.InstanceId;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// The open file. Written by one thread that is never interrupted (an interrupt would close the channel); read by any
/// thread, through a descriptor of its own whose reads cannot be interrupted.
final class JournalFile implements AutoCloseable {
    private final Path path;
    private final RandomAccessFile out;
    private final RandomAccessFile in;
    private long end;

    private JournalFile(Path path, long end) throws IOException {
        this.path = path;
        this.end = end;
        this.out = new RandomAccessFile(path.toFile(), "rw");
        this.in = new RandomAccessFile(path.toFile(), "r");
        out.setLength(end);
        out.seek(end);
    }

    /// Makes a file with nothing but a header; an older one of that name is overwritten.
    static JournalFile create(Path path, InstanceId instance) throws IOException {
        Disk.createPrivate(path);
        JournalFile file = new JournalFile(path, 0);
        file.append(List.of(RecordCodec.encodeHeader(instance)));
        return file;
    }

    /// Opens a file that was scanned; what is behind `end` is cut off.
    static JournalFile open(Path path, long end) throws IOException {
        return new JournalFile(path, end);
    }

    /// Where the next record goes.
    long end() {
        return end;
    }

    /// Writes all or, if that fails, nothing.
    ///
    /// @throws JournalDamagedException if a part of it was written and cannot be cut off
    void append(List<ByteBuffer> records) throws IOException {
        long bytes = records.stream().mapToLong(ByteBuffer::remaining).sum();
        ByteBuffer[] buffers = records.toArray(ByteBuffer[]::new);
        try {
            for (long written = 0; written < bytes; ) {
                written += out.getChannel().write(buffers);
            }
        } catch (IOException e) {
            cutOff(e);
            throw e;
        }
        end += bytes;
    }

    private void cutOff(IOException why) throws JournalDamagedException {
        try {
            out.setLength(end);
            out.seek(end);
        } catch (IOException e) {
            var damaged = new JournalDamagedException(path, end, "half a record there cannot be cut off: " + e);
            damaged.addSuppressed(why);
            throw damaged;
        }
    }

    /// Returns when everything appended is on disk.
    void sync() throws IOException {
        out.getChannel().force(false);
    }

    /// Reads a record again and checks it again.
    JournalRecord read(long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        synchronized (in) {
            in.seek(offset);
            try {
                in.readFully(bytes);
            } catch (EOFException e) {
                throw new JournalDamagedException(path, offset, "the file ends before the record does");
            }
        }
        return RecordCodec.decode(bytes, length)
                .orElseThrow(() -> new JournalDamagedException(path, offset, "the record there cannot be read"));
    }

    @Override
    public void close() throws IOException {
        try (out) {
            in.close();
        }
    }
}
