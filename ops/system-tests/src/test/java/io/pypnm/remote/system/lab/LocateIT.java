package io.pypnm.remote.system.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pypnm.remote.lab.Lab;
import io.pypnm.remote.lab.LabConfig;
import io.pypnm.remote.lab.device.Misbehaviour;
import io.pypnm.remote.system.plant.Agent;
import io.pypnm.remote.system.plant.Api.Response;
import io.pypnm.remote.system.plant.Gateway;
import io.pypnm.remote.system.plant.Plant;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Modems found by their MAC through gateway and agent, on three CMTSs with 30,000 of them that go wrong in the
/// lab's ways. The PDUs are those that the CMTSs counted.
@Timeout(120)
final class LocateIT {
    private static final int FIRST_INDEX = 5_505_026;

    @RegisterExtension
    static final Plant PLANT = new Plant();

    private static Lab lab;
    private static Gateway gateway;

    @BeforeAll
    static void start() throws IOException {
        lab = Lab.start(LabConfig.defaults().withCmtss(3).withModems(4).withCmtsRows(30_000));
        // What the gateway learnt of this CMTS stays true: it is never told to behave.
        lab.cmts(2).misbehave(Misbehaviour.NO_CM_POINTERS.usual(), Misbehaviour.REG_IDS_SHIFTED.by(Integer.MAX_VALUE));
        gateway = PLANT.gateway();
        String cmtss = IntStream.range(0, 3)
                .mapToObj(i -> """
                        {"name": "cmts-%d", "address": "%s", "port": %d, "agent": "jump-1", "timeout": "1s"}""".formatted(i, lab.cmts(i).address().getHostAddress(), lab.port()))
                .collect(Collectors.joining(", ", "{\"cmts\": [", "]}"));
        Files.writeString(gateway.data().resolveSibling("gateway.json"), cmtss);
        gateway.start();
        Agent agent = PLANT.agent(gateway, "jump-1").start();
        gateway.awaitOnline(agent.id());
    }

    @AfterAll
    static void stop() throws IOException {
        lab.close();
    }

    @BeforeEach
    void anew() {
        lab.cmts(0).reset();
        lab.cmts(1).reset();
    }

    private static Response locate(int modem) throws IOException, InterruptedException {
        String path = "/api/pnm/modem/a4-b1-c2-%02x-%02x-%02x?max_age=0"
                .formatted(modem >> 16, (modem >> 8) & 0xff, modem & 0xff);
        return gateway.api().send(gateway.api().request(path).GET());
    }

    private static JsonNode found(int modem) throws IOException, InterruptedException {
        Response response = locate(modem);
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        return response.json();
    }

    private static String address(int modem) {
        return lab.plant().address(modem).getHostAddress();
    }

    @Test
    void modemAmongTenThousandCostsTwoPdus() throws Exception {
        JsonNode modem = found(12_345);

        assertThat(modem.path("status").asText()).isEqualTo("online");
        assertThat(modem.path("cmts").asText()).isEqualTo("cmts-0");
        assertThat(modem.path("addresses").path(0).path("address").asText()).isEqualTo(address(12_345));
        assertThat(modem.path("registration_id").asLong()).isEqualTo(FIRST_INDEX + 12_345);
        assertThat(modem.path("pdus").asInt()).isPositive();
        assertThat(lab.cmts(0).counts().pdus()).isEqualTo(2);
        assertThat(lab.cmts(1).counts().pdus()).isLessThanOrEqualTo(2);
    }

    @Test
    void registrationUnderAnotherNumberIsNotMistakenForThisModems() throws Exception {
        lab.cmts(1).misbehave(Misbehaviour.REG_IDS_SHIFTED.by(2));

        JsonNode modem = found(8_002);

        assertThat(modem.path("addresses").path(0).path("address").asText()).isEqualTo(address(8_002));
        assertThat(modem.path("addresses").path(0).path("source").asText()).isEqualTo("docsIfCmtsCmStatusInetAddress");
        assertThat(modem.has("registration_id")).isFalse();
        assertThat(lab.cmts(1).counts().pdus()).isEqualTo(2);
    }

    @Test
    void lossAndTrimmedRepliesOnlyCostPdus() throws Exception {
        lab.cmts(0).misbehave(Misbehaviour.DROPS_FIRST.by(1), Misbehaviour.TRIMS_REPLIES.by(150));

        assertThat(found(3_000).path("addresses").path(0).path("address").asText())
                .isEqualTo(address(3_000));
    }

    @Test
    void silentCmtsMakesNoModemUnknown() throws Exception {
        lab.cmts(1).misbehave(Misbehaviour.SILENT.usual());

        Response missing = locate(2_000_001);

        assertThat(missing.status()).as(missing.text()).isEqualTo(504);
        assertThat(missing.json().path("code").asText()).isEqualTo("CMTS_TIMEOUT");
        assertThat(found(6_000).path("cmts").asText()).isEqualTo("cmts-0");
    }

    @Test
    void modemThatNoCmtsKnowsIsUnknown() throws Exception {
        Response missing = locate(2_000_003);

        assertThat(missing.status()).as(missing.text()).isEqualTo(404);
        assertThat(missing.json().path("code").asText()).isEqualTo("MODEM_UNKNOWN");
    }

    @Test
    void cmtsWithoutPointersIsWalkedOnceForAllItsModems() throws Exception {
        JsonNode first = found(16_001);
        long walked = lab.cmts(2).counts().pdus();
        JsonNode second = found(15_998);

        assertThat(first.path("registration_id").asLong()).isEqualTo(FIRST_INDEX + 16_001L + Integer.MAX_VALUE);
        assertThat(walked).isBetween(1L, 450L);
        assertThat(second.path("addresses").path(0).path("address").asText()).isEqualTo(address(15_998));
        assertThat(lab.cmts(2).counts().pdus() - walked).isEqualTo(1);
    }
}
