package io.pypnm.remote.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/// One request as a resource sees it.
public final class Call {
    private final Request request;
    private final Map<String, String> path;
    private final Caller caller;
    private final int maxBodyBytes;
    private final InputStream content;

    Call(Request request, Map<String, String> path, Caller caller, InputStream content, int maxBodyBytes) {
        this.request = request;
        this.path = path;
        this.caller = caller;
        this.maxBodyBytes = maxBodyBytes;
        this.content = content;
    }

    /// A segment of the path; the route says which there are.
    public String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no " + name);
        }
        return value;
    }

    /// Whether only the headers are asked for (RFC 9110 section 9.3.2).
    public boolean isHead() {
        return request.getMethod().equals("HEAD");
    }

    public Optional<String> query(String name) throws Problem {
        try {
            Fields fields = Request.extractQueryParameters(request);
            return Optional.ofNullable(fields.getValue(name)).filter(value -> !value.isEmpty());
        } catch (IllegalArgumentException | IllegalStateException _) {
            throw Problem.badRequest("the query cannot be read");
        }
    }

    /// All values of a parameter that may be given several times, in order.
    public List<String> queries(String name) throws Problem {
        try {
            return Request.extractQueryParameters(request).getValuesOrEmpty(name).stream()
                    .filter(value -> !value.isEmpty())
                    .toList();
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
        return source(request.getConnectionMetaData().getRemoteSocketAddress());
    }

    /// The address behind what Jetty knows: what a proxy told of is not resolved, and may be no address at all
    /// (RFC 7239 section 6).
    static InetAddress source(@Nullable Object remote) {
        if (!(remote instanceof InetSocketAddress inet)) {
            return InetAddress.getLoopbackAddress();
        }
        if (inet.getAddress() != null) {
            return inet.getAddress();
        }
        try {
            return InetAddress.ofLiteral(inet.getHostString());
        } catch (IllegalArgumentException _) {
            return InetAddress.getLoopbackAddress();
        }
    }

    /// The content as it comes; for bodies that have a bound of their own.
    public InputStream stream() {
        return content;
    }

    /// Reads what is left of the content, if that is not too much.
    void discard(int maxBytes) {
        if (request.getLength() > maxBytes) {
            return;
        }
        try {
            content.skipNBytes(maxBytes);
        } catch (IOException _) {
            // It came to its end, as wanted, or the client has gone.
        }
    }

    /// The whole content.
    public byte[] body() throws Problem {
        if (request.getLength() > maxBodyBytes) {
            throw tooLarge();
        }
        try {
            byte[] body = content.readNBytes(maxBodyBytes + 1);
            if (body.length > maxBodyBytes) {
                throw tooLarge();
            }
            return body;
        } catch (IOException e) {
            throw new Problem(Problem.Code.TOO_SLOW, "the body did not arrive: " + e.getMessage());
        }
    }

    private Problem tooLarge() {
        return new Problem(Problem.Code.BODY_TOO_LARGE, "a body has at most " + maxBodyBytes + " bytes");
    }

    static Optional<String> authorization(Request request) {
        return Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION));
    }
}
