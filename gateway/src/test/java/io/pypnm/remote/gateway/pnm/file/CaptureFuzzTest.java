package io.pypnm.remote.gateway.pnm.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.pypnm.remote.gateway.pnm.DamagedFiles;
import io.pypnm.remote.gateway.pnm.capture.AtdmaPreEqualizer.Encoding;
import io.pypnm.remote.gateway.pnm.capture.Capture;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/// Damaged captures: each is read whole or refused, and none costs memory out of proportion.
final class CaptureFuzzTest {
    private static final long SEED = 20_261_124;
    private static final int FILES = 100_000;

    /// For what does not grow with the file: the capture's own fields, or the exception with its stack.
    private static final int FIXED_BYTES = 6 * 1024;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final DamagedFiles files = new DamagedFiles(
            SEED,
            CaptureFilesTest.preEqualizer(6),
            CaptureFilesTest.usRxMer(true, 50),
            CaptureFilesTest.spectrum(300_000_000, 900_000_000, 162));

    /// Kept, so that the compiler cannot leave out what is measured.
    private long read;

    private long refused;

    CaptureFuzzTest() throws IOException {}

    @Test
    void damagedFileIsReadWholeOrRefusedAndCostsAtMostFourTimesItsSize() {
        for (int i = 0; i < FILES; i++) {
            byte[] file = files.next();
            long limit = 4L * file.length + FIXED_BYTES;
            // The first refusal of its kind loads classes and links its message, which is not the file's doing.
            if (allocatedBy(file) > limit) {
                assertThat(allocatedBy(file))
                        .as("file %d of seed %d with %d bytes", i, SEED, file.length)
                        .isLessThanOrEqualTo(limit);
            }
        }

        assertThat(read).as("some survive").isGreaterThan(FILES / 20);
        assertThat(refused).as("some do not").isGreaterThan(FILES / 20);
    }

    @Test
    void undamagedFileCostsAtMostFourTimesItsSize() {
        for (byte[] sample : files.samples()) {
            allocatedBy(sample);

            assertThat(allocatedBy(sample)).isLessThanOrEqualTo(4L * sample.length + 1024);
        }
    }

    @Test
    void damagedEqualizerDataIsReadWholeOrRefused() {
        byte[] sample = EqualizerDataTest.octets(Encoding.BIG_ENDIAN_16_BITS);
        for (int i = 0; i < FILES / 10; i++) {
            try {
                read += EqualizerData.decode(files.damaged(sample)).taps().size();
            } catch (CaptureRefusedException e) {
                refused++;
            }
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    private long allocatedBy(byte[] file) {
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            Capture capture = CaptureFiles.decode(file);
            read += capture.hashCode() == 0 ? 0 : 1;
        } catch (CaptureRefusedException e) {
            refused++;
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
