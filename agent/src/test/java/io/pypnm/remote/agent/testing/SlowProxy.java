package io.pypnm.remote.agent.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A long wire to a port of this host: what goes in at one end comes out at the other after a time, in order and
/// without a limit on how much is on its way. It can be cut after so many bytes towards the client.
public final class SlowProxy implements AutoCloseable {
    @SuppressWarnings("ArrayRecordComponent") // compared and printed nowhere
    private record Piece(long dueNanos, byte[] bytes) {}

    private final ServerSocket server;
    private final int target;
    private final Duration oneWay;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

    private SlowProxy(ServerSocket server, int target, Duration oneWay) {
        this.server = server;
        this.target = target;
        this.oneWay = oneWay;
    }

    public static SlowProxy to(int port, Duration oneWay) throws IOException {
        var proxy = new SlowProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port, oneWay);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    public int port() {
        return server.getLocalPort();
    }

    /// Cuts every connection once so many more bytes have come from the server.
    public void cutAfter(long bytes) {
        left.set(bytes);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket there = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                there.setTcpNoDelay(true);
                sockets.add(client);
                sockets.add(there);
                carry(client, there, false);
                carry(there, client, true);
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void carry(Socket from, Socket to, boolean counted) {
        BlockingQueue<Piece> wire = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> takeIn(from, wire, counted));
        Thread.ofVirtual().start(() -> giveOut(wire, to));
    }

    private void takeIn(Socket from, BlockingQueue<Piece> wire, boolean counted) {
        byte[] buffer = new byte[64 << 10];
        try {
            InputStream in = from.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (counted && left.addAndGet(-read) < 0) {
                    left.set(Long.MAX_VALUE);
                    cut();
                }
                wire.add(new Piece(System.nanoTime() + oneWay.toNanos(), Arrays.copyOf(buffer, read)));
            }
        } catch (IOException e) {
            // Cut.
        }
        wire.add(new Piece(System.nanoTime() + oneWay.toNanos(), new byte[0]));
    }

    private static void giveOut(BlockingQueue<Piece> wire, Socket to) {
        try (to) {
            OutputStream out = to.getOutputStream();
            for (Piece piece = wire.take(); piece.bytes().length > 0; piece = wire.take()) {
                for (long wait = piece.dueNanos() - System.nanoTime();
                        wait > 0;
                        wait = piece.dueNanos() - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                out.write(piece.bytes());
            }
        } catch (IOException | InterruptedException e) {
            // Cut.
        }
    }

    /// Cuts what is connected now.
    public void cut() {
        for (Socket socket = sockets.poll(); socket != null; socket = sockets.poll()) {
            try {
                socket.close();
            } catch (IOException e) {
                // It was.
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
