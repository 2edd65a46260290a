package io.pypnm.remote.system.plant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The simulated plant as a process. It writes down every SET before it carries it out.
public final class Lab {
    private static final Duration READY_WITHIN = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Program program;
    private final Path setLog;
    private final JsonNode ready;
    private final HttpClient client;

    private Lab(Program program, Path setLog, JsonNode ready, HttpClient client) {
        this.program = program;
        this.setLog = setLog;
        this.ready = ready;
        this.client = client;
    }

    static Lab start(Path folder, Path log, HttpClient client, List<String> options) throws IOException {
        Path setLog = folder.resolve("sets.jsonl");
        List<String> command = new ArrayList<>(List.of(Dist.lab().toString(), "--set-log", setLog.toString()));
        command.addAll(options);
        Program program = Program.start("lab", folder, log, Map.of(), command);
        String line = program.awaitLine(READY_WITHIN, it -> it.startsWith("READY "));
        return new Lab(program, setLog, JSON.readTree(line.substring("READY ".length())), client);
    }

    Program program() {
        return program;
    }

    /// UDP port of every device.
    public int port() {
        return ready.path("port").asInt();
    }

    public String cmts() {
        return ready.path("cmts").asText();
    }

    /// The address of modem `n`, from 0.
    public String modem(int n) {
        String[] octets = ready.path("firstModem").asText().split("\\.", -1);
        return octets[0] + "." + octets[1] + "." + octets[2] + "." + (Integer.parseInt(octets[3]) + n);
    }

    /// What was set, one JSON object a line; read by the history checker as it is.
    public Path setLog() {
        return setLog;
    }

    /// How often a SET of this value was carried out.
    public long setsOf(int value) throws IOException {
        return Files.readString(setLog)
                .lines()
                .filter(line -> line.contains("\"value\":" + value + ","))
                .count();
    }

    /// Makes a device go wrong: `SLOW:200+LOOPS`, or `NONE`.
    public void misbehave(String device, String faults) throws IOException, InterruptedException {
        control("POST", "/misbehave?device=" + device + "&as=" + faults);
    }

    /// What a device has counted since it was started or reset.
    public JsonNode counts(String device) throws IOException, InterruptedException {
        return JSON.readTree(control("GET", "/counts?device=" + device)).path(0);
    }

    /// How often an object of a device was set to a value.
    public long sets(String device, String oid, int value) throws IOException, InterruptedException {
        for (JsonNode set : counts(device).path("sets")) {
            if (set.path("oid").asText().equals(oid) && set.path("value").asInt() == value) {
                return set.path("count").asLong();
            }
        }
        return 0;
    }

    /// Starts a device anew: nothing set, nothing counted.
    public void reset(String device) throws IOException, InterruptedException {
        control("POST", "/reset?device=" + device);
    }

    /// One thing that it said at its start.
    public JsonNode ready(String name) {
        return ready.path(name);
    }

    private String control(String method, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(ready.path("control").asText() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        var response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("the lab answers " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }
}
