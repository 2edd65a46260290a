package io.pypnm.remote.gateway.http;

import io.pypnm.remote.gateway.store.StoreException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Finds the resource of a request, checks who asks, and turns what it answers or throws into a response. This is the
/// one place where an exception becomes a problem.
final class Router extends Handler.Abstract {
    private static final System.Logger log = System.getLogger(Router.class.getName());
    private static final int COPY_BYTES = 32 * 1024;

    private final List<Route> routes;
    private final Authenticator authenticator;
    private final int maxBodyBytes;
    private final int maxDiscardBytes;
    private final LongSupplier nanos;

    Router(List<Route> routes, Authenticator authenticator, HttpConfig config, LongSupplier nanos) {
        this.routes = List.copyOf(routes);
        this.authenticator = authenticator;
        this.maxBodyBytes = config.maxBodyBytes();
        this.maxDiscardBytes = config.maxClaimPart();
        this.nanos = nanos;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Answer answer;
        try {
            answer = answer(request);
        } catch (Problem problem) {
            answer = problem.answer();
        } catch (StoreException.Busy _) {
            answer = new Problem(Problem.Code.UNAVAILABLE, "the ledger is busy", Map.of("Retry-After", "1")).answer();
        } catch (StoreException e) {
            log.log(
                    System.Logger.Level.ERROR,
                    "the ledger failed " + request.getHttpURI().getPath(),
                    e);
            answer = new Problem(Problem.Code.UNAVAILABLE, "the ledger does not work now").answer();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            answer = new Problem(Problem.Code.UNAVAILABLE, "the gateway is stopping").answer();
        } catch (Exception e) {
            // A bug of ours: the stack is for our log, not for the caller.
            log.log(
                    System.Logger.Level.ERROR,
                    request.getMethod() + " " + request.getHttpURI().getPath(),
                    e);
            answer = new Problem(Problem.Code.INTERNAL, "see the gateway's log").answer();
        }
        send(answer, request, response, callback);
        return true;
    }

    private Answer answer(Request request) throws Exception {
        List<String> segments = Route.segments(Request.getPathInContext(request));
        StringBuilder allowed = new StringBuilder();
        for (Route route : routes) {
            Optional<Map<String, String>> path = route.match(segments);
            if (path.isEmpty()) {
                continue;
            }
            if (takes(route, request.getMethod())) {
                Caller caller = authenticator.check(request, route.access());
                return ask(route, new Call(request, path.get(), caller, content(request), maxBodyBytes));
            }
            allowed.append(allowed.isEmpty() ? "" : ", ").append(route.method());
        }
        if (!allowed.isEmpty()) {
            throw new Problem(
                    Problem.Code.METHOD_NOT_ALLOWED, "this takes " + allowed, Map.of("Allow", allowed.toString()));
        }
        throw new Problem(Problem.Code.NOT_FOUND, "there is nothing at this path");
    }

    private InputStream content(Request request) {
        return new PacedStream(Content.Source.asInputStream(request), PacedStream.GRACE, nanos);
    }

    /// Content that is left unread would reset the connection, and the client would not see the answer (RFC 9112
    /// section 9.6). A stranger's is not read: it may come for ever.
    private Answer ask(Route route, Call call) throws Exception {
        try {
            Answer answer = route.resource().answer(call);
            call.discard(maxDiscardBytes);
            return answer;
        } catch (Problem problem) {
            if (!problem.isOfStrangers()) {
                call.discard(maxDiscardBytes);
            }
            throw problem;
        }
    }

    /// HEAD is GET without its content (RFC 9110 section 9.3.2).
    private static boolean takes(Route route, String method) {
        return route.method().equals(method)
                || (method.equals("HEAD") && route.method().equals("GET"));
    }

    private static void send(Answer answer, Request request, Response response, Callback callback) {
        response.setStatus(answer.status());
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        if (!request.consumeAvailable()) {
            // The connection ends after this answer; a client that is not told would lose its next request.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        boolean withBody = !request.getMethod().equals("HEAD");
        switch (answer.body()) {
            case Answer.Body.None() -> callback.succeeded();
            case Answer.Body.Bytes(String type, byte[] bytes) -> {
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
                response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
                response.write(true, withBody ? ByteBuffer.wrap(bytes) : null, callback);
            }
            case Answer.Body.Stream stream -> copy(stream, withBody, response, callback);
            case Answer.Body.Live live -> tell(live, withBody, response, callback);
        }
    }

    private static void tell(Answer.Body.Live live, boolean withBody, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, live.contentType());
        try {
            if (withBody) {
                live.content().to(bytes -> Content.Sink.write(response, false, ByteBuffer.wrap(bytes)));
            }
            response.write(true, null, callback);
        } catch (IOException | StoreException e) {
            callback.failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            callback.failed(e);
        }
    }

    private static void copy(Answer.Body.Stream stream, boolean withBody, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, stream.contentType());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, stream.length());
        try (InputStream in = stream.in()) {
            byte[] part = new byte[(int) Math.min(COPY_BYTES, stream.length())];
            for (long left = withBody ? stream.length() : 0; left > 0; ) {
                int read = in.readNBytes(part, 0, (int) Math.min(part.length, left));
                if (read == 0) {
                    throw new EOFException("the content ends " + left + " bytes too early");
                }
                Content.Sink.write(response, false, ByteBuffer.wrap(part, 0, read));
                left -= read;
            }
            response.write(true, null, callback);
        } catch (IOException e) {
            callback.failed(e);
        }
    }
}
