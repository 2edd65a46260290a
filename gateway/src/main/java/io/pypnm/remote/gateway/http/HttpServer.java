package io.pypnm.remote.gateway.http;

import io.pypnm.remote.contracts.stomp.StompVersion;
import io.pypnm.remote.gateway.access.ApiKeys;
import io.pypnm.remote.gateway.agentlink.AgentEndpoint;
import jakarta.websocket.Endpoint;
import jakarta.websocket.Extension;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.websocket.jakarta.common.JakartaWebSocketSession;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The running port. Closing it ends listening first and then the requests that run.
public final class HttpServer implements AutoCloseable {
    /// Where agents connect.
    public static final String AGENT_PATH = "/ws/agent";

    /// The latest first.
    private static final List<String> SUBPROTOCOLS = Stream.of(StompVersion.values())
            .map(StompVersion::subprotocol)
            .toList()
            .reversed();
    /// The property of a WebSocket session under which Jetty 12.1 keeps the peer's address.
    private static final String REMOTE_ADDRESS = "jakarta.websocket.endpoint.remoteAddress";

    private final Server server;
    private final ServerConnector connector;
    private final List<Route> routes;

    private HttpServer(Server server, ServerConnector connector, List<Route> routes) {
        this.server = server;
        this.connector = connector;
        this.routes = List.copyOf(routes);
    }

    /// Starts listening.
    ///
    /// @param keys      what callers show
    /// @param endpoints makes the endpoint of each agent connection
    /// @param nanos     a clock that nobody sets
    /// @throws Exception if the port cannot be had
    public static HttpServer start(
            HttpConfig config, ApiKeys keys, List<Route> routes, Supplier<Endpoint> endpoints, LongSupplier nanos)
            throws Exception {
        // Jetty's own few threads accept and select; requests and WebSocket messages run on virtual threads.
        var threads = new QueuedThreadPool(16, 4);
        threads.setName("http");
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var server = new Server(threads);
        ServerConnector connector = connector(server, config);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(config.maxConnections(), connector));
        var graceful = new GracefulHandler();
        var router = new Router(routes, new Authenticator(keys), config, nanos);
        var slow = new SlowClients(
                new Handler.Sequence(agents(config, endpoints), router),
                config.idle(),
                config.maxNewPerSource(),
                nanos);
        connector.addEventListener(slow);
        graceful.setHandler(slow);
        server.setHandler(graceful);
        server.setErrorHandler(new ErrorPages());
        server.setStopTimeout(config.stopWithin().toMillis());
        try {
            server.start();
        } catch (Exception e) {
            server.stop();
            throw e;
        }
        return new HttpServer(server, connector, routes);
    }

    private static ServerConnector connector(Server server, HttpConfig config) {
        var http = new HttpConfiguration();
        http.setRequestHeaderSize(config.maxHeaderBytes());
        http.setSendServerVersion(false);
        // By default Jetty 12.1 takes a header for the same as an earlier one of its connection that differs in case
        // alone: another Idempotency-Key, or a key in other letters.
        http.setHeaderCacheCaseSensitive(true);
        if (config.behindProxy()) {
            http.addCustomizer(new ForwardedRequestCustomizer());
        }
        var connector = new ServerConnector(server, 1, 2, new HttpConnectionFactory(http));
        connector.setHost(config.host());
        connector.setPort(config.port());
        connector.setIdleTimeout(config.idle().toMillis());
        connector.setAcceptQueueSize(1024);
        return connector;
    }

    private static Handler agents(HttpConfig config, Supplier<Endpoint> endpoints) {
        var context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        ServerEndpointConfig endpoint = ServerEndpointConfig.Builder.create(Endpoint.class, AGENT_PATH)
                .subprotocols(SUBPROTOCOLS)
                .configurator(new Endpoints(endpoints))
                .build();
        JakartaWebSocketServletContainerInitializer.configure(
                context, (_, container) -> container.addEndpoint(endpoint));
        return new Gate(context, config.allowedOrigins());
    }

    /// The port it listens on.
    public int port() {
        return connector.getLocalPort();
    }

    /// What it serves.
    public List<Route> routes() {
        return routes;
    }

    /// What Jetty knows of its WebSocket sessions.
    public static AgentEndpoint.Container container() {
        return new AgentEndpoint.Container() {
            @Override
            public InetAddress source(Session session) {
                return Call.source(session.getUserProperties().get(REMOTE_ADDRESS));
            }

            @Override
            public void abort(Session session) {
                ((JakartaWebSocketSession) session).abort();
            }
        };
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IOException("the port did not close", e);
        }
    }

    /// Lets through to the WebSocket container nothing but upgrades on its one path that no foreign web page asks for.
    private static final class Gate extends Handler.Wrapper {
        private final List<String> allowedOrigins;

        Gate(Handler handler, List<String> allowedOrigins) {
            super(handler);
            this.allowedOrigins = allowedOrigins;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            if (!Request.getPathInContext(request).equals(AGENT_PATH)) {
                return false;
            }
            String origin = request.getHeaders().get(HttpHeader.ORIGIN);
            if (origin != null && !isOurs(origin, request) && !allowedOrigins.contains(origin)) {
                Response.writeError(request, response, callback, 403, "Origin is not allowed");
                return true;
            }
            if (!"websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeader.UPGRADE))) {
                response.getHeaders().put(HttpHeader.UPGRADE, "websocket");
                Response.writeError(request, response, callback, 426, "agents connect by WebSocket");
                return true;
            }
            return super.handle(request, response, callback);
        }

        /// The gateway's own pages, and clients such as Tyrus that name the host they connect to.
        private static boolean isOurs(String origin, Request request) {
            int authority = origin.indexOf("://");
            return authority > 0
                    && origin.substring(authority + 3)
                            .equalsIgnoreCase(request.getHeaders().get(HttpHeader.HOST));
        }
    }

    /// A fresh endpoint for each connection; no extensions, since permessage-deflate costs memory for each.
    private static final class Endpoints extends ServerEndpointConfig.Configurator {
        private final Supplier<Endpoint> endpoints;

        Endpoints(Supplier<Endpoint> endpoints) {
            this.endpoints = endpoints;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(endpoints.get());
        }

        @Override
        public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
            return List.of();
        }
    }
}
