package io.pypnm.remote.system.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A network between agent and gateway that breaks: counts what goes towards the gateway, and at each of the given
/// counts cuts every connection. One virtual thread for each direction.
final class CuttingProxy implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;

    private final ServerSocket listener;
    private final URI gateway;
    private final Queue<Long> cuts;
    private final AtCut atCut;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong upstream = new AtomicLong();
    private final AtomicInteger cutsMade = new AtomicInteger();

    /// What happens at a cut, while the bytes that led to it are still held back.
    interface AtCut {
        /// Called by the thread that carries those bytes.
        ///
        /// @param number 1 for the first
        void happen(int number) throws IOException;
    }

    private CuttingProxy(ServerSocket listener, URI gateway, Queue<Long> cuts, AtCut atCut) {
        this.listener = listener;
        this.gateway = gateway;
        this.cuts = cuts;
        this.atCut = atCut;
    }

    /// Listens.
    ///
    /// @param cuts bytes towards the gateway, ascending, after which everything is cut once
    static CuttingProxy open(URI gateway, Long... cuts) throws IOException {
        return open(gateway, _ -> {}, cuts);
    }

    static CuttingProxy open(URI gateway, AtCut atCut, Long... cuts) throws IOException {
        var listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        var proxy = new CuttingProxy(listener, gateway, new ConcurrentLinkedQueue<>(List.of(cuts)), atCut);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    /// What an agent is told to be the gateway.
    URI agentLink() {
        return URI.create("ws://127.0.0.1:" + listener.getLocalPort() + gateway.getPath());
    }

    long upstreamBytes() {
        return upstream.get();
    }

    int cutsMade() {
        return cutsMade.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket agent = listener.accept();
                sockets.add(agent);
                Thread.ofVirtual().start(() -> connect(agent));
            }
        } catch (IOException _) {
            cutAll();
        }
    }

    private void connect(Socket agent) {
        try {
            var there = new Socket(gateway.getHost(), gateway.getPort());
            sockets.add(there);
            Thread.ofVirtual().start(() -> copy(agent, there, true));
            copy(there, agent, false);
        } catch (IOException _) {
            close(agent);
        }
    }

    private void copy(Socket from, Socket to, boolean towardsGateway) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (towardsGateway && isCutDue(upstream.addAndGet(read))) {
                    atCut.happen(cutsMade.incrementAndGet());
                    cutAll();
                    return;
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException _) {
            // One side is gone, and so will be the other.
        } finally {
            close(from);
            close(to);
        }
    }

    private synchronized boolean isCutDue(long count) {
        Long next = cuts.peek();
        return next != null && count >= next && cuts.remove(next);
    }

    private void cutAll() {
        sockets.forEach(this::close);
    }

    private void close(Socket socket) {
        sockets.remove(socket);
        try {
            // Pending data is dropped: the other side sees a reset, as from a network that breaks.
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException _) {
            // It is closed already.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
