package io.pypnm.remote.gateway.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// What Jetty answers before or beside our resources, as problems too: a request line it cannot read, headers that are
/// too large. Says nothing of what went wrong inside.
final class ErrorPages extends ErrorHandler {
    private static final String TYPE = "application/problem+json";

    @Override
    public boolean errorPageForMethod(@Nullable String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int status,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, TYPE);
        response.write(true, ByteBuffer.wrap(body(status)), callback);
    }

    private static byte[] body(int status) {
        return Problem.json(
                status, HttpStatus.getMessage(status), code(status).name(), "the request was not carried out");
    }

    private static Problem.Code code(int status) {
        return Arrays.stream(Problem.Code.values())
                .filter(code -> code.status() == status)
                .findFirst()
                .orElse(HttpStatus.isServerError(status) ? Problem.Code.INTERNAL : Problem.Code.BAD_REQUEST);
    }
}
