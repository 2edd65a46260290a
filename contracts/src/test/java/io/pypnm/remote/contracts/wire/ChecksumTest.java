package io.pypnm.remote.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ChecksumTest {
    /// FIPS 180-4's example.
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private final byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);

    @Test
    void checksumIsSha256InLowerCaseHexadecimal() {
        assertThat(Checksum.sha256(abc)).isEqualTo(ABC);
        assertThat(Checksum.sha256(new byte[0]))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void oneBitMakesTheDifference() {
        assertThat(Checksum.matches(abc, ABC)).isTrue();
        abc[2] ^= 1;
        assertThat(Checksum.matches(abc, ABC)).isFalse();
    }
}
