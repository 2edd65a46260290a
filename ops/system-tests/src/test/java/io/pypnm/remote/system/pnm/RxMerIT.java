package io.pypnm.remote.system.pnm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pypnm.remote.system.plant.Agent;
import io.pypnm.remote.system.plant.Api;
import io.pypnm.remote.system.plant.Gateway;
import io.pypnm.remote.system.plant.Lab;
import io.pypnm.remote.system.plant.Plant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// One request with nothing but a MAC address, on a plant that only the agent reaches: two CMTSs of 10,000 modems, real
/// TFTP, real SFTP. The modems tell the channels and values of published captures, so that every figure is known.
@Timeout(120)
final class RxMerIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SAMPLES = Path.of("../../gateway/src/test/resources/io/pypnm/remote/gateway/pnm/samples")
            .toAbsolutePath();
    private static final List<String> TEMPLATES =
            List.of("pnn4-rxmer-demo-ch193-1764820677.bin", "pnn4-rxmer-demo-ch194-1764820674.bin");
    private static final String BULK = "1.3.6.1.4.1.4491.2.1.27.1.1.1.";
    private static final String RX_MER = "1.3.6.1.4.1.4491.2.1.27.1.2.5.1.";
    private static final int MODEM = 0x11;
    private static final String MAC = "a4:b1:c2:00:00:11";

    @RegisterExtension
    private static final Plant PLANT = new Plant();

    private static Lab lab;
    private static Gateway gateway;
    private static Agent agent;

    @BeforeAll
    static void start() throws IOException {
        Path files = Files.createDirectories(PLANT.folder().resolve("tftp"));
        lab = PLANT.lab(
                "--cmtss",
                "2",
                "--modems",
                "20",
                "--cmts-rows",
                "20000",
                "--measuring-millis",
                "300",
                "--tftp-directory",
                files.toString(),
                "--tftp-port",
                "0",
                "--ssh-folder",
                PLANT.folder().resolve("ssh").toString(),
                "--rxmer-templates",
                SAMPLES.resolve(TEMPLATES.get(0)) + "," + SAMPLES.resolve(TEMPLATES.get(1)));
        gateway = PLANT.gateway();
        gateway.configure("""
                {"cmts": [
                  {"name": "cmts-1", "address": "%1$s", "port": %3$d, "agent": "jump-1", "modems": {"port": %3$d}},
                  {"name": "cmts-2", "address": "%2$s", "port": %3$d, "agent": "jump-1", "modems": {"port": %3$d}}
                ]}""".formatted(cmts(0), cmts(1), lab.port()));
        gateway.start();
        agent = PLANT.agent(gateway, "jump-1", """
              "tftp_server": {
                "modem_address": "127.0.0.1",
                "host": "127.0.0.1", "port": %s, "username": "lab", "key_file": "%s", "tftp_path": "/"
              },
              "ssh": {"known_hosts": "%s"},
              "pnm": {"poll": "100ms"},
            """.formatted(
                        lab.ready("sshPort").asText(),
                        lab.ready("sshKey").asText(),
                        lab.ready("sshKnownHosts").asText()));
        agent.start();
        gateway.awaitOnline(agent.id());
    }

    @BeforeEach
    void reset() throws Exception {
        lab.reset(lab.modem(MODEM));
    }

    private static String cmts(int n) {
        return lab.ready("cmtss").path(n).asText();
    }

    private static Api.Response ask(String query) throws IOException, InterruptedException {
        return gateway.api()
                .send(gateway.api()
                        .request("/api/pnm/modem/" + MAC + "/rxmer" + query)
                        .header("Prefer", "wait=60")
                        .GET());
    }

    private static JsonNode measured(Api.Response answer) throws IOException {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static long starts() throws IOException, InterruptedException {
        return lab.sets(lab.modem(MODEM), RX_MER + "1.48", 1);
    }

    @Test
    void oneRequestFindsMeasuresFetchesAndDecodes() throws Exception {
        lab.reset(cmts(0));
        lab.reset(cmts(1));

        JsonNode answer = measured(ask(""));

        assertThat(answer.path("agent").asText()).isEqualTo("jump-1");
        assertThat(answer.path("cmts").asText()).isEqualTo("cmts-2");
        assertThat(answer.path("complete").asBoolean()).isTrue();
        assertThat(answer.path("steps")).isNotEmpty();
        JsonNode golden = JSON.readTree(SAMPLES.resolve("golden.json").toFile()).path("files");
        for (int i = 0; i < 2; i++) {
            assertLikeGolden(
                    answer.path("channels").path(i),
                    golden.path(TEMPLATES.get(i)).path("expected"));
        }
        assertThat(lab.counts(cmts(1)).path("pdus").asInt())
                .as("the modem's own CMTS")
                .isLessThanOrEqualTo(2);
        assertThat(setsBelow(BULK)).as("where files go").isLessThanOrEqualTo(4);
        assertThat(setsBelow(RX_MER)).as("name and start of two channels").isEqualTo(4);
    }

    private static void assertLikeGolden(JsonNode channel, JsonNode golden) {
        JsonNode decoded = channel.path("files").path(0).path("decoded");
        assertThat(channel.path("mean_check").path("agree").asBoolean()).isTrue();
        assertThat(channel.path("channel_id").asInt())
                .isEqualTo(golden.path("channel_id").asInt());
        assertThat(decoded.path("first_10_values_db")).isEqualTo(golden.path("first_10_values_db"));
        assertThat(decoded.path("mib_percentile_2").path("threshold_db").asDouble())
                .isEqualTo(golden.path("mib_percentile_2").path("threshold_db").asDouble());
        JsonNode statistics = decoded.path("statistics_db_excluding_0xFF");
        for (String name : List.of("mean", "std_population", "median", "min", "max")) {
            assertThat(statistics.path(name).asDouble())
                    .as(name)
                    .isCloseTo(
                            golden.path("statistics_db_excluding_0xFF")
                                    .path(name)
                                    .asDouble(),
                            within(1e-6));
        }
    }

    private static long setsBelow(String root) throws Exception {
        long count = 0;
        for (JsonNode set : lab.counts(lab.modem(MODEM)).path("sets")) {
            count += set.path("oid").asText().startsWith(root)
                    ? set.path("count").asLong()
                    : 0;
        }
        return count;
    }

    @Test
    void youngAnswerIsTakenFromTheStoreInEveryForm() throws Exception {
        measured(ask(""));
        lab.reset(lab.modem(MODEM));

        JsonNode kept = measured(ask("?max_age=600"));
        Api.Response svg = ask("?max_age=600&format=svg");
        Api.Response png = ask("?max_age=600&format=png");
        Api.Response csv = ask("?max_age=600&format=csv");

        assertThat(kept.path("source").asText()).isEqualTo("store");
        assertThat(svg.text()).contains("<svg", MAC, "835.000", "1216.975");
        assertThat(png.body()).startsWith(0x89, 'P', 'N', 'G');
        assertThat(csv.text().lines()).hasSize(1 + 2 * 7_600);
        assertThat(lab.counts(lab.modem(MODEM)).path("pdus").asInt()).isZero();
    }

    @Test
    void twoWhoAskAtOnceGetOneMeasurement() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Api.Response>> answers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                answers.add(callers.submit(() -> ask("")));
            }

            assertThat(measured(answers.get(0).get()).path("command"))
                    .isEqualTo(measured(answers.get(1).get()).path("command"));
            assertThat(starts()).isOne();
        }
    }

    /// Nobody can say how it ended, and nobody repeats it unasked.
    @Test
    void agentThatDiesInTheMiddleLeavesItUnknownAndTheNextOneWorks() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Api.Response> interrupted = callers.submit(() -> ask(""));
            await().atMost(Duration.ofSeconds(30)).until(() -> starts() == 1);
            agent.kill();
            agent.start();

            assertThat(interrupted.get().status()).isEqualTo(502);
            assertThat(interrupted.get().json().path("code").asText()).isEqualTo("UNKNOWN_RESULT");
            assertThat(starts()).isOne();
        }

        assertThat(measured(ask("")).path("complete").asBoolean()).isTrue();
        assertThat(starts()).isEqualTo(2);
    }
}
