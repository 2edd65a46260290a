package io.pypnm.remote.gateway.pnm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.gateway.pnm.capture.AtdmaPreEqualizer;
import io.pypnm.remote.gateway.pnm.capture.AtdmaPreEqualizer.Encoding;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EqualizerDataTest {
    private static final int TAPS = 24;
    private static final int MAIN = 8;

    @ParameterizedTest
    @EnumSource
    void tapsAreTheSameHoweverTheModemWritesThem(Encoding encoding) throws Exception {
        AtdmaPreEqualizer equalizer = EqualizerData.decode(octets(encoding));

        assertThat(equalizer.encoding()).isEqualTo(encoding);
        assertThat(equalizer.mainTap()).isEqualTo(MAIN);
        assertThat(equalizer.tapsPerSymbol()).isOne();
        assertThat(equalizer.taps().size()).isEqualTo(TAPS);
        assertThat(equalizer.taps().real(MAIN - 1)).isEqualTo(2040);
        assertThat(equalizer.taps().imaginary(MAIN - 1)).isZero();
        assertThat(equalizer.taps().real(MAIN)).isEqualTo(-37);
        assertThat(equalizer.taps().imaginary(MAIN)).isEqualTo(21);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 99, 101})
    void octetsThatAreNoWholeTapsAreRefused(int length) {
        byte[] octets = Arrays.copyOf(octets(Encoding.BIG_ENDIAN_16_BITS), length);

        assertThatThrownBy(() -> EqualizerData.decode(octets)).isInstanceOf(CaptureRefusedException.class);
    }

    @Test
    void mainTapThatIsNotTheStrongestIsRefused() {
        byte[] octets = octets(Encoding.BIG_ENDIAN_16_BITS);
        octets[0] = 3;

        assertThatThrownBy(() -> EqualizerData.decode(octets))
                .isInstanceOf(CaptureRefusedException.class)
                .hasMessage("tap 3, called the main one, is not the strongest");
    }

    @Test
    void mainTapThatIsNoTapIsRefused() {
        byte[] octets = octets(Encoding.BIG_ENDIAN_16_BITS);
        octets[0] = TAPS + 1;

        assertThatThrownBy(() -> EqualizerData.decode(octets)).hasMessageContaining("main tap 25 of 24 forward");
    }

    static byte[] octets(Encoding encoding) {
        Bytes bytes = new Bytes().u8(MAIN).u8(1).u8(TAPS).u8(0);
        for (int tap = 1; tap <= TAPS; tap++) {
            put(bytes, encoding, tap == MAIN ? 2040 : tap == MAIN + 1 ? -37 : 0);
            put(bytes, encoding, tap == MAIN + 1 ? 21 : 0);
        }
        return bytes.build();
    }

    private static void put(Bytes bytes, Encoding encoding, int value) {
        switch (encoding) {
            case BIG_ENDIAN_16_BITS -> bytes.u16(value);
            case BIG_ENDIAN_12_BITS -> bytes.u16(value & 0xFFF);
            case LITTLE_ENDIAN_16_BITS -> bytes.u8(value).u8(value >> 8);
            case LITTLE_ENDIAN_12_BITS -> bytes.u8(value).u8(value >> 8 & 0xF);
        }
    }
}
