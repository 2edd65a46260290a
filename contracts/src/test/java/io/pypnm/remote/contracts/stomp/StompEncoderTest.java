package io.pypnm.remote.contracts.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.contracts.stomp.StompProtocolException.Reason;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StompEncoderTest {
    @Test
    void frameWithABodySaysItsLengthFirst() throws StompProtocolException {
        StompFrame frame = new StompFrame(
                StompCommand.SEND, StompHeaders.of("destination", "outcomes.gw-1", "receipt", "7"), "{\"a\":\"°\"}");

        assertThat(encode(frame, StompVersion.V1_2)).isEqualTo("""
            SEND
            content-length:10
            destination:outcomes.gw-1
            receipt:7

            {"a":"°"}\0\
            """);
    }

    @ParameterizedTest
    @EnumSource(names = {"SEND", "MESSAGE", "ERROR"})
    void emptyBodySaysItsLengthToo(StompCommand command) throws StompProtocolException {
        StompFrame frame = new StompFrame(command, StompHeaders.NONE);

        assertThat(encode(frame, StompVersion.V1_2)).isEqualTo(command.text() + "\ncontent-length:0\n\n\0");
    }

    @ParameterizedTest
    @EnumSource
    void frameThatCannotHaveABodySaysNoLength(StompVersion version) throws StompProtocolException {
        StompFrame frame = new StompFrame(StompCommand.ACK, StompHeaders.of("id", "7"));

        assertThat(encode(frame, version)).isEqualTo("ACK\nid:7\n\n\0");
    }

    @Test
    void each12SpecialIsEscapedInNameAndValue() throws StompProtocolException {
        assertThat(header("a:b\n\r\\", "c:d\n\r\\", StompVersion.V1_2)).isEqualTo("a\\cb\\n\\r\\\\:c\\cd\\n\\r\\\\");
    }

    @Test
    void version11EscapesAllButCarriageReturn() throws StompProtocolException {
        assertThat(header("a:b\n\\", "c:d\n\\", StompVersion.V1_1)).isEqualTo("a\\cb\\n\\\\:c\\cd\\n\\\\");
        assertRefused(Reason.BAD_HEADER, () -> header("a", "\r", StompVersion.V1_1));
        assertRefused(Reason.BAD_HEADER, () -> header("\r", "a", StompVersion.V1_1));
    }

    @Test
    void version10EscapesNothing() throws StompProtocolException {
        assertThat(header("a\\n", "c:d\\e", StompVersion.V1_0)).isEqualTo("a\\n:c:d\\e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\n", "a\r", "\0a"})
    void version10RefusesWhatItCannotWrite(String text) {
        assertRefused(Reason.BAD_HEADER, () -> header("name", text, StompVersion.V1_0));
        assertRefused(Reason.BAD_HEADER, () -> header(text, "value", StompVersion.V1_0));
    }

    @Test
    void version10RefusesAColonInAName() {
        assertRefused(Reason.BAD_HEADER, () -> header("a:b", "c", StompVersion.V1_0));
    }

    @ParameterizedTest
    @EnumSource
    void nulInAHeaderIsRefusedInEveryVersion(StompVersion version) {
        assertRefused(Reason.BAD_HEADER, () -> header("a", "b\0c", version));
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECT", "STOMP", "CONNECTED"})
    void openingFramesAreNeverEscaped(StompCommand command) throws StompProtocolException {
        StompFrame frame = new StompFrame(command, StompHeaders.of("passcode", "a:b\\c"));
        StompFrame unwritable = new StompFrame(command, StompHeaders.of("passcode", "a\nb"));

        assertThat(encode(frame, StompVersion.V1_2)).isEqualTo(command.text() + "\npasscode:a:b\\c\n\n\0");
        assertRefused(Reason.BAD_HEADER, () -> encode(unwritable, StompVersion.V1_2));
    }

    @Test
    void headersAreUtf8() throws StompProtocolException {
        String text = "\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff" + Character.toString(0x10000)
                + Character.toString(0x10FFFF);

        assertThat(header(text, text, StompVersion.V1_2)).isEqualTo(text + ":" + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"°", "\u0800", "🌡", "a°", "aaaa\n", "\\"})
    void headerMayTakeFarMoreBytesThanChars(String part) throws StompProtocolException {
        String text = part.repeat(1000);
        StompFrame frame = new StompFrame(StompCommand.ACK, StompHeaders.of("id", text, "id", text));

        byte[] bytes = Reading.bytes(StompEncoder.encode(frame, StompVersion.V1_2));

        assertThat(Reading.of(Reading.decoder(StompVersion.V1_2, StompLimits.AFTER_LOGIN), bytes)
                        .events())
                .containsExactly(frame);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83c", "a\ud83cb", "\udf21\ud83c"})
    void halfASurrogatePairIsRefused(String text) {
        assertRefused(Reason.BAD_UTF8, () -> header("a", text, StompVersion.V1_2));
    }

    @Test
    void refusalDoesNotRepeatTheHeader() {
        assertThatThrownBy(() -> header("passcode", "hunter2\n", StompVersion.V1_0))
                .hasMessage("BAD_HEADER: octet 10 cannot stand in a header of STOMP 1.0");
    }

    @Test
    void heartBeatIsOneLineEnd() {
        assertThat(Reading.bytes(StompEncoder.heartBeat())).containsExactly('\n');
        assertThat(StompEncoder.heartBeat().remaining()).isEqualTo(1);
    }

    /// The one header line of a frame.
    private static String header(String name, String value, StompVersion version) throws StompProtocolException {
        String frame = encode(new StompFrame(StompCommand.ACK, StompHeaders.of(name, value)), version);
        assertThat(frame).startsWith("ACK\n").endsWith("\n\n\0");
        return frame.substring("ACK\n".length(), frame.length() - "\n\n\0".length());
    }

    private static String encode(StompFrame frame, StompVersion version) throws StompProtocolException {
        return new String(Reading.bytes(StompEncoder.encode(frame, version)), StandardCharsets.UTF_8);
    }

    private static void assertRefused(Reason reason, ThrowingCallable encoding) {
        assertThatThrownBy(encoding)
                .isInstanceOfSatisfying(
                        StompProtocolException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
