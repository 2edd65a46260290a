package io.pypnm.remote.gateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/// Where the gateway is and which key opens it; the options that all tools share.
public final class ApiClient {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    /// The status of what has not ended yet.
    static final int ACCEPTED = 202;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:PYPNM_GATEWAY_URL:-http://127.0.0.1:8080}",
            description = "The gateway (PYPNM_GATEWAY_URL). Default: http://127.0.0.1:8080")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            defaultValue = "${env:PYPNM_API_KEY_FILE:-}",
            description = "File with an API key (PYPNM_API_KEY_FILE); else the key is taken from PYPNM_API_KEY.")
    private String keyFile = "";

    private final Duration patience;

    ApiClient() {
        this(ANSWER_WITHIN);
    }

    /// @param patience for an answer that nobody asked to be held back
    ApiClient(Duration patience) {
        this.patience = patience;
    }

    /// An answer of the API.
    record Reply(int status, JsonNode body) {
        boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        /// The problem's code and detail, for people.
        String problem() {
            return body.path("code").asText("HTTP " + status) + ": "
                    + body.path("detail").asText("");
        }
    }

    Reply get(String path) throws IOException, InterruptedException {
        return send(request(path).timeout(patience).GET().build());
    }

    /// @param wait how long the answer is held back for what is not there yet; whole seconds
    Reply get(String path, Duration wait) throws IOException, InterruptedException {
        return send(request(path)
                .timeout(patience.plus(wait))
                .header("Prefer", "wait=" + wait.toSeconds())
                .GET()
                .build());
    }

    /// What is there in another form than JSON.
    ///
    /// @param accept the form
    /// @throws IOException also if the gateway answers with a problem, which is its message
    byte[] bytes(String path, String accept) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = exchange(
                request(path).timeout(patience).header("Accept", accept).GET().build());
        if (response.statusCode() != OK) {
            throw new IOException(new Reply(response.statusCode(), JSON.readTree(response.body())).problem());
        }
        return response.body();
    }

    /// Posts JSON.
    ///
    /// @param wait    how long the answer is held back for what is not there yet; whole seconds
    /// @param headers name after name with its value
    Reply post(String path, String json, Duration wait, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path)
                .timeout(patience.plus(wait))
                .header("Prefer", "wait=" + wait.toSeconds())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request.build());
    }

    private HttpRequest.Builder request(String path) throws IOException {
        return HttpRequest.newBuilder(url.resolve(path)).header("Authorization", "Bearer " + key());
    }

    private String key() throws IOException {
        return keyFile.isEmpty()
                ? System.getenv().getOrDefault("PYPNM_API_KEY", "")
                : Files.readString(Path.of(keyFile)).strip();
    }

    private static Reply send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = exchange(request);
        try {
            return new Reply(response.statusCode(), JSON.readTree(response.body()));
        } catch (JsonProcessingException e) {
            throw new IOException("the answer of " + request.uri() + " is no JSON", e);
        }
    }

    private static HttpResponse<byte[]> exchange(HttpRequest request) throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(CONNECT_WITHIN).build()) {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (HttpTimeoutException e) {
            throw new IOException("no answer in time from " + request.uri(), e);
        } catch (ConnectException e) {
            // Java's own says neither where nor why.
            throw new IOException("nothing answers at " + request.uri(), e);
        }
    }

    /// A segment of a path.
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
