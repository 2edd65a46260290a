package io.pypnm.remote.gateway.http;

import java.io.InputStream;
import java.util.Map;

/// What a resource answers.
///
/// @param headers beside `Content-Type` and `Content-Length`
public record Answer(int status, Map<String, String> headers, Body body) {
    public static final String JSON = "application/json";

    /// The content.
    public sealed interface Body {
        record None() implements Body {}

        @SuppressWarnings("ArrayRecordComponent") // goes to the socket as it is; nobody compares two of these
        record Bytes(String contentType, byte[] bytes) implements Body {}

        /// Its first `length` bytes are copied to the client, and it is closed. One that ends before them breaks the
        /// connection, since the length was told.
        record Stream(String contentType, long length, InputStream in) implements Body {}

        /// Sent as it comes; nobody knows how long it will be.
        record Live(String contentType, LiveContent content) implements Body {}
    }

    public Answer {
        headers = Map.copyOf(headers);
    }

    public static Answer json(int status, byte[] json) {
        return new Answer(status, Map.of(), new Body.Bytes(JSON, json));
    }

    public static Answer json(int status, byte[] json, Map<String, String> headers) {
        return new Answer(status, headers, new Body.Bytes(JSON, json));
    }

    public static Answer text(String contentType, byte[] bytes) {
        return new Answer(200, Map.of(), new Body.Bytes(contentType, bytes));
    }

    public static Answer empty(int status, Map<String, String> headers) {
        return new Answer(status, headers, new Body.None());
    }
}
