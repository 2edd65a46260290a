package io.pypnm.remote.agent.pnm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CaptureLengthTest {
    private static final int DATA = 100;

    /// A file of one length, the last part of its header.
    private static byte[] file(String magic, int type, int header) {
        return begun(magic, type, header + DATA)
                .putInt(header - Integer.BYTES, DATA)
                .array();
    }

    /// With values behind its type that are no lengths, like those of a real file.
    private static ByteBuffer begun(String magic, int type, int length) {
        byte[] file = new byte[length];
        Arrays.fill(file, (byte) 'i');
        return ByteBuffer.wrap(file)
                .put(magic.getBytes(StandardCharsets.US_ASCII))
                .put((byte) type);
    }

    @ParameterizedTest
    @CsvSource({"2, 28", "3, 30", "4, 28", "6, 34", "7, 34", "9, 39", "10, 29", "105, 290", "105, 297"})
    void fileIsWholeWithItsLastOctetAndNotBefore(int type, int header) {
        for (byte[] file : new byte[][] {file("PNN", type, header), file("PNM", type, header - 2)}) {
            assertThat(CaptureLength.of(file)).isEqualTo(CaptureLength.REACHED);
            for (int length = 0; length < file.length; length++) {
                assertThat(CaptureLength.of(Arrays.copyOf(file, length)))
                        .as("%d of %d octets", length, file.length)
                        .isEqualTo(CaptureLength.SHORT);
            }
        }
    }

    @Test
    void histogramHasTwoLengths() {
        byte[] file = begun("PNN", 5, 17 + 4 + 8 + 4 + 12)
                .putInt(17, 8)
                .putInt(29, 12)
                .array();

        assertThat(CaptureLength.of(file)).isEqualTo(CaptureLength.REACHED);
        assertThat(CaptureLength.of(Arrays.copyOf(file, 44))).isEqualTo(CaptureLength.SHORT);
        assertThat(CaptureLength.of(Arrays.copyOf(file, 31))).isEqualTo(CaptureLength.SHORT);
    }

    /// With the capture time and without it.
    @ParameterizedTest
    @CsvSource({"14", "18"})
    void fecSummaryHasALengthForEachProfile(int profiles) {
        byte[] file = begun("PNN", 8, profiles + 1 + 3 + 2 * 16 + 3 + 16)
                .put(profiles, (byte) 2)
                .putShort(profiles + 2, (short) 2)
                .putShort(profiles + 1 + 3 + 2 * 16 + 1, (short) 1)
                .array();

        assertThat(CaptureLength.of(file)).isEqualTo(CaptureLength.REACHED);
        for (int length = 4; length < file.length; length++) {
            assertThat(CaptureLength.of(Arrays.copyOf(file, length)))
                    .as("%d of %d octets", length, file.length)
                    .isEqualTo(CaptureLength.SHORT);
        }
    }

    @Test
    void otherContentDoesNotSayItsLength() {
        byte[] text = "Access violation".getBytes(StandardCharsets.US_ASCII);

        assertThat(CaptureLength.of(text)).isEqualTo(CaptureLength.NOT_SAID);
        assertThat(CaptureLength.of(file("PNN", 106, 30))).isEqualTo(CaptureLength.NOT_SAID);
    }

    @Test
    void lengthBeyondAllFilesIsNotReached() {
        byte[] file = file("PNN", 4, 28);
        ByteBuffer.wrap(file).putInt(24, -1);

        assertThat(CaptureLength.of(file)).isEqualTo(CaptureLength.SHORT);
    }
}
