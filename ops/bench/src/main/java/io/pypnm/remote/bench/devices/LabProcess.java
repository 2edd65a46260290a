package io.pypnm.remote.bench.devices;

import io.pypnm.remote.bench.process.RunningProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The lab in a process of its own: one CMTS with 100,000 rows, and modems.
final class LabProcess implements AutoCloseable {
    static final int ROWS = 100_000;
    private static final Duration START_WITHIN = Duration.ofSeconds(60);
    private static final int HOSTS = 254;
    private static final Pattern READY =
            Pattern.compile("READY .*\"port\":(\\d+),\"cmts\":\"([^\"]+)\".*\"control\":\"([^\"]+)\".*\n");

    private final RunningProcess process;
    private final Path folder;
    private final int port;
    private final String cmts;
    private final URI control;

    private LabProcess(RunningProcess process, Path folder, MatchResult ready) {
        this.process = process;
        this.folder = folder;
        this.port = Integer.parseInt(ready.group(1));
        this.cmts = ready.group(2);
        this.control = URI.create(ready.group(3));
    }

    static LabProcess start(Path folder, int modems) throws IOException, InterruptedException {
        Path log = folder.resolve("lab.log");
        RunningProcess process = RunningProcess.start(
                log,
                Map.of(),
                "lab/bin/pypnm-lab",
                "--modems",
                Integer.toString(modems),
                "--cmts-rows",
                Integer.toString(ROWS));
        try {
            return new LabProcess(process, folder, process.await(log, READY, START_WITHIN));
        } catch (IOException e) {
            process.close();
            throw e;
        }
    }

    int port() {
        return port;
    }

    String cmts() {
        return cmts;
    }

    /// A file with the addresses of the first modems, one a line.
    Path targets(int count) throws IOException {
        byte[] address = InetAddress.ofLiteral(cmts).getAddress();
        List<String> lines = new ArrayList<>();
        for (int host = 1; host <= count; host++) {
            lines.add("%d.%d.%d.%d"
                    .formatted(address[0], address[1], (address[2] & 0xff) + host / HOSTS, 1 + host % HOSTS));
        }
        return Files.write(folder.resolve("targets-" + count), lines);
    }

    /// Has every device misbehave.
    ///
    /// @param how as the lab's control channel takes it
    void misbehave(String how) throws IOException, InterruptedException {
        tell("/misbehave?as=" + how);
    }

    /// Has one device misbehave.
    void misbehave(String device, String how) throws IOException, InterruptedException {
        tell("/misbehave?device=" + device + "&as=" + how);
    }

    private void tell(String order) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(control.resolve(order))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the lab answered " + order + " with " + answer.body());
            }
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
