package io.pypnm.remote.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.agent.testing.MovableClock;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.contracts.wire.MessageCodec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IncomingTest {
    private static final String ID = "01a207d9-2100-7cd8-a8fb-0e6f684df992";

    private final MovableClock clock = new MovableClock();
    private final MessageCodec codec = new MessageCodec();
    private final Incoming.Reader reader = new Incoming.Reader(codec, clock);
    private final byte[] body = codec.encode(new Command.Describe());

    @Test
    void startByIsCountedFromArrivalLessTheLinksWorstDelay() {
        Incoming incoming = reader.read(frame(headers()), Lane.BULK, Duration.ofMillis(250));

        assertThat(incoming).isInstanceOfSatisfying(Incoming.Legible.class, it -> {
            assertThat(it.delivery().startBy().left()).isEqualTo(Duration.ofMillis(4_750));
            assertThat(it.delivery().runFor()).isEqualTo(Duration.ofSeconds(9));
            assertThat(it.delivery().lane()).isEqualTo(Lane.BULK);
            assertThat(it.delivery().attempt()).isEqualTo(3);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "start-by-millis, , header start-by-millis is missing",
        "start-by-millis, -5, header start-by-millis must be a whole number",
        "run-for-millis, 1e9, header run-for-millis must be a whole number",
        "attempt, , header attempt is missing",
        "attempt, 0, 'header attempt must be 1 to 2147483647, is 0'",
        "attempt, 4294967297, 'header attempt must be 1 to 2147483647, is 4294967297'",
        "effect, write, 'effect must be read, set or act, is write'",
        "effect, act, effect of describe is not act",
        "contract, 7, contract 7 is not known to this agent",
        "sha256, 00, the body does not have the sha256 it was sent with"
    })
    void headerThatIsWrongIsNamed(String header, String value, String detail) {
        Map<String, String> headers = headers();
        headers.put(header, value);

        assertThat(reader.read(frame(headers), Lane.BULK, Duration.ZERO))
                .isInstanceOfSatisfying(Incoming.Illegible.class, it -> {
                    assertThat(it.refusal().code()).isEqualTo(RefusalCode.MALFORMED);
                    assertThat(it.refusal().detail()).isEqualTo(detail);
                });
    }

    @Test
    void commandOfALaterVersionIsUnknown() {
        byte[] later = "{\"command\":\"teleport\",\"params\":{}}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Map<String, String> headers = headers();
        headers.put("sha256", Checksum.sha256(later));

        assertThat(reader.read(new StompFrame(StompCommand.MESSAGE, stomp(headers), later), Lane.BULK, Duration.ZERO))
                .isInstanceOfSatisfying(
                        Incoming.Illegible.class,
                        it -> assertThat(it.refusal().code()).isEqualTo(RefusalCode.UNKNOWN_COMMAND));
    }

    @ParameterizedTest
    @CsvSource({"read, READ", "set, SET", "act, SET", "nonsense, SET"})
    void whatCannotBeReadIsRememberedAsASetUnlessItSaysRead(String effect, Effect remembered) {
        Map<String, String> headers = headers();
        headers.put("effect", effect);
        headers.put("sha256", "00");

        assertThat(reader.read(frame(headers), Lane.BULK, Duration.ZERO))
                .isInstanceOfSatisfying(
                        Incoming.Illegible.class, it -> assertThat(it.effect()).isEqualTo(remembered));
    }

    @ParameterizedTest
    @CsvSource({
        "correlation-id, ",
        "correlation-id, 5",
        "reply-to, ",
        "reply-to, outcomes.",
        "reply-to, commands.jump-02.bulk",
        "reply-to, outcomes.gw-1.x"
    })
    void messageThatDoesNotSayWhomToAnswerIsNameless(String header, String value) {
        Map<String, String> headers = headers();
        headers.put(header, value);

        assertThat(reader.read(frame(headers), Lane.BULK, Duration.ZERO)).isInstanceOf(Incoming.Nameless.class);
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("correlation-id", ID);
        headers.put("reply-to", "outcomes.gw-1");
        headers.put("contract", "1");
        headers.put("effect", "read");
        headers.put("start-by-millis", "5000");
        headers.put("run-for-millis", "9000");
        headers.put("attempt", "3");
        headers.put("sha256", Checksum.sha256(body));
        return headers;
    }

    private StompFrame frame(Map<String, String> headers) {
        return new StompFrame(StompCommand.MESSAGE, stomp(headers), body);
    }

    private static StompHeaders stomp(Map<String, String> headers) {
        StompHeaders.Builder builder = StompHeaders.builder();
        headers.forEach((name, value) -> {
            if (value != null) {
                builder.add(name, value);
            }
        });
        return builder.build();
    }
}
