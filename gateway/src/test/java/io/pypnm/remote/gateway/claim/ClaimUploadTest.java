package io.pypnm.remote.gateway.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.gateway.Commands;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.ProbeAgent;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.RunningGateway.HttpReply;
import io.pypnm.remote.gateway.RunningGateway.Setup;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Outcomes too large for a frame, on their way up.
class ClaimUploadTest {
    private static final int MIB = 1 << 20;
    private static final long MAX = 24L * MIB;
    private static final long QUOTA = 40L * MIB;

    @TempDir
    static Path data;

    private static RunningGateway gateway;

    @RegisterExtension
    final LogWatch log = new LogWatch();

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.start(
                data, Setup.standard().with(new ClaimBounds(MAX, QUOTA, MIB)).withAgents(60));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void uploadThatWasCutGoesOnWhereItStopped() throws Exception {
        try (Holder holder = Holder.of(gateway, Commands.GET)) {
            byte[] whole = Holder.outcome(holder.command(), 3 * MIB, 2);
            assertThat(holder.head(whole).header("Upload-Offset")).isEqualTo("0");
            assertThat(holder.put(whole, 0, MIB).status()).isEqualTo(308);
            // Announces a mebibyte more, and is cut off within it.
            cut(holder, whole, MIB, 2 * MIB, MIB / 2);
            Awaitility.await().until(() -> Long.parseLong(holder.head(whole).header("Upload-Offset")) > MIB);
            int offset = Integer.parseInt(holder.head(whole).header("Upload-Offset"));
            assertThat(offset).isLessThanOrEqualTo(MIB + MIB / 2);

            HttpReply last = holder.put(whole, offset, whole.length);

            assertThat(last.status()).isEqualTo(204);
            assertThat(holder.head(whole).header("Upload-Offset")).isEqualTo(Integer.toString(whole.length));
            holder.answer(whole);
            assertThat(gateway.outcome(holder.command())
                            .path("claim")
                            .path("bytes")
                            .asInt())
                    .isEqualTo(whole.length);
        }
    }

