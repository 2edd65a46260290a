package io.pypnm.remote.bench.devices;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/// A TCP relay on loopback that hands on each piece of either direction after half of a round trip's time, in order,
/// and never waits with the next one for the one before.
final class DelayProxy implements AutoCloseable {
    private static final int PIECE_BYTES = 64 << 10;
    /// On the way in one direction: 64 MiB at most.
    private static final int PIECES = 1024;

    private final ServerSocket server;
    private final int target;
    private final long delayNanos;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    private DelayProxy(ServerSocket server, int target, long delayNanos) {
        this.server = server;
        this.target = target;
        this.delayNanos = delayNanos;
    }

    static DelayProxy start(int target, Duration roundTrip) throws IOException {
        var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var proxy = new DelayProxy(server, target, roundTrip.toNanos() / 2);
        Thread.ofPlatform().daemon().name("delay").start(proxy::accept);
        return proxy;
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = keep(server.accept());
                Socket there = keep(new Socket(InetAddress.getLoopbackAddress(), target));
                relay(client, there);
                relay(there, client);
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private Socket keep(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        open.add(socket);
        return socket;
    }

    /// @param dueNanos when it is handed on
    @SuppressWarnings("ArrayRecordComponent") // compared and printed nowhere
    private record Piece(byte[] bytes, long dueNanos) {}

    private void relay(Socket from, Socket to) {
        BlockingQueue<Piece> onTheWay = new ArrayBlockingQueue<>(PIECES);
        Thread.ofPlatform().daemon().name("delay in").start(() -> read(from, onTheWay));
        Thread.ofPlatform().daemon().name("delay out").start(() -> write(onTheWay, to));
    }

    private void read(Socket from, BlockingQueue<Piece> onTheWay) {
        try {
            try {
                InputStream in = from.getInputStream();
                byte[] buffer = new byte[PIECE_BYTES];
                for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
                    byte[] bytes = new byte[length];
                    System.arraycopy(buffer, 0, bytes, 0, length);
                    onTheWay.put(new Piece(bytes, System.nanoTime() + delayNanos));
                }
            } catch (IOException e) {
                // As the end of it.
            }
            onTheWay.put(new Piece(new byte[0], System.nanoTime() + delayNanos));
        } catch (InterruptedException e) {
            // By nobody.
        }
    }

    private static void write(BlockingQueue<Piece> onTheWay, Socket to) {
        try (to) {
            OutputStream out = to.getOutputStream();
            for (Piece piece = onTheWay.take(); piece.bytes().length > 0; piece = onTheWay.take()) {
                long left = piece.dueNanos() - System.nanoTime();
                if (left > 0) {
                    TimeUnit.NANOSECONDS.sleep(left);
                }
                out.write(piece.bytes());
            }
        } catch (IOException | InterruptedException e) {
            // Whoever wants to write sees that it is closed.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
