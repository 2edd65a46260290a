package io.pypnm.remote.system.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.system.plant.Agent;
import io.pypnm.remote.system.plant.CommandView;
import io.pypnm.remote.system.plant.Commands;
import io.pypnm.remote.system.plant.Gateway;
import io.pypnm.remote.system.plant.Plant;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A large file arrives whole, whatever happens on its way, and nobody holds it in memory.
final class FileIT {
    private static final long MIB = 1024 * 1024;
    private static final int FILE_BYTES = 50_000_000;
    /// Of both programs; well below the file.
    private static final long GROWTH = 24 * MIB;

    @RegisterExtension
    final Plant plant = new Plant();

    @Test
    void fiftyMegabytesWithThreeCutsAndAKilledGatewayArriveWhole() throws Exception {
        Path captures = Files.createDirectories(plant.folder().resolve("captures"));
        String sha256 = writeRandom(captures.resolve("capture.bin"), FILE_BYTES);
        writeRandom(captures.resolve("first.bin"), 4 * (int) MIB);
        Gateway gateway = plant.gateway().start();
        try (CuttingProxy network = CuttingProxy.open(
                gateway.agentLink(), cut -> killAt(cut, gateway), 14 * MIB, 26 * MIB, 38 * MIB, 46 * MIB)) {
            Agent agent = plant.stranger("jump-1");
            agent.configure(network.agentLink(), gateway.tokenOf(agent.id()));
            agent.startBy(List.of("/usr/bin/env", "TFTP_ROOT=" + captures));
            agent.start();
            gateway.awaitOnline(agent.id());
            ended(gateway, submit(gateway, agent, "first.bin"));
            long agentBefore = agent.program().peakMemory();
            long gatewayBefore = gateway.program().peakMemory();

            CommandView end = ended(gateway, submit(gateway, agent, "capture.bin"));

            assertThat(end.kind()).as(end.toString()).isEqualTo(OutcomeKind.COMPLETED);
            assertThat(end.outcome().path("reply").path("size").asInt()).isEqualTo(FILE_BYTES);
            assertThat(end.outcome().path("reply").path("sha256").asText()).isEqualTo(sha256);
            assertThat(download(gateway, end.id())).isEqualTo(sha256);
            assertThat(network.cutsMade()).isEqualTo(4);
            assertThat(network.upstreamBytes())
                    .as("what was there was not sent again")
                    .isLessThan(FILE_BYTES + 5 * MIB + 4 * 3 * MIB);
            assertThat(agent.program().peakMemory() - agentBefore).as("agent").isLessThan(GROWTH);
            assertThat(gateway.program().peakMemory() - gatewayBefore)
                    .as("gateway")
                    .isLessThan(GROWTH);
            assertOnce(gateway);
            await("the agent has forgotten it")
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() ->
                            assertThat(agent.home().resolve("journal/spool")).isEmptyDirectory());
        }
    }

    /// The second cut is the end of the gateway, too.
    private static void killAt(int cut, Gateway gateway) throws IOException {
        if (cut == 2) {
            gateway.kill();
            gateway.start();
        }
    }

    private static CommandId submit(Gateway gateway, Agent agent, String file) throws Exception {
        return CommandView.of(gateway.api()
                        .submit(agent.id(), Commands.fileGet(file), file, 0)
                        .json())
                .id();
    }

    private static CommandView ended(Gateway gateway, CommandId id) {
        return await("command " + id + " ends")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> gateway.api().find(id, 0).orElseThrow(), CommandView::hasEnded);
    }

    private String download(Gateway gateway, CommandId id) throws Exception {
        var request = gateway.api().request("/api/commands/" + id + "/content").build();
        HttpResponse<InputStream> response = plant.client().send(request, BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        MessageDigest digest = Checksum.digest();
        try (InputStream in = new DigestInputStream(response.body(), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        String sha256 = HexFormat.of().formatHex(digest.digest());
        assertThat(response.headers().firstValue("ETag")).contains("\"" + sha256 + "\"");
        return sha256;
    }

    private static void assertOnce(Gateway gateway) throws Exception {
        assertThat(gateway.api().all()).hasSize(2).allMatch(CommandView::hasEnded);
        assertThat(gateway.api().metrics().get("pypnm_commands_ended_total{outcome=\"completed\"}"))
                .isEqualTo(2.0);
        gateway.awaitDrained();
    }

    private static String writeRandom(Path file, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        Files.write(file, content);
        return Checksum.sha256(content);
    }
}
