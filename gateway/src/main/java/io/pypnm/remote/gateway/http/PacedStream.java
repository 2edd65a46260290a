package io.pypnm.remote.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/// A body that must come at some pace: else a client could hold a request for ever, a byte at a time. Owned by the
/// request's thread.
final class PacedStream extends InputStream {
    /// What any body may take.
    static final Duration GRACE = Duration.ofSeconds(30);
    /// 32 kbit/s: less than any line between an agent and its gateway.
    private static final long MIN_BYTES_PER_SECOND = 4 * 1024;

    private final InputStream in;
    private final LongSupplier nanos;
    private final Duration grace;
    private final long startedAt;
    private long bytes;

    PacedStream(InputStream in, Duration grace, LongSupplier nanos) {
        this.in = in;
        this.grace = grace;
        this.nanos = nanos;
        this.startedAt = nanos.getAsLong();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = in.read(into, offset, length);
        bytes += Math.max(0, read);
        long allowedNanos =
                grace.plusMillis(bytes * 1000 / MIN_BYTES_PER_SECOND).toNanos();
        if (nanos.getAsLong() - startedAt > allowedNanos) {
            throw new IOException("it comes too slowly");
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
