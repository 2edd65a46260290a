package io.pypnm.remote.contracts.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import io.pypnm.remote.contracts.stomp.StompProtocolException.Reason;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StompDecoderLimitsTest {
    private static final int MIB = 1024 * 1024;

    @Test
    void headersAreCountedWithRepeatedOnes() {
        StompLimits limits = new StompLimits(3, 100, 1000);

        assertThat(read(limits, "ACK\na:1\na:2\na:3\n\n\0").events()).hasSize(1);
        assertThat(read(limits, "ACK\na:1\na:2\na:3\na:4\n").failure()).isEqualTo(Reason.TOO_MANY_HEADERS);
    }

    @Test
    void headersAreCountedForEachFrame() {
        StompLimits limits = new StompLimits(1, 100, 1000);

        assertThat(read(limits, "ACK\na:1\n\n\0".repeat(5)).events()).hasSize(5);
    }

    @Test
    void lineMayBeAsLongAsItsLimit() {
        StompLimits limits = new StompLimits(10, 20, 1000);

        assertThat(read(limits, "ACK\na:" + "x".repeat(18) + "\n\n\0").events()).hasSize(1);
        assertThat(read(limits, "ACK\na:" + "x".repeat(19)).failure()).isEqualTo(Reason.LINE_TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SEND\ncontent-length:9\n\n123456789\0", "SEND\nsomething-else:9\n\n123456789\0"})
    void frameMayBeAsLongAsItsLimit(String stream) {
        int frameBytes = stream.length() - 1;

        assertThat(read(new StompLimits(10, 20, frameBytes), stream).events()).hasSize(1);
        assertThat(read(new StompLimits(10, 20, frameBytes - 1), stream).failure())
                .isEqualTo(Reason.FRAME_TOO_LARGE);
    }

    @Test
    void headersAloneCannotExceedTheFrame() {
        StompLimits limits = new StompLimits(1000, 20, 100);

        assertThat(read(limits, "ACK\n" + "a:1\n".repeat(23) + "\n\0").events()).hasSize(1);
        assertThat(read(limits, "ACK\n" + "a:1\n".repeat(24) + "\n").failure()).isEqualTo(Reason.FRAME_TOO_LARGE);
    }

    @Test
    void heartBeatsCountTowardsNoFrame() {
        StompLimits limits = new StompLimits(1, 10, 10);

        assertThat(read(limits, "\n".repeat(100) + "ACK\n\n\0" + "\r\n".repeat(100))
                        .events())
                .hasSize(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8193",
                "2147483647",
                "2147483648",
                "4294967296",
                "1099511627776",
                "18446744073709551617",
                "999999999999999999999999999999"
            })
    void announcedBodyThatIsTooLongFailsAtItsHeader(String contentLength) {
        Reading reading = read(StompLimits.BEFORE_LOGIN, "SEND\ncontent-length:" + contentLength + "\n");

        assertThat(reading.failure()).isEqualTo(Reason.FRAME_TOO_LARGE);
        assertThat(reading.heldBytes()).isLessThan(1024);
    }

    @Test
    void announcedBodyThatOnlyFitsWithoutItsHeadersFailsAtTheBlankLine() {
        assertThat(read(StompLimits.BEFORE_LOGIN, "SEND\ncontent-length:8192\n\n")
                        .failure())
                .isEqualTo(Reason.FRAME_TOO_LARGE);
    }

    @Test
    void announcedBodyTakesNoMemoryBeforeItArrives() throws StompProtocolException {
        StompDecoder decoder = new StompDecoder(new StompLimits(10, 100, 1 << 30));
        ByteBuffer input = ByteBuffer.wrap(Reading.bytes("SEND\ncontent-length:1000000000\n\nfirst bytes"));
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        long before = thread.getCurrentThreadAllocatedBytes();
        decoder.next(input);
        long allocated = thread.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(MIB);
        assertThat(decoder.heldBytes()).isLessThan(1024);
    }

    @Test
    void memoryFollowsWhatHasArrived() throws StompProtocolException {
        StompDecoder decoder = new StompDecoder(StompLimits.AFTER_LOGIN);
        decoder.next(ByteBuffer.wrap(Reading.bytes("SEND\ncontent-length:1000000\n\n")));

        for (int arrived = 1000; arrived < 1_000_000; arrived += 1000) {
            decoder.next(ByteBuffer.allocate(1000));
            assertThat(decoder.heldBytes()).isLessThan(2 * arrived + 1024);
        }
    }

    @Test
    void memoryOfABigFrameIsGivenBack() {
        StompDecoder decoder = new StompDecoder(StompLimits.AFTER_LOGIN);
        String open = "SEND\nlong:" + "x".repeat(8000) + "\n\n" + "y".repeat(MIB - 10_000) + "\0";
        String measured = "SEND\ncontent-length:1000000\n\n" + "z".repeat(1_000_000) + "\0";

        Reading reading = Reading.of(decoder, Reading.bytes(open + measured), rest -> 10_000);

        assertThat(reading.events()).hasSize(2);
        assertThat(reading.heldBytes()).isBetween(1_000_000, 2 * MIB);
        assertThat(decoder.heldBytes()).isLessThanOrEqualTo(2048);
    }

    @Test
    void deadDecoderHoldsNoMemory() {
        StompDecoder decoder = new StompDecoder(StompLimits.AFTER_LOGIN);

        Reading reading = Reading.of(decoder, Reading.bytes("SEND\n\n" + "y".repeat(2 * MIB)), rest -> 10_000);

        assertThat(reading.failure()).isEqualTo(Reason.FRAME_TOO_LARGE);
        assertThat(decoder.heldBytes()).isLessThanOrEqualTo(2048);
    }

    @Test
    void limitsCanBeRaisedAfterTheLogin() throws StompProtocolException {
        StompDecoder decoder = new StompDecoder(StompLimits.BEFORE_LOGIN);
        ByteBuffer input = ByteBuffer.wrap(Reading.bytes("CONNECT\n\n\0SEND\n\n" + "x".repeat(100_000) + "\0"));

        decoder.next(input);
        decoder.limits(StompLimits.AFTER_LOGIN);

        assertThat(decoder.next(input))
                .contains(new StompFrame(StompCommand.SEND, StompHeaders.NONE, "x".repeat(100_000)));
    }

    /// Reading what was read again for each piece would take 5 * 10^11 steps, which is beyond the time limit.
    @ParameterizedTest
    @ValueSource(strings = {"SEND\n\n", "SEND\ncontent-length:1000000\n\n", "SEND\na:"})
    void bytesThatArriveOneByOneAreReadOnce(String head) {
        StompDecoder decoder = new StompDecoder(new StompLimits(10, MIB, 2 * MIB));
        byte[] start = Reading.bytes(head);
        byte[] stream = Arrays.copyOf(start, start.length + 1_000_000);
        Arrays.fill(stream, start.length, stream.length, (byte) 'x');

        assertThat(Reading.of(decoder, stream, rest -> 1).failure()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1, 0, 1", "1, 2, 1", "1, 1, 0", "-1, 1, 1", "1, 1, 1073741825"})
    void limitsThatContradictThemselvesCannotExist(int maxHeaders, int maxLineBytes, int maxFrameBytes) {
        assertThatIllegalArgumentException().isThrownBy(() -> new StompLimits(maxHeaders, maxLineBytes, maxFrameBytes));
    }

    private static Reading read(StompLimits limits, String stream) {
        return Reading.of(Reading.decoder(StompVersion.V1_2, limits), Reading.bytes(stream));
    }
}
