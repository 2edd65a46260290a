package io.pypnm.remote.contracts.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class StompFrameTest {
    private static final StompHeaders TO_A = StompHeaders.of("destination", "a");

    @Test
    void framesAreEqualByContent() {
        StompFrame frame = new StompFrame(StompCommand.SEND, TO_A, new byte[] {1, 2});

        assertThat(frame)
                .isEqualTo(new StompFrame(StompCommand.SEND, StompHeaders.of("destination", "a"), new byte[] {1, 2}))
                .hasSameHashCodeAs(new StompFrame(StompCommand.SEND, TO_A, new byte[] {1, 2}));
        assertThat(frame).isNotEqualTo(new StompFrame(StompCommand.SEND, TO_A, new byte[] {1, 3}));
        assertThat(frame).isNotEqualTo(new StompFrame(StompCommand.MESSAGE, TO_A, new byte[] {1, 2}));
        assertThat(frame).isNotEqualTo(new StompFrame(StompCommand.SEND, StompHeaders.NONE, new byte[] {1, 2}));
    }

    @Test
    void textForTheLogShowsNoBodyAndNoPasscode() {
        StompFrame send = new StompFrame(StompCommand.SEND, TO_A, "the secret body");
        StompFrame connect = new StompFrame(StompCommand.CONNECT, StompHeaders.of("passcode", "hunter2"));

        assertThat(send).hasToString("SEND{destination=a} body 15 bytes");
        assertThat(connect).hasToString("CONNECT{passcode=***} body 0 bytes");
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"SEND", "MESSAGE", "ERROR"})
    void frameWithABodyItCannotHaveCannotExist(StompCommand command) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StompFrame(command, StompHeaders.NONE, "x"))
                .withMessage(command + " has no body, got 1 bytes");
    }
}
