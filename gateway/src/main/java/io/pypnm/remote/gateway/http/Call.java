package io.pypnm.remote.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/// One request as a resource sees it.
public final class Call {
    private final Request request;
    private final Map<String, String> path;
    private final Caller caller;
    private final int maxBodyBytes;

    Call(Request request, Map<String, String> path, Caller caller, int maxBodyBytes) {
        this.request = request;
        this.path = path;
        this.caller = caller;
        this.maxBodyBytes = maxBodyBytes;
    }

    /// A segment of the path; the route says which there are.
    public String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no " + name);
        }
        return value;
    }

    public Optional<String> query(String name) throws Problem {
        try {
            Fields fields = Request.extractQueryParameters(request);
            return Optional.ofNullable(fields.getValue(name)).filter(value -> !value.isEmpty());
        } catch (IllegalArgumentException | IllegalStateException _) {
            throw Problem.badRequest("the query cannot be read");
        }
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    public Caller caller() {
        return caller;
    }

    public InetAddress source() {
        return source(request);
    }

    static InetAddress source(Request request) {
        SocketAddress remote = request.getConnectionMetaData().getRemoteSocketAddress();
        if (remote instanceof InetSocketAddress inet && inet.getAddress() != null) {
            return inet.getAddress();
        }
        return InetAddress.getLoopbackAddress();
    }

    /// The content as it comes; for bodies that have a bound of their own.
    public InputStream stream() {
        return Content.Source.asInputStream(request);
    }

    /// The whole content.
    public byte[] body() throws Problem {
        if (request.getLength() > maxBodyBytes) {
            throw tooLarge();
        }
        try (InputStream in = stream()) {
            byte[] body = in.readNBytes(maxBodyBytes + 1);
            if (body.length > maxBodyBytes) {
                throw tooLarge();
            }
            return body;
        } catch (IOException e) {
            throw Problem.badRequest("the body did not arrive: " + e.getMessage());
        }
    }

    private Problem tooLarge() {
        return new Problem(Problem.Code.BODY_TOO_LARGE, "a body has at most " + maxBodyBytes + " bytes");
    }

    static Optional<String> authorization(Request request) {
        return Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION));
    }
}
