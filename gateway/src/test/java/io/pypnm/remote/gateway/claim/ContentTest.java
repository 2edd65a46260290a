package io.pypnm.remote.gateway.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.outcome.Reply.FileContent.Content;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.gateway.Commands;
import io.pypnm.remote.gateway.GatewayTest;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.ProbeAgent;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.RunningGateway.HttpReply;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files on their way from an agent to a caller.
@GatewayTest
class ContentTest {
    private static final int MIB = 1 << 20;
    private static final String DIGITS = "0123456789";

    @RegisterExtension
    final LogWatch log = new LogWatch();

    @Test
    void contentThatWasUploadedIsDownloadedAsItWas(RunningGateway gateway) throws Exception {
        try (Holder holder = Holder.of(gateway, Commands.GET)) {
            byte[] content = random(9 * MIB + 7, 1);
            holder.uploading("content").putAll(content);

            holder.agent().answer(holder.delivered(), file(holder.command(), content));

            assertThat(gateway.outcome(holder.command())
                            .path("reply")
                            .path("sha256")
                            .asText())
                    .isEqualTo(Checksum.sha256(content));
            MessageDigest digest = Checksum.digest();
            long size = gateway.download("/api/commands/" + holder.command() + "/content", digest);
            assertThat(size).isEqualTo(content.length);
            assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(Checksum.sha256(content));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void wholeContentHasItsHashNameAndLength(boolean inline, RunningGateway gateway) throws Exception {
        try (Holder holder = Holder.of(gateway, Commands.GET)) {
            bring(holder, inline);

            HttpReply reply = content(gateway, holder);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.raw().body()).isEqualTo(DIGITS);
            assertThat(reply.header("Content-Type")).isEqualTo("application/octet-stream");
            assertThat(reply.header("Content-Length")).isEqualTo("10");
            assertThat(reply.header("ETag")).isEqualTo("\"" + Checksum.sha256(bytes(DIGITS)) + "\"");
            assertThat(reply.header("Accept-Ranges")).isEqualTo("bytes");
            assertThat(reply.header("Content-Disposition"))
                    .isEqualTo("attachment; filename=\"r__x \"; filename*=UTF-8''r%22%C3%A9x%20");
            // A range is for GET only (RFC 9110 section 14.2).
            HttpReply head = gateway.send(gateway.request("/api/commands/" + holder.command() + "/content")
                    .header("Range", "bytes=0-3")
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .build());
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Length")).isEqualTo("10");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3, true, 0123, bytes 0-3/10",
        "bytes=0-3, false, 0123, bytes 0-3/10",
        "bytes=4-, false, 456789, bytes 4-9/10",
        "bytes=9-9, false, 9, bytes 9-9/10",
        "bytes=5-500, false, 56789, bytes 5-9/10",
        "bytes=-3, false, 789, bytes 7-9/10",
        "bytes=-300, false, 0123456789, bytes 0-9/10",
        "bytes=-3, true, 789, bytes 7-9/10"
    })
    void rangeIsSentAlone(String range, boolean inline, String part, String told, RunningGateway gateway)
            throws Exception {
        try (Holder holder = Holder.of(gateway, Commands.GET)) {
            bring(holder, inline);

            HttpReply reply = content(gateway, holder, "Range", range);

            assertThat(reply.status()).isEqualTo(206);
            assertThat(reply.raw().body()).isEqualTo(part);
            assertThat(reply.header("Content-Range")).isEqualTo(told);
            assertThat(reply.header("Content-Length")).isEqualTo(Integer.toString(part.length()));
        }
    }

    @Test
    void rangeThatCannotBeGivenIsToldOrTakenAsNone(RunningGateway gateway) throws Exception {
        try (Holder holder = Holder.of(gateway, Commands.GET)) {
            bring(holder, false);

            for (String outside : new String[] {"bytes=10-", "bytes=10-20", "bytes=-0"}) {
                HttpReply reply = content(gateway, holder, "Range", outside);
                assertThat(reply.status()).as(outside).isEqualTo(416);
                assertThat(reply.header("Content-Range")).isEqualTo("bytes */10");
            }
            for (String other : new String[] {"bytes=0-1,3-4", "lines=1-2", "bytes=-", "bytes=5-4", "bytes=a-b"}) {
                assertThat(content(gateway, holder, "Range", other).status())
                        .as(other)
                        .isEqualTo(200);
            }
            String tag = content(gateway, holder).header("ETag");
            assertThat(content(gateway, holder, "Range", "bytes=0-1", "If-Range", tag)
                            .status())
                    .isEqualTo(206);
            assertThat(content(gateway, holder, "Range", "bytes=0-1", "If-Range", "\"other\"")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void emptyFileIsEmpty(RunningGateway gateway) throws Exception {
        try (Holder holder = Holder.of(gateway, Commands.GET)) {
            holder.agent().answer(holder.delivered(), file(holder.command(), new byte[0], inline(new byte[0])));
            gateway.outcome(holder.command());

            HttpReply reply = content(gateway, holder);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("Content-Length")).isEqualTo("0");
        }
    }

    @Test
    void commandWithoutAFileHasNoContent(RunningGateway gateway) throws Exception {
        try (Holder open = Holder.of(gateway, Commands.GET);
                Holder ended = Holder.of(gateway, Commands.GET)) {
            ended.agent().answer(ended.delivered(), ProbeAgent.completed(ended.command()));
            gateway.outcome(ended.command());

            assertThat(content(gateway, open).text("detail")).isEqualTo("the command has not ended");
            assertThat(content(gateway, ended).status()).isEqualTo(404);
            assertThat(content(gateway, ended).text("detail")).isEqualTo("the command brought no file");
        }
    }

    /// The content itself, an outcome that was uploaded with the same bytes, another size: none is a whole content.
    @ParameterizedTest
    @ValueSource(strings = {"nothing", "a part", "an outcome", "another size"})
    void outcomeThatNamesAContentThatIsNotHereIsRefused(String uploaded, RunningGateway gateway) throws Exception {
        log.expect("no whole claim");
        try (Holder holder = Holder.of(gateway, Commands.GET)) {
            byte[] content = Holder.outcome(holder.command(), MIB, 21);
            byte[] outcome = file(holder.command(), content);
            switch (uploaded) {
                case "nothing" -> {}
                case "a part" -> holder.uploading("content").put(content, 0, MIB / 2);
                case "an outcome" -> holder.putAll(content);
                default -> {
                    holder.uploading("content").putAll(content);
                    outcome = file(holder.command(), content, content.length + 1, new Content.Claimed());
                }
            }

            holder.agent().send(holder.command(), "outcomes.test", outcome, "1");

            assertThat(holder.agent().awaitError()).isEqualTo("MALFORMED");
            assertThat(gateway.command(holder.command()).path("state").asText()).isNotEqualTo("ended");
        }
    }

    @Test
    void contentIsTakenAsItIsAndAnOutcomeIsNot(RunningGateway gateway) throws Exception {
        try (Holder holder = Holder.of(gateway, Commands.GET)) {
            byte[] content = random(1000, 3);

            assertThat(holder.put(content, 0, content.length).text("code")).isEqualTo("CLAIM_DAMAGED");
            assertThat(holder.uploading("content").put(content, 0, 1000).status())
                    .isEqualTo(204);
            assertThat(holder.uploading("content")
                            .put(content, 0, 1000, Checksum.sha256(new byte[1]))
                            .text("code"))
                    .isEqualTo("CLAIM_DAMAGED");
            assertThat(holder.uploading("nonsense").put(content, 0, 1000).status())
                    .isEqualTo(400);
        }
    }

    @Test
    void lateOutcomeWithAContentThatWasNotTakenEndsInPeace(RunningGateway gateway) throws Exception {
        try (Holder holder = Holder.of(gateway, Commands.GET)) {
            holder.agent().answer(holder.delivered(), ProbeAgent.completed(holder.command()));
            gateway.outcome(holder.command());

            holder.agent().send(holder.command(), "outcomes.test", file(holder.command(), random(1000, 4)), "late");

            assertThat(holder.agent().nextFrame().command()).isEqualTo(StompCommand.RECEIPT);
        }
    }

    /// One part of it is enough for the gateway to see that it has it all.
    @Test
    void sameContentForAnotherCommandOfTheAgentIsNotUploadedAgain(RunningGateway gateway) throws Exception {
        try (Holder first = Holder.of(gateway, Commands.GET);
                Holder stranger = Holder.of(gateway, Commands.GET)) {
            byte[] content = random(9 * MIB, 5);
            first.uploading("content").putAll(content);
            gateway.submit(first.agent().id(), Commands.GET);
            Holder second = first.next();

            HttpReply reply = second.uploading("content").put(content, 0, MIB);

            assertThat(reply.status()).isEqualTo(204);
            assertThat(reply.header("Upload-Offset")).isEqualTo(Integer.toString(content.length));
            second.agent().answer(second.delivered(), file(second.command(), content));
            gateway.outcome(second.command());
            MessageDigest digest = Checksum.digest();
            gateway.download("/api/commands/" + second.command() + "/content", digest);
            assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(Checksum.sha256(content));
            assertThat(stranger.uploading("content").put(content, 0, MIB).status())
                    .isEqualTo(308);
        }
    }

    private static void bring(Holder holder, boolean inline) throws Exception {
        byte[] content = bytes(DIGITS);
        Content where = inline ? inline(content) : new Content.Claimed();
        if (!inline) {
            holder.uploading("content").putAll(content);
        }
        holder.agent().answer(holder.delivered(), file(holder.command(), content, where));
        holder.gateway().outcome(holder.command());
    }

    private static HttpReply content(RunningGateway gateway, Holder holder, String... headers) throws Exception {
        return gateway.get("/api/commands/" + holder.command() + "/content", headers);
    }

    private static Content inline(byte[] content) {
        return new Content.Inline(Octets.of(content));
    }

    private static byte[] file(CommandId command, byte[] content) {
        return file(command, content, new Content.Claimed());
    }

    private static byte[] file(CommandId command, byte[] content, Content where) {
        return file(command, content, content.length, where);
    }

    private static byte[] file(CommandId command, byte[] content, long bytes, Content where) {
        var file = new Reply.FileContent(
                new FileName("r\"\u00e9x "), "/srv", bytes, Instant.EPOCH, Checksum.sha256(content), where);
        return ProbeAgent.encode(command, new Outcome.Completed(file));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] random(int bytes, int seed) {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return content;
    }
}
