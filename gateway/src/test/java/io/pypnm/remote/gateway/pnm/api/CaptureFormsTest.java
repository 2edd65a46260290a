package io.pypnm.remote.gateway.pnm.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.gateway.GatewayTest;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.RunningGateway.HttpReply;
import io.pypnm.remote.gateway.pnm.MeasuringAgent;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@GatewayTest
class CaptureFormsTest {
    @RegisterExtension
    final LogWatch log = new LogWatch();

    /// Measures a new modem with two channels, that often.
    private static MacAddress measured(RunningGateway gateway, int times) throws Exception {
        try (MeasuringAgent agent = MeasuringAgent.connect(gateway)) {
            MacAddress mac = gateway.modems().add(agent.id());
            for (int i = 0; i < times; i++) {
                HttpReply begun = gateway.get("/api/pnm/modem/" + mac + "/rxmer", "Prefer", "wait=0");
                agent.answerRxMer(agent.next());
                gateway.get(begun.header("Location"), "Prefer", "wait=20");
            }
            return mac;
        }
    }

    private static String kept(MacAddress mac, String query) {
        return "/api/pnm/modem/" + mac + "/rxmer?max_age=3600" + query;
    }

    @ParameterizedTest
    @CsvSource({
        "format=json, '*/*', application/json",
        "format=csv, '*/*', text/csv",
        "format=svg, image/png, image/svg+xml",
        "format=png, '*/*', image/png",
        "format=raw&channel=194, '*/*', application/octet-stream",
        "x=1, image/svg+xml, image/svg+xml",
        "x=1, 'text/html, image/*;q=0.8, */*;q=0.1', image/svg+xml",
        "x=1, 'application/json;q=0.1, text/csv', text/csv"
    })
    void measurementIsShownAsAsked(String query, String accept, String type, RunningGateway gateway) throws Exception {
        MacAddress mac = measured(gateway, 1);

        HttpReply reply = gateway.get(kept(mac, "&" + query), "Accept", accept);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).startsWith(type);
        assertThat(reply.raw().body()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"format=raw, '*/*', 406", "x=1, text/html, 406", "format=pdf, '*/*', 400"})
    void whatCannotBeHadSoIsRefused(String query, String accept, int status, RunningGateway gateway) throws Exception {
        MacAddress mac = measured(gateway, 1);

        assertThat(gateway.get(kept(mac, "&" + query), "Accept", accept).status())
                .isEqualTo(status);
    }

    @Test
    void csvHasALineForEachSubcarrier(RunningGateway gateway) throws Exception {
        MacAddress mac = measured(gateway, 1);

        HttpReply reply = gateway.get(kept(mac, "&format=csv"));

        assertThat(reply.raw().body().lines()).hasSize(1 + 2 * 7600);
        assertThat(reply.header("Content-Disposition")).contains("rxmer_" + mac.bare() + ".csv");
    }

    @Test
    void historyIsAListWithLinksAndAPictureOfAllTimes(RunningGateway gateway) throws Exception {
        MacAddress mac = measured(gateway, 3);
        String history = "/api/pnm/modem/" + mac + "/rxmer/history";

        JsonNode first = gateway.get(history + "?channel=193&limit=2").body();
        JsonNode rest = gateway.get(history + "?channel=193&limit=2&before="
                        + first.path("next_before").asLong())
                .body();

        assertThat(first.path("captures")).hasSize(2);
        assertThat(rest.path("captures")).hasSize(1);
        assertThat(rest.path("next_before").isMissingNode()).isTrue();
        assertThat(gateway.get(history).body().path("captures")).hasSize(6);
        assertThat(gateway.get(history + "?to=2020-01-01T00:00:00Z").body().path("captures"))
                .isEmpty();
        assertThat(gateway.get(history + "?format=svg").raw().body()).contains("<svg");
        assertThat(gateway.get(history, "Accept", "image/png").status()).isEqualTo(200);
        assertThat(gateway.get(history + "?format=csv").raw().body().lines()).hasSize(1 + 6 * 7600);
    }

    @Test
    void captureIsShownAloneAndItsFileIsTheModems(RunningGateway gateway) throws Exception {
        MacAddress mac = measured(gateway, 1);
        JsonNode line = gateway.get("/api/pnm/modem/" + mac + "/rxmer/history?channel=194")
                .body()
                .at("/captures/0");

        JsonNode alone = gateway.get(line.path("href").asText()).body();
        MessageDigest digest = Checksum.digest();
        long bytes = gateway.download(line.at("/files/0/href").asText(), digest);

        assertThat(alone.path("channels")).hasSize(1);
        assertThat(alone.at("/channels/0/figures/mean_db").asDouble()).isEqualTo(43.16);
        assertThat(bytes).isEqualTo(7628);
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo(Checksum.sha256(MeasuringAgent.of(mac, MeasuringAgent.RXMER_194)))
                .isEqualTo(line.at("/files/0/sha256").asText());
        assertThat(gateway.get(line.path("href").asText() + "/raw?file=2").status())
                .isEqualTo(404);
        assertThat(gateway.get("/api/pnm/captures/999999999").status()).isEqualTo(404);
    }
}