    private static void cut(Holder holder, byte[] whole, int from, int to, int sent) throws Exception {
        HttpHeaders headers = holder.request().build().headers();
        StringBuilder head = new StringBuilder("PUT " + holder.path() + " HTTP/1.1\r\nHost: x\r\n");
        headers.map().forEach((name, values) -> head.append(name + ": " + values.getFirst() + "\r\n"));
        head.append("Content-Range: bytes " + from + "-" + (to - 1) + "/" + whole.length + "\r\n");
        head.append("Sha256: " + Checksum.sha256(whole) + "\r\nContent-Length: " + (to - from) + "\r\n\r\n");
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(whole, from, sent);
            socket.getOutputStream().flush();
        }
    }

    @Test
    void wrongOffsetIsToldTheRightOne() throws Exception {
        try (Holder holder = Holder.of(gateway, Commands.GET)) {
            byte[] whole = Holder.outcome(holder.command(), 3 * MIB, 3);
            assertThat(holder.put(whole, 0, MIB).status()).isEqualTo(308);

            for (int from : new int[] {0, MIB - 1, MIB + 1, 2 * MIB}) {
                HttpReply reply = holder.put(whole, from, whole.length);

                assertThat(reply.status()).isEqualTo(409);
                assertThat(reply.text("code")).isEqualTo("WRONG_OFFSET");
                assertThat(reply.header("Upload-Offset")).isEqualTo(Integer.toString(MIB));
            }
            assertThat(holder.put(whole, MIB, whole.length).status()).isEqualTo(204);
        }
    }

    @Test
    void wholeClaimSaysSoWhenItIsSentAgain() throws Exception {
        try (Holder holder = Holder.of(gateway, Commands.GET)) {
            byte[] whole = Holder.outcome(holder.command(), MIB, 4);
            holder.putAll(whole);

            assertThat(holder.put(whole, 0, whole.length).status()).isEqualTo(204);
            // As an agent asks that had the offset first and finds nothing left to send.
            assertThat(holder.put(whole, whole.length, whole.length).status()).isEqualTo(204);
            assertThat(holder.put(whole, 0, 10).status()).isEqualTo(204);
        }
    }

    /// A read may run twice, and answer otherwise the second time.
    @Test
    void otherContentForTheSameCommandBeginsAnew() throws Exception {
        try (Holder holder = Holder.of(gateway, Commands.GET)) {
            byte[] first = Holder.outcome(holder.command(), 2 * MIB, 5);
            byte[] second = Holder.outcome(holder.command(), 3 * MIB, 6);
            holder.putAll(first);

            assertThat(holder.head(first).header("Upload-Offset")).isEqualTo(Integer.toString(first.length));
            assertThat(holder.head(second).header("Upload-Offset")).isEqualTo("0");
            HttpReply misled = holder.put(second, first.length, second.length);
            assertThat(misled.status()).isEqualTo(409);
            assertThat(misled.header("Upload-Offset")).isEqualTo("0");
            holder.putAll(second);
            holder.answer(second);

            assertThat(gateway.outcome(holder.command())
                            .path("claim")
                            .path("sha256")
                            .asText())
                    .isEqualTo(Checksum.sha256(second));
            MessageDigest digest = Checksum.digest();
            gateway.download("/api/commands/" + holder.command() + "/outcome", digest);
            assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(Checksum.sha256(second));
        }
    }

    @Test
    void contentThatIsNotWhatItsHashSaysIsThrownAway() throws Exception {
        try (Holder holder = Holder.of(gateway, Commands.GET)) {
            byte[] whole = Holder.outcome(holder.command(), MIB, 7);
            String other = Checksum.sha256(new byte[] {1});

            HttpReply reply = holder.put(whole, 0, whole.length, other);

            assertThat(reply.status()).isEqualTo(422);
            assertThat(reply.text("code")).isEqualTo("CLAIM_DAMAGED");
            assertThat(holder.head(other).header("Upload-Offset")).isEqualTo("0");
            holder.putAll(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"outcome\":\"completed\"}", "no json", "{\"outcome\":\"completed\",\"command\":\"x\"} {}"})
    void contentThatIsNoOutcomeOfTheCommandIsThrownAway(String content) throws Exception {
        try (Holder holder = Holder.of(gateway, Commands.GET)) {
            byte[] whole = content.getBytes(StandardCharsets.UTF_8);

            assertThat(holder.put(whole, 0, whole.length).text("code")).isEqualTo("CLAIM_DAMAGED");
        }
    }

    @Test
    void outcomeOfAnotherCommandIsThrownAway() throws Exception {
        try (Holder holder = Holder.of(gateway, Commands.GET);
                Holder other = Holder.of(gateway, Commands.GET)) {
            byte[] whole = Holder.outcome(other.command(), MIB, 8);

            assertThat(holder.put(whole, 0, whole.length).text("code")).isEqualTo("CLAIM_DAMAGED");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes 0-9",
                "bytes 0-9/*",
                "bytes 9-0/10",
                "bytes 0-10/10",
                "bytes -5/10",
                "bytes 0-9/0",
                "items 0-9/10",
                "bytes 0-999999999999/9999999999999",
                "bytes 00000000000000000-1/2"
            })
    void rangeThatMakesNoSenseIsABadRequest(String range) throws Exception {
        try (Holder holder = Holder.of(gateway, Commands.GET)) {
            HttpReply reply = gateway.send(holder.request()
                    .header("Content-Range", range)
                    .header("Sha256", Checksum.sha256(new byte[0]))
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[10]))
                    .build());

            assertThat(reply.status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "part", "../../../../etc/passwd", "x", "ABCDEF", "a/b"})
    void hashThatIsNoneIsABadRequest(String sha256) throws Exception {
        try (Holder holder = Holder.of(gateway, Commands.GET)) {
            HttpReply reply = holder.put(new byte[10], 0, 10, sha256);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(statusOf(holder.request().header("Sha256", sha256))).isEqualTo(400);
        }
    }

    @Test
    void onlyTheLiveSessionOfTheCommandsAgentMayUpload() throws Exception {
        try (Holder holder = Holder.of(gateway, Commands.GET);
                Holder other = Holder.of(gateway, Commands.GET)) {
            AgentId id = holder.agent().id();
            String token = RunningGateway.token(id);
            String instance = holder.instance().toString();
            long epoch = holder.agent().epoch();

            assertThat(statusOf(holder.request(id, "wrong", instance, epoch))).isEqualTo(401);
            assertThat(statusOf(holder.request(id, token, instance, epoch + 1))).isEqualTo(403);
            assertThat(statusOf(holder.request(id, token, instance, epoch - 1))).isEqualTo(403);
            assertThat(statusOf(
                            holder.request(id, token, ProbeAgent.newInstance().toString(), epoch)))
                    .isEqualTo(403);
            assertThat(statusOf(holder.request(id, token, "no uuid", epoch))).isEqualTo(400);
            assertThat(statusOf(gateway.request(holder.path()))).isEqualTo(401);
            AgentId thief = other.agent().id();
            assertThat(statusOf(holder.request(
                            thief,
                            RunningGateway.token(thief),
                            other.instance().toString(),
                            other.agent().epoch())))
                    .isEqualTo(404);
            String sha256 = Checksum.sha256(new byte[0]);
            assertThat(statusOf(holder.request().header("Sha256", sha256))).isEqualTo(200);
            assertThat(statusOf(holder.request())).isEqualTo(400);
        }
    }

    private static int statusOf(HttpRequest.Builder request) throws Exception {
        return gateway.send(request.method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build())
                .status();
    }

    @Test
    void twoUploadsOfOneClaimAtOnceMakeOneWholeClaim() throws Exception {
        try (Holder holder = Holder.of(gateway, Commands.GET);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            byte[] whole = Holder.outcome(holder.command(), 8 * MIB, 14);
            List<Future<Integer>> uploads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                uploads.add(threads.submit(() -> {
                    int offset = 0;
                    int status = 0;
                    while (status != 204) {
                        int to = Math.min(whole.length, offset + MIB);
                        HttpReply reply = holder.put(whole, offset, to);
                        status = reply.status();
                        assertThat(status).isIn(204, 308, 409);
                        offset = Integer.parseInt(reply.header("Upload-Offset"));
                    }
                    return status;
                }));
            }
            for (Future<Integer> upload : uploads) {
                assertThat(upload.get(30, TimeUnit.SECONDS)).isEqualTo(204);
            }

            holder.answer(whole);

            assertThat(gateway.outcome(holder.command())
                            .path("claim")
                            .path("bytes")
                            .asInt())
                    .isEqualTo(whole.length);
            MessageDigest digest = Checksum.digest();
            gateway.download("/api/commands/" + holder.command() + "/outcome", digest);
            assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(Checksum.sha256(whole));
        }
    }

    @Test
    void claimsAreReadableByTheGatewaysUserOnly() throws Exception {
        try (Holder holder = Holder.of(gateway, Commands.GET)) {
            holder.putAll(Holder.outcome(holder.command(), MIB, 15));

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("claims"))))
                    .isEqualTo("rwx------");
        }
    }
}
