package io.pypnm.remote.contracts.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.contracts.stomp.StompProtocolException.Reason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StompDecoderTest {
    private static final StompEvent BEAT = new StompEvent.Beat();

    @ParameterizedTest
    @EnumSource
    void frameIsReadInEveryVersion(StompVersion version) {
        assertThat(Reading.of(version, "SEND\ndestination:/queue/a\n\nhello\0").events())
                .containsExactly(send(StompHeaders.of("destination", "/queue/a"), "hello"));
    }

    @ParameterizedTest
    @EnumSource
    void everyCommandIsKnown(StompCommand command) {
        assertThat(Reading.of(StompVersion.V1_2, command.text() + "\nid:1\n\n\0")
                        .events())
                .containsExactly(new StompFrame(command, StompHeaders.of("id", "1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BOGUS", "send", "SEND ", " SEND", "SE\rND", "S", "UNSUBSCRIBES", "GET / HTTP/1.1"})
    void anythingElseIsNoCommand(String command) {
        assertThat(Reading.of(StompVersion.V1_2, command + "\n\n\0").failure()).isEqualTo(Reason.UNKNOWN_COMMAND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AMQP\0\1\0\0", "\u0010\u000e\0\4MQTT", "UNSUBSCRIBE\r\r", "\0"})
    void foreignPreambleFailsBeforeItsFirstLineEnds(String preamble) {
        assertThat(Reading.of(StompVersion.V1_0, preamble).failure()).isEqualTo(Reason.UNKNOWN_COMMAND);
    }

    @Test
    void repeatedHeadersAreKeptAndTheFirstCounts() {
        StompFrame frame = onlyFrame(StompVersion.V1_2, "SUBSCRIBE\nid:1\nid:2\n\n\0");

        assertThat(frame.headers()).isEqualTo(StompHeaders.of("id", "1", "id", "2"));
        assertThat(frame.headers().first("id")).contains("1");
    }

    @Test
    void nothingIsTrimmed() {
        assertThat(onlyFrame(StompVersion.V1_2, "ACK\n id : a b \nempty:\n\n\0").headers())
                .isEqualTo(StompHeaders.of(" id ", " a b ", "empty", ""));
    }

    @Test
    void valueMayHoldABareColon() {
        assertThat(onlyFrame(StompVersion.V1_2, "ACK\nid:a:b\n\n\0").headers()).isEqualTo(StompHeaders.of("id", "a:b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no colon", ":no name", ":", "a:b\rc", "a:b\r\r", "a\r:b", "a\0:b", "a:b\0"})
    void lineThatIsNoHeaderIsRefused(String line) {
        assertThat(Reading.of(StompVersion.V1_2, "ACK\n" + line + "\n\n\0").failure())
                .isEqualTo(Reason.BAD_HEADER);
    }

    @Test
    void frameThatEndsWithinItsHeadersFailsAtItsNul() {
        assertThat(Reading.of(StompVersion.V1_2, "CONNECT\n\0").failure()).isEqualTo(Reason.BAD_HEADER);
        assertThat(Reading.of(StompVersion.V1_2, "CONNECT\nlogin:a\0").failure())
                .isEqualTo(Reason.BAD_HEADER);
    }

    // Line ends and heart-beats

    @ParameterizedTest
    @EnumSource
    void carriageReturnBelongsToTheLineEndInEveryVersion(StompVersion version) {
        assertThat(Reading.of(version, "\r\nSEND\r\ndestination:a\r\n\r\nx\r\n\0")
                        .events())
                .containsExactly(BEAT, send(StompHeaders.of("destination", "a"), "x\r\n"));
    }

    @Test
    void eachLineEndBetweenFramesIsAHeartBeat() {
        StompFrame ack = new StompFrame(StompCommand.ACK, StompHeaders.NONE);

        assertThat(Reading.of(StompVersion.V1_2, "\n\nACK\n\n\0\nACK\n\n\0\r\n").events())
                .containsExactly(BEAT, BEAT, ack, BEAT, ack, BEAT);
    }

    @Test
    void carriageReturnAloneIsNoHeartBeat() {
        assertThat(Reading.of(StompVersion.V1_2, "\r\r\n").failure()).isEqualTo(Reason.UNKNOWN_COMMAND);
    }

    // Bodies

    @Test
    void bodyOfGivenLengthMayHoldNul() {
        assertThat(onlyFrame(StompVersion.V1_2, "SEND\ncontent-length:5\n\na\0b\0\0\0"))
                .isEqualTo(send(StompHeaders.NONE, "a\0b\0\0"));
    }

    @Test
    void bodyOfNoGivenLengthEndsAtTheFirstNul() {
        assertThat(Reading.of(StompVersion.V1_2, "SEND\n\na\nb\0\n").events())
                .containsExactly(send(StompHeaders.NONE, "a\nb"), BEAT);
    }

    @Test
    void contentLengthIsNotAmongTheHeaders() {
        assertThat(onlyFrame(StompVersion.V1_2, "SEND\ncontent-length:1\na:b\n\nx\0"))
                .isEqualTo(send(StompHeaders.of("a", "b"), "x"));
    }

    @Test
    void firstContentLengthCounts() {
        assertThat(onlyFrame(StompVersion.V1_2, "SEND\ncontent-length:3\ncontent-length:1\n\na\0b\0"))
                .isEqualTo(send(StompHeaders.NONE, "a\0b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "-1", "+1", " 1", "1 ", "0x1", "1.0", "\u0661", "99999999999999999999x"})
    void contentLengthThatIsNoNumberIsRefused(String value) {
        assertThat(Reading.of(StompVersion.V1_2, "SEND\ncontent-length:" + value + "\n\nx\0")
                        .failure())
                .isEqualTo(Reason.BAD_CONTENT_LENGTH);
    }

    @Test
    void bodyLongerThanItsContentLengthIsRefused() {
        assertThat(Reading.of(StompVersion.V1_2, "SEND\ncontent-length:2\n\nabc\0")
                        .failure())
                .isEqualTo(Reason.MISSING_NUL);
    }

    @Test
    void bodyShorterThanItsContentLengthIsWaitedFor() {
        Reading reading = Reading.of(StompVersion.V1_2, "SEND\ncontent-length:4\n\nabc");

        assertThat(reading.events()).isEmpty();
        assertThat(reading.failure()).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"SEND", "MESSAGE", "ERROR"})
    void bodyOnAFrameThatCannotHaveOneIsRefused(StompCommand command) {
        assertThat(Reading.of(StompVersion.V1_0, command.text() + "\n\nx\0").failure())
                .isEqualTo(Reason.UNEXPECTED_BODY);
        assertThat(Reading.of(StompVersion.V1_0, command.text() + "\ncontent-length:1\n\n")
                        .failure())
                .isEqualTo(Reason.UNEXPECTED_BODY);
        assertThat(Reading.of(StompVersion.V1_0, command.text() + "\ncontent-length:0\n\n\0")
                        .events())
                .containsExactly(new StompFrame(command, StompHeaders.NONE));
    }

    // Escapes

    @Test
    void escapesAreUndoneAsTheVersionDefinesThem() {
        String stream = "ACK\na\\n\\c\\\\z:b\\n\\c\\\\z\n\n\0";

        assertThat(onlyFrame(StompVersion.V1_0, stream).headers())
                .isEqualTo(StompHeaders.of("a\\n\\c\\\\z", "b\\n\\c\\\\z"));
        assertThat(onlyFrame(StompVersion.V1_1, stream).headers()).isEqualTo(StompHeaders.of("a\n:\\z", "b\n:\\z"));
        assertThat(onlyFrame(StompVersion.V1_2, stream).headers()).isEqualTo(StompHeaders.of("a\n:\\z", "b\n:\\z"));
        assertThat(onlyFrame(StompVersion.V1_2, "ACK\n\\ra:\\r\n\n\0").headers())
                .isEqualTo(StompHeaders.of("\ra", "\r"));
    }

    @ParameterizedTest
    @CsvSource({"V1_1, \\r", "V1_1, \\t", "V1_2, \\t", "V1_2, \\0", "V1_2, \\N", "V1_2, \\"})
    void undefinedEscapeIsRefused(StompVersion version, String escape) {
        assertThat(Reading.of(version, "ACK\nid:" + escape + "\n\n\0").failure())
                .isEqualTo(Reason.BAD_ESCAPE);
        assertThat(Reading.of(version, "ACK\n" + escape + ":id\n\n\0").failure())
                .isEqualTo(Reason.BAD_ESCAPE);
    }

    @Test
    void backslashAtTheEndDoesNotTakeItsPairFromAnOlderLine() {
        assertThat(Reading.of(StompVersion.V1_2, "ACK\na:" + "n".repeat(20) + "\nid:\\\n\n\0")
                        .failure())
                .isEqualTo(Reason.BAD_ESCAPE);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECT", "STOMP", "CONNECTED"})
    void openingFramesAreNotUnescaped(StompCommand command) {
        assertThat(onlyFrame(StompVersion.V1_2, command.text() + "\npasscode:a\\nb\\q\\\n\n\0"))
                .isEqualTo(new StompFrame(command, StompHeaders.of("passcode", "a\\nb\\q\\")));
    }

    @Test
    void versionHoldsFromTheNextFrameOn() throws StompProtocolException {
        StompDecoder decoder = new StompDecoder(StompLimits.BEFORE_LOGIN);
        ByteBuffer input = ByteBuffer.wrap(Reading.bytes("ACK\nid:\\c\n\n\0ACK\nid:\\c\n\n\0"));

        Optional<StompEvent> before = decoder.next(input);
        decoder.version(StompVersion.V1_2);
        Optional<StompEvent> after = decoder.next(input);

        assertThat(before).contains(new StompFrame(StompCommand.ACK, StompHeaders.of("id", "\\c")));
        assertThat(after).contains(new StompFrame(StompCommand.ACK, StompHeaders.of("id", ":")));
    }

    // UTF-8

    @Test
    void headersAreUtf8() {
        assertThat(onlyFrame(StompVersion.V1_2, "ACK\nnämé:🌡 \uFFFD\n\n\0").headers())
                .isEqualTo(StompHeaders.of("nämé", "🌡 \uFFFD"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FF", "C080", "C3", "E282", "EDA080", "F4908080", "EFBFBDFF"})
    void malformedUtf8IsRefused(String hex) {
        byte[] bad = HexFormat.of().parseHex(hex);
        ByteBuffer stream = ByteBuffer.allocate(100);
        stream.put(Reading.bytes("ACK\nid:"))
                .put(bad)
                .put(Reading.bytes("\n\n\0"))
                .flip();

        Reading reading =
                Reading.of(Reading.decoder(StompVersion.V1_2, StompLimits.BEFORE_LOGIN), Reading.bytes(stream));

        assertThat(reading.failure()).isEqualTo(Reason.BAD_UTF8);
    }

    // The stream

    @Test
    void nextStopsBehindEachEvent() throws StompProtocolException {
        StompDecoder decoder = new StompDecoder(StompLimits.BEFORE_LOGIN);
        ByteBuffer input = ByteBuffer.wrap(Reading.bytes("ACK\n\n\0\nACK"));

        assertThat(decoder.next(input)).contains(new StompFrame(StompCommand.ACK, StompHeaders.NONE));
        assertThat(input.remaining()).isEqualTo(4);
        assertThat(decoder.next(input)).contains(BEAT);
        assertThat(input.remaining()).isEqualTo(3);
        assertThat(decoder.next(input)).isEmpty();
        assertThat(input.remaining()).isZero();
        assertThat(decoder.next(input)).isEmpty();
    }

    @Test
    void inputIsNotKept() throws StompProtocolException {
        StompDecoder decoder = new StompDecoder(StompLimits.BEFORE_LOGIN);
        byte[] first = Reading.bytes("SEND\ndestination:a\n\nbo");

        decoder.next(ByteBuffer.wrap(first));
        Arrays.fill(first, (byte) 'X');

        assertThat(decoder.next(ByteBuffer.wrap(Reading.bytes("dy\0"))))
                .contains(send(StompHeaders.of("destination", "a"), "body"));
    }

    @Test
    void directAndReadOnlyBuffersAreRead() throws StompProtocolException {
        byte[] stream = Reading.bytes("SEND\ncontent-length:4\n\nbody\0");
        ByteBuffer direct = ByteBuffer.allocateDirect(100).put(stream).flip();
        StompDecoder decoder = new StompDecoder(StompLimits.BEFORE_LOGIN);

        assertThat(decoder.next(direct)).contains(send(StompHeaders.NONE, "body"));
        assertThat(decoder.next(ByteBuffer.wrap(stream).asReadOnlyBuffer())).contains(send(StompHeaders.NONE, "body"));
    }

    @Test
    void deadDecoderReadsNothingMore() {
        StompDecoder decoder = new StompDecoder(StompLimits.BEFORE_LOGIN);
        ByteBuffer good = ByteBuffer.wrap(Reading.bytes("ACK\n\n\0"));

        assertThat(Reading.of(decoder, Reading.bytes("BOGUS\n")).failure()).isEqualTo(Reason.UNKNOWN_COMMAND);

        assertThatThrownBy(() -> decoder.next(good))
                .isInstanceOfSatisfying(
                        StompProtocolException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_COMMAND));
        assertThat(good.position()).isZero();
    }

    @Test
    void refusalDoesNotRepeatWhatThePeerSent() {
        StompDecoder decoder = new StompDecoder(StompLimits.BEFORE_LOGIN);
        ByteBuffer input = ByteBuffer.wrap(Reading.bytes("passcode:hunter2\n"));

        assertThatThrownBy(() -> decoder.next(input)).hasMessageNotContaining("hunter2");
    }

    private static StompFrame send(StompHeaders headers, String body) {
        return new StompFrame(StompCommand.SEND, headers, body);
    }

    private static StompFrame onlyFrame(StompVersion version, String stream) {
        Reading reading = Reading.of(version, stream);
        assertThat(reading.failure()).isNull();
        assertThat(reading.events()).singleElement().isInstanceOf(StompFrame.class);
        return (StompFrame) reading.events().getFirst();
    }
}
