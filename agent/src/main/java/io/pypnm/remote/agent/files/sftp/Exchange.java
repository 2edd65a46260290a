package io.pypnm.remote.agent.files.sftp;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Numbers requests, and hands each reply to who waits for it, in whatever order they come. Requests gather until
/// somebody waits for a reply. Safe for use by many threads; replies are read by a thread of its own.
final class Exchange {
    private static final int VERSION = 3;

    private final DataInputStream in;
    private final ReentrantLock writing = new ReentrantLock();
    private final Map<Integer, CompletableFuture<Reply>> awaited = new ConcurrentHashMap<>();
    /// Guarded by `writing`, as are the next two.
    private final DataOutputStream out;

    private int lastId;
    private boolean unflushed;
    private volatile @Nullable IOException broken;

    private Exchange(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = new DataOutputStream(new BufferedOutputStream(out));
    }

    /// Agrees on the version.
    static Exchange begin(InputStream in, OutputStream out) throws IOException {
        Exchange exchange = new Exchange(in, out);
        exchange.out.writeInt(5);
        exchange.out.writeByte(Packet.INIT);
        exchange.out.writeInt(VERSION);
        exchange.out.flush();
        ByteBuffer answer = exchange.packet();
        if (answer.remaining() < 5 || answer.get() != Packet.VERSION || answer.getInt() < VERSION) {
            throw Reply.protocol("no version " + VERSION);
        }
        return exchange;
    }

    /// A reply that will come, or will not.
    final class Coming {
        private final CompletableFuture<Reply> reply;

        private Coming(CompletableFuture<Reply> reply) {
            this.reply = reply;
        }

        /// Waits for it.
        Reply await() throws IOException, InterruptedException {
            if (!reply.isDone()) {
                flush();
            }
            try {
                return reply.get();
            } catch (ExecutionException _) {
                throw end();
            }
        }
    }

    Coming send(Request request) throws IOException {
        var reply = new CompletableFuture<Reply>();
        writing.lock();
        try {
            int id = ++lastId;
            awaited.put(id, reply);
            requireWhole();
            unflushed = true;
            request.writeTo(out, id);
        } finally {
            writing.unlock();
        }
        return new Coming(reply);
    }

    void flush() throws IOException {
        writing.lock();
        try {
            if (unflushed) {
                unflushed = false;
                out.flush();
            }
        } finally {
            writing.unlock();
        }
    }

    /// Reads replies until the server or the channel ends.
    void readReplies() {
        try {
            while (true) {
                ByteBuffer packet = packet();
                if (packet.remaining() < 5) {
                    throw Reply.protocol("a packet of " + packet.remaining() + " bytes");
                }
                byte type = packet.get();
                CompletableFuture<Reply> reply = awaited.remove(packet.getInt());
                if (reply == null) {
                    throw Reply.protocol("an answer that nobody asked for");
                }
                reply.complete(new Reply(type, packet));
            }
        } catch (IOException e) {
            broken = e;
            awaited.values().forEach(reply -> reply.completeExceptionally(e));
        }
    }

    private void requireWhole() throws IOException {
        if (broken != null) {
            throw end();
        }
    }

    /// A new exception for each who is told, with its own stack.
    private IOException end() {
        IOException known = broken;
        return known instanceof SftpException answer
                ? new SftpException(answer.reason(), String.valueOf(answer.getMessage()))
                : new IOException("the channel ended: " + known, known);
    }

    private ByteBuffer packet() throws IOException {
        int length = in.readInt();
        if (length < 1 || length > Packet.MAX_BYTES) {
            throw Reply.protocol("a packet of " + Integer.toUnsignedLong(length) + " bytes");
        }
        byte[] packet = new byte[length];
        in.readFully(packet);
        return ByteBuffer.wrap(packet);
    }
}
