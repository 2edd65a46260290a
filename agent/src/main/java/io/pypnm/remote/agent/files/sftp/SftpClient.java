package io.pypnm.remote.agent.files.sftp;

import io.pypnm.remote.agent.files.sftp.SftpException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/// Looks at files of a server and reads them. Safe for use by many threads, whose requests share the channel without
/// waiting for each other: that is what makes many small files fast. A large one is asked for far ahead.
///
/// It ends with its streams, which the caller closes. An [SftpException] is the server's answer; any other
/// `IOException` is the end of the channel.
public final class SftpClient {
    /// What every server sends at once (section 3), and OpenSSH's own client asks for.
    private static final int READ_BYTES = 32 << 10;
    /// Of one file: 2 MiB on their way, 100 MB/s at 20 ms.
    private static final int READS_AHEAD = 64;
    /// Of one directory; OpenSSH answers with 100 names at once.
    private static final int LISTS_AHEAD = 8;

    private static final int FOR_READING = 1;
    private static final int NO_ATTRIBUTES = 0;

    private final Exchange exchange;

    private SftpClient(Exchange exchange) {
        this.exchange = exchange;
    }

    /// Agrees with the server on the version.
    ///
    /// @param in      read by one thread of `threads`, which ends with it
    public static SftpClient start(InputStream in, OutputStream out, ThreadFactory threads) throws IOException {
        Exchange exchange = Exchange.begin(in, out);
        threads.newThread(exchange::readReplies).start();
        return new SftpClient(exchange);
    }

    /// What is at that path; of a link, the link itself.
    public SftpAttributes lstat(String path) throws IOException, InterruptedException {
        return exchange.send(Request.of(Packet.LSTAT).text(path)).await().attributes();
    }

    /// Opens a file, following links: version 3 cannot say otherwise. The caller closes it.
    public OpenFile open(String path) throws IOException, InterruptedException {
        Request open = Request.of(Packet.OPEN).text(path).number(FOR_READING).number(NO_ATTRIBUTES);
        return new OpenFile(exchange.send(open).await().handle());
    }

    /// Takes a content as it comes.
    public interface Sink<E extends Exception> {
        void take(byte[] bytes, int offset, int length) throws E;
    }

    /// Takes the entries of a directory as they come.
    public interface Visitor<E extends Exception> {
        void visit(SftpEntry entry) throws E, IOException, InterruptedException;
    }

    /// Shows every entry of a directory, `.` and `..` included.
    public <E extends Exception> void list(String path, Visitor<E> visitor)
            throws E, IOException, InterruptedException {
        byte[] handle =
                exchange.send(Request.of(Packet.OPENDIR).text(path)).await().handle();
        try {
            Deque<Exchange.Coming> ahead = new ArrayDeque<>();
            while (true) {
                while (ahead.size() < LISTS_AHEAD) {
                    ahead.add(exchange.send(Request.of(Packet.READDIR).string(handle)));
                }
                List<SftpEntry> entries = ahead.remove().await().names();
                for (SftpEntry entry : entries) {
                    visitor.visit(entry);
                }
            }
        } catch (SftpException e) {
            if (e.reason() != Reason.END) {
                throw e;
            }
        } finally {
            release(handle);
        }
    }

    /// Nobody waits for the answer: there is nothing to be done about a file that cannot be closed.
    private void release(byte[] handle) {
        try {
            exchange.send(Request.of(Packet.CLOSE).string(handle));
            exchange.flush();
        } catch (IOException e) {
            // The channel has ended, and with it whatever was open.
        }
    }

    /// A file that is open on the server. Owned by one thread.
    public final class OpenFile implements AutoCloseable {
        private final byte[] handle;

        private OpenFile(byte[] handle) {
            this.handle = handle;
        }

        /// Of what was opened, whatever its path leads to by now.
        public SftpAttributes attributes() throws IOException, InterruptedException {
            return exchange.send(Request.of(Packet.FSTAT).string(handle))
                    .await()
                    .attributes();
        }

        /// Reads the first `bytes`, in order, with many requests outstanding.
        ///
        /// @throws SftpException [Reason#END] if the file has fewer
        public <E extends Exception> void read(long bytes, Sink<E> sink) throws E, IOException, InterruptedException {
            Deque<Part> ahead = new ArrayDeque<>();
            long asked = 0;
            while (asked < bytes || !ahead.isEmpty()) {
                while (asked < bytes && ahead.size() < READS_AHEAD) {
                    int length = (int) Math.min(READ_BYTES, bytes - asked);
                    ahead.add(ask(asked, length));
                    asked += length;
                }
                Part part = ahead.remove();
                ByteBuffer data = part.coming().await().data(part.length());
                int got = data.remaining();
                sink.take(data.array(), data.arrayOffset() + data.position(), got);
                if (got < part.length()) {
                    ahead.addFirst(ask(part.offset() + got, part.length() - got));
                }
            }
        }

        private Part ask(long offset, int length) throws IOException {
            Request read = Request.of(Packet.READ).string(handle).offset(offset).number(length);
            return new Part(exchange.send(read), offset, length);
        }

        /// Does not wait.
        @Override
        public void close() {
            release(handle);
        }
    }

    /// Bytes of a file that were asked for.
    private record Part(Exchange.Coming coming, long offset, int length) {}
}
