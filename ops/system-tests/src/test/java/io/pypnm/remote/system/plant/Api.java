package io.pypnm.remote.system.plant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The gateway's HTTP API as a caller sees it. Safe for use by many threads.
public final class Api {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final URI base;
    private final String key;

    /// @param client may be shared
    public Api(HttpClient client, URI base, String key) {
        this.client = client;
        this.base = base;
        this.key = key;
    }

    /// What came back.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Response(int status, byte[] body) {
        public JsonNode json() throws IOException {
            return JSON.readTree(body);
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /// Asks for a command.
    ///
    /// @param key      idempotency key
    /// @param waitSeconds how long the answer may wait for the outcome
    public Response submit(AgentId agent, JsonNode command, String key, int waitSeconds)
            throws IOException, InterruptedException {
        return send(request("/api/agents/" + agent + "/commands")
                .header("Idempotency-Key", key)
                .header("Prefer", "wait=" + waitSeconds)
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(command))));
    }

    /// Sends a command and waits for its end.
    ///
    /// @return the command as it is after that time at most
    public CommandView run(AgentId agent, JsonNode command, String key, int waitSeconds)
            throws IOException, InterruptedException {
        return CommandView.of(ok(submit(agent, command, key, waitSeconds)));
    }

    /// The command once it has ended or the time is over; empty if the gateway does not know it.
    public Optional<CommandView> find(CommandId id, int waitSeconds) throws IOException, InterruptedException {
        Response response = send(request("/api/commands/" + id)
                .header("Prefer", "wait=" + waitSeconds)
                .GET());
        return response.status() == 404 ? Optional.empty() : Optional.of(CommandView.of(ok(response)));
    }

    /// The outcome alone, of whatever size.
    public byte[] outcome(CommandId id) throws IOException, InterruptedException {
        Response response = send(request("/api/commands/" + id + "/outcome").GET());
        requireOk(response);
        return response.body();
    }

    /// All commands of the ledger, newest first.
    public List<CommandView> all() throws IOException, InterruptedException {
        List<CommandView> commands = new ArrayList<>();
        String before = "";
        while (true) {
            JsonNode page = ok(send(request("/api/commands?limit=1000" + before).GET()));
            for (JsonNode command : page.path("commands")) {
                commands.add(CommandView.of(command));
            }
            if (!page.has("next_before")) {
                return commands;
            }
            before = "&before=" + page.path("next_before").asText();
        }
    }

    public JsonNode agent(AgentId agent) throws IOException, InterruptedException {
        return ok(send(request("/api/agents/" + agent).GET()));
    }

    public JsonNode queues() throws IOException, InterruptedException {
        return ok(send(request("/api/queues").GET())).path("queues");
    }

    /// One sample of `/metrics` by its name and labels; 0 if there is none.
    public Map<String, Double> metrics() throws IOException, InterruptedException {
        Response response = send(request("/metrics").GET());
        requireOk(response);
        Map<String, Double> samples = new HashMap<>();
        response.text().lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            samples.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
        });
        return samples;
    }

    /// Sends any request.
    public Response send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
        return new Response(response.statusCode(), response.body());
    }

    /// A request with this caller's key.
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).header("Authorization", "Bearer " + key);
    }

    private static JsonNode ok(Response response) throws IOException {
        requireOk(response);
        return response.json();
    }

    private static void requireOk(Response response) throws IOException {
        if (response.status() != 200) {
            throw new IOException("the API answers " + response.status() + ": " + response.text());
        }
    }
}
