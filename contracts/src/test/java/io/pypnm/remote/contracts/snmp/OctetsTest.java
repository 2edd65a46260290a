package io.pypnm.remote.contracts.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OctetsTest {
    @Test
    void hexIsReadInBothCasesAndWrittenInLowerCase() {
        assertThat(Octets.ofHex("00fFA0")).hasToString("00ffa0").isEqualTo(Octets.of((byte) 0, (byte) -1, (byte) -96));
        assertThat(Octets.ofHex("")).isEqualTo(Octets.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "000", "0g", "0x00", "00 00", "00:00", " 0000 ", "٠٠", "００"})
    void anythingElseIsNoHex(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Octets.ofHex(text))
                .withMessage("octets must be pairs of hexadecimal digits");
    }

    @Test
    void thereAreAtMost262144() {
        assertThat(Octets.of(new byte[262_144]).length()).isEqualTo(262_144);
        assertThat(Octets.ofHex("00".repeat(262_144)).length()).isEqualTo(262_144);
        assertThat(Octets.ofUtf8("x".repeat(262_144)).length()).isEqualTo(262_144);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Octets.of(new byte[262_145]))
                .withMessage("octets must be at most 262144, are 262145");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Octets.ofHex("00".repeat(262_145)))
                .withMessage("octets must be at most 262144, are 262145");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Octets.ofUtf8("é".repeat(131_072) + "x"))
                .withMessage("octets must be at most 262144, are 262145");
    }

    @Test
    void textIsUtf8() {
        assertThat(Octets.ofUtf8("aé🌡")).hasToString("61c3a9f09f8ca1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Octets.ofUtf8("half \ud83c"))
                .withMessage("text must be such that UTF-8 can write it");
    }

    @Test
    void bytesAreCopiedInAndOut() {
        byte[] bytes = {1, 2};
        Octets octets = Octets.of(bytes);

        bytes[0] = 9;
        octets.toArray()[1] = 9;

        assertThat(octets).hasToString("0102");
        assertThat(octets.at(1)).isEqualTo((byte) 2);
    }
}
