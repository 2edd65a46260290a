package io.pypnm.remote.system.pnm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pypnm.remote.lab.probe.Tftpd;
import io.pypnm.remote.system.plant.Agent;
import io.pypnm.remote.system.plant.Api;
import io.pypnm.remote.system.plant.Gateway;
import io.pypnm.remote.system.plant.Lab;
import io.pypnm.remote.system.plant.Plant;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Many modems as one job: four agents that all reach all modems, which upload to Debian's TFTP server.
@DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs tftpd-hpa")
@Timeout(240)
final class JobIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MODEMS = 20;
    /// What starts a measurement of both channels of a modem.
    private static final Map<String, String> STARTS = Map.of(
            "rxmer", "5.1.1",
            "channel-estimation", "3.1.1",
            "constellation", "4.1.1",
            "fec-summary", "7.1.2",
            "modulation-profile", "11.1.1");

    private static final List<Integer> CHANNELS = List.of(48, 49);

    @RegisterExtension
    private static final Plant PLANT = new Plant();

    /// 200 captures: 20 modems, 5 measurements, 2 channels.
    @Test
    void noModemRefusesAndNothingIsLostWhenAnAgentIsKilled() throws Exception {
        Path files = Files.createDirectories(PLANT.folder().resolve("tftp"));
        try (Tftpd tftpd = Tftpd.start(files)) {
            Lab lab = lab(tftpd);
            Gateway gateway = gateway(lab);
            List<Agent> agents = agents(gateway, files);

            String job = begin(gateway, STARTS.keySet());
            awaitDone(gateway, job, MODEMS);
            agents.getFirst().kill();
            agents.getFirst().start();
            JsonNode items = awaitEnd(gateway, job);
            List<JsonNode> after = list(awaitEnd(gateway, begin(gateway, List.of("histogram"))));

            assertThat(items).hasSize(MODEMS * STARTS.size());
            for (JsonNode item : items) {
                assertAccounted(gateway, lab, item);
            }
            assertThat(after)
                    .as("what is measured after it")
                    .hasSize(MODEMS)
                    .allSatisfy(item -> assertThat(item.path("state").asText()).isEqualTo("done"));
            assertThat(whoMeasured(gateway, items)).as("agents").hasSize(4);
        }
    }

    private static Lab lab(Tftpd tftpd) throws IOException {
        return PLANT.lab(
                "--cmtss",
                "2",
                "--modems",
                Integer.toString(MODEMS),
                "--cmts-rows",
                "2000",
                "--measuring-millis",
                "300",
                "--tftp-port",
                Integer.toString(tftpd.port()));
    }

    private static Gateway gateway(Lab lab) throws IOException {
        Gateway gateway = PLANT.gateway();
        gateway.configure("""
                {"cmts": [
                  {"name": "cmts-1", "address": "%1$s", "port": %3$d, "agent": "jump-4",
                   "modems": {"capability": "pnm_capture", "port": %3$d}},
                  {"name": "cmts-2", "address": "%2$s", "port": %3$d, "agent": "jump-4",
                   "modems": {"capability": "pnm_capture", "port": %3$d}}
                ]}""".formatted(
                lab.ready("cmtss").path(0).asText(), lab.ready("cmtss").path(1).asText(), lab.port()));
        return gateway.start();
    }

    private static List<Agent> agents(Gateway gateway, Path files) throws IOException {
        List<Agent> agents = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            agents.add(PLANT.agent(gateway, "jump-" + i, """
                  "tftp_server": {"modem_address": "127.0.0.1", "tftp_path": "%s"},
                  "pnm": {"poll": "100ms"},
                """.formatted(files)).start());
        }
        agents.forEach(agent -> gateway.awaitOnline(agent.id()));
        return agents;
    }

    private static String mac(int modem) {
        return "a4:b1:c2:00:00:%02x".formatted(modem);
    }

    /// Of all modems.
    ///
    /// @return its path
    private static String begin(Gateway gateway, Iterable<String> types) throws Exception {
        var order = JSON.createObjectNode().put("max_per_cmts", MODEMS / 2);
        IntStream.range(0, MODEMS).forEach(n -> order.withArray("macs").add(mac(n)));
        types.forEach(type -> order.withArray("types").add(type));
        Api.Response begun = gateway.api()
                .send(gateway.api()
                        .request("/api/pnm/jobs")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(order))));
        assertThat(begun.status()).as(begun.text()).isEqualTo(202);
        return begun.json().path("href").asText();
    }

    private static JsonNode get(Gateway gateway, String path) throws IOException, InterruptedException {
        Api.Response answer = gateway.api().send(gateway.api().request(path).GET());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static void awaitDone(Gateway gateway, String job, int items) {
        await().atMost(Duration.ofSeconds(90))
                .until(() -> get(gateway, job).at("/counts/done").asInt() >= items);
    }

    private static JsonNode awaitEnd(Gateway gateway, String job) {
        return await().atMost(Duration.ofSeconds(150))
                .until(
                        () -> get(gateway, job),
                        told -> told.path("state").asText().equals("done"))
                .path("items");
    }

    private static List<JsonNode> list(JsonNode items) {
        List<JsonNode> list = new ArrayList<>();
        items.forEach(list::add);
        return list;
    }

    /// It ended whole and was started once; or the agent died of it, which is told, and it was not repeated.
    private static void assertAccounted(Gateway gateway, Lab lab, JsonNode item) throws Exception {
        String modem = lab.modem(item.path("number").asInt() / STARTS.size());
        String started = STARTS.getOrDefault(item.path("type").asText(), "");
        List<Long> starts = new ArrayList<>();
        for (int channel : CHANNELS) {
            starts.add(lab.sets(modem, "1.3.6.1.4.1.4491.2.1.27.1.2." + started + "." + channel, 1));
        }
        if (item.path("state").asText().equals("done")) {
            JsonNode measurement = get(gateway, item.path("href").asText());
            assertThat(measurement.path("complete").asBoolean())
                    .as(measurement.toString())
                    .isTrue();
            assertThat(measurement.path("channels")).hasSize(CHANNELS.size());
            assertThat(measurement.path("steps"))
                    .isNotEmpty()
                    .noneMatch(step -> step.path("result").asText().contains("inconsistentValue"));
            assertThat(starts).as(item.toString()).containsOnly(1L);
        } else {
            assertThat(item.path("code").asText()).as(item.toString()).isEqualTo("UNKNOWN_RESULT");
            assertThat(starts).as(item.toString()).allMatch(count -> count <= 1);
        }
    }

    private static List<String> whoMeasured(Gateway gateway, JsonNode items) throws Exception {
        List<String> agents = new ArrayList<>();
        for (JsonNode item : items) {
            if (item.path("state").asText().equals("done")) {
                agents.add(
                        get(gateway, item.path("href").asText()).path("agent").asText());
            }
        }
        return agents.stream().distinct().toList();
    }
}
