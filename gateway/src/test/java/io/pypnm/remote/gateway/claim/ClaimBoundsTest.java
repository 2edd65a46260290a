package io.pypnm.remote.gateway.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.gateway.Commands;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.RunningGateway.HttpReply;
import io.pypnm.remote.gateway.RunningGateway.Setup;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// How much an agent may put there, and a disk that gives nothing back.
class ClaimBoundsTest {
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
    void claimAboveTheLimitAndPartAboveItsOwnAreRefused() throws Exception {
        try (Holder holder = Holder.of(gateway, Commands.GET)) {
            String sha256 = Checksum.sha256(new byte[0]);

            HttpReply tooLarge = gateway.send(holder.request()
                    .header("Content-Range", "bytes 0-9/" + (MAX + 1))
                    .header("Sha256", sha256)
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[10]))
                    .build());
            HttpReply largePart = gateway.send(holder.request()
                    .header("Content-Range", "bytes 0-" + 9 * MIB + "/" + 10 * MIB)
                    .header("Sha256", sha256)
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[10]))
                    .build());

            assertThat(tooLarge.text("code")).isEqualTo("BODY_TOO_LARGE");
            assertThat(largePart.text("code")).isEqualTo("BODY_TOO_LARGE");
        }
    }

    @Test
    void agentHasNoMoreThanItsQuota() throws Exception {
        try (Holder holder = Holder.of(gateway, Commands.GET)) {
            holder.putAll(Holder.outcome(holder.command(), 20 * MIB, 9));
            gateway.submit(holder.agent().id(), Commands.GET);
            var next = new Holder(
                    gateway, holder.agent(), holder.instance(), holder.agent().next());
            byte[] whole = Holder.outcome(next.command(), 21 * MIB, 10);

            HttpReply reply = next.put(whole, 0, MIB);

            assertThat(reply.status()).isEqualTo(507);
            assertThat(reply.text("code")).isEqualTo("QUOTA");
            byte[] small = Holder.outcome(next.command(), MIB, 11);
            next.putAll(small);
        }
    }

    @Test
    void claimThatTheDiskDoesNotGiveIsUnavailable() throws Exception {
        log.expect("the disk of the claims fails");
        try (Holder ended = Holder.of(gateway, Commands.GET);
                Holder open = Holder.of(gateway, Commands.GET)) {
            byte[] whole = Holder.outcome(ended.command(), MIB, 16);
            ended.putAll(whole);
            ended.answer(whole);
            gateway.outcome(ended.command());
            makeUnreadable(ended);
            byte[] part = Holder.outcome(open.command(), MIB, 17);
            open.put(part, 0, MIB / 2);
            makeUnreadable(open);

            HttpReply outcome = gateway.get("/api/commands/" + ended.command() + "/outcome");

            assertThat(outcome.status()).isEqualTo(503);
            assertThat(outcome.text("code")).isEqualTo("UNAVAILABLE");
            assertThat(open.head(part).status()).isEqualTo(503);
        }
    }

    /// A link to itself can be listed and not followed, by root neither.
    private static void makeUnreadable(Holder holder) throws IOException {
        Path folder = data.resolve("claims").resolve(holder.agent().id().value());
        try (Stream<Path> files = Files.list(folder)) {
            Path file = files.findFirst().orElseThrow();
            Files.delete(file);
            Files.createSymbolicLink(file, file.getFileName());
        }
    }
}
