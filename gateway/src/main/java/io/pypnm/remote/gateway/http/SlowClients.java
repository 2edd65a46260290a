package io.pypnm.remote.gateway.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Ends connections on which no whole request comes. Jetty's own idle timeout begins anew with each byte, so a client
/// that sends one now and then could keep a connection for ever, and with some thousand of them all there are.
///
/// Once a request's head is whole the connection is not looked at until its answer is; a body has its own pace
/// ([PacedStream]), and an agent's WebSocket its own watch. Safe for use by many threads.
final class SlowClients extends Handler.Wrapper implements Connection.Listener {
    private static final Duration PERIOD = Duration.ofMillis(500);

    /// A connection that owes a request.
    ///
    /// @param isNew whether it never sent one
    private record Owing(long sinceNanos, boolean isNew, String source) {}

    private final long withinNanos;
    private final int maxNewPerSource;
    private final LongSupplier nanos;
    private final ConcurrentHashMap<EndPoint, Owing> owing = new ConcurrentHashMap<>();

    /// Watches the connections that it is told of, whose requests come through it.
    ///
    /// @param maxNewPerSource connections of one address that never sent a request
    SlowClients(Handler next, Duration within, int maxNewPerSource, LongSupplier nanos) {
        super(next);
        this.withinNanos = within.toNanos();
        this.maxNewPerSource = maxNewPerSource;
        this.nanos = nanos;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        lookLater();
    }

    private void lookLater() {
        getServer().getScheduler().schedule(this::look, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        long now = nanos.getAsLong();
        owing.forEach((endPoint, since) -> {
            if (now - since.sinceNanos() > withinNanos) {
                endPoint.close();
            }
        });
        if (isRunning()) {
            lookLater();
        }
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof ConnectionMetaData) {
            EndPoint endPoint = connection.getEndPoint();
            String source = source(endPoint.getRemoteSocketAddress());
            owing.put(endPoint, new Owing(nanos.getAsLong(), true, source));
            if (newFrom(source) > maxNewPerSource) {
                endPoint.close();
            }
        }
    }

    private long newFrom(String source) {
        return owing.values().stream()
                .filter(other -> other.isNew() && other.source().equals(source))
                .count();
    }

    /// Also called when a connection becomes a WebSocket.
    @Override
    public void onClosed(Connection connection) {
        owing.remove(connection.getEndPoint());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Connection connection = request.getConnectionMetaData().getConnection();
        EndPoint endPoint = connection.getEndPoint();
        owing.remove(endPoint);
        Request.addCompletionListener(request, _ -> {
            owing.put(endPoint, new Owing(nanos.getAsLong(), false, ""));
            if (!endPoint.isOpen() || !connection.equals(endPoint.getConnection())) {
                owing.remove(endPoint);
            }
        });
        return super.handle(request, response, callback);
    }

    private static String source(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getHostString() : "";
    }
}
