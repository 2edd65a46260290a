package io.pypnm.remote.contracts.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.contracts.stomp.StompProtocolException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeartBeatTest {
    @Test
    void headerGivesOutgoingThenIncoming() throws StompProtocolException {
        assertThat(HeartBeat.parse("10000,500")).isEqualTo(new HeartBeat(10_000, 500));
        assertThat(HeartBeat.parse("0,0")).isEqualTo(HeartBeat.NONE);
        assertThat(HeartBeat.parse("3600000,00001")).isEqualTo(new HeartBeat(HeartBeat.MAX_MILLIS, 1));
    }

    @Test
    void textIsWhatParseReads() throws StompProtocolException {
        HeartBeat heartBeat = new HeartBeat(10_000, 500);

        assertThat(heartBeat.text()).isEqualTo("10000,500");
        assertThat(HeartBeat.parse(heartBeat.text())).isEqualTo(heartBeat);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "1",
                "1,",
                ",1",
                "1,2,3",
                "-1,0",
                "+1,0",
                "1, 2",
                "a,b",
                "3600001,0",
                "0,99999999999999999999",
                "4294967296,0",
                "\u0661,0"
            })
    void anythingElseIsRefused(String header) {
        assertThatThrownBy(() -> HeartBeat.parse(header))
                .isInstanceOfSatisfying(
                        StompProtocolException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.BAD_HEART_BEAT));
    }

    @Test
    void eachDirectionTakesTheSlowerPace() {
        HeartBeat ours = new HeartBeat(10_000, 5_000);
        HeartBeat peers = new HeartBeat(20_000, 1_000);

        assertThat(ours.negotiate(peers)).isEqualTo(new HeartBeat(10_000, 20_000));
        assertThat(peers.negotiate(ours)).isEqualTo(new HeartBeat(20_000, 10_000));
    }

    @Test
    void directionThatOneSideDeclinesHasNoBeats() {
        HeartBeat ours = new HeartBeat(10_000, 5_000);

        assertThat(ours.negotiate(HeartBeat.NONE)).isEqualTo(HeartBeat.NONE);
        assertThat(ours.negotiate(new HeartBeat(0, 1_000))).isEqualTo(new HeartBeat(10_000, 0));
        assertThat(ours.negotiate(new HeartBeat(1_000, 0))).isEqualTo(new HeartBeat(0, 5_000));
        assertThat(HeartBeat.NONE.negotiate(ours)).isEqualTo(HeartBeat.NONE);
    }

    @Test
    void paceOutOfBoundsCannotExist() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HeartBeat(-1, 0))
                .withMessage("outgoingMillis must be from 0 to 3600000, is -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HeartBeat(0, HeartBeat.MAX_MILLIS + 1))
                .withMessage("incomingMillis must be from 0 to 3600000, is 3600001");
    }
}
