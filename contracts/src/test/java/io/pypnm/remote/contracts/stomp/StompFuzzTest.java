package io.pypnm.remote.contracts.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.stomp.StompProtocolException.Reason;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A hostile peer: valid frames with damage, and noise.
///
/// `-Dfuzz.frames=1000000` (or `-Pfuzz`) sends more; `-Dfuzz.seed=...` sends others. A failure names the seed to repeat
/// it with, which then fails on its first stream.
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StompFuzzTest {
    private static final int FRAMES = Integer.getInteger("fuzz.frames", 200_000);
    private static final long SEED = Long.getLong("fuzz.seed", 1);

    /// What a decoder may hold besides a frame: its line, and what doubling takes too much.
    private static final int SLACK_BYTES = 1024;

    private static final List<String> TOKENS = List.of(
            "\n",
            "\r\n",
            "\n\n",
            "\0",
            "\r",
            ":",
            "\\",
            "\\q",
            "\\r",
            "SEND\n",
            "CONNECT\n",
            "a:b\n",
            "content-length:5\n",
            "content-length:0\n",
            "content-length:x\n",
            "content-length:2147483648\n",
            "content-length:1099511627776\n");

    @Test
    void hostileBytesEndInEventsWithinTheLimitsOrInATypedRefusal() {
        Map<Reason, Integer> refusals = new EnumMap<>(Reason.class);
        int framesRead = 0;
        int framesSent = 0;
        for (long seed = SEED; framesSent < FRAMES; seed++) {
            try {
                RandomFrames frames = new RandomFrames(seed);
                int count = 1 + frames.random().nextInt(4);
                framesSent += count;
                Reading reading = attack(frames, count);
                framesRead += reading.events().size();
                if (reading.failure() != null) {
                    refusals.merge(reading.failure(), 1, Integer::sum);
                }
            } catch (StompProtocolException | RuntimeException | AssertionError e) {
                throw new AssertionError("repeat with -Dfuzz.seed=" + seed, e);
            }
        }

        // Otherwise the attack has grown too weak to prove anything.
        assertThat(framesRead).isGreaterThan(framesSent / 10);
        assertThat(refusals)
                .containsOnlyKeys(Arrays.stream(Reason.values())
                        .filter(reason -> reason != Reason.BAD_HEART_BEAT)
                        .toArray(Reason[]::new));
    }

    private static Reading attack(RandomFrames frames, int count) throws StompProtocolException {
        StompVersion version = frames.version();
        StompLimits limits = limits(frames);
        byte[] stream = damaged(frames, stream(frames, version, count));

        Reading whole = Reading.of(Reading.decoder(version, limits), stream);
        StompDecoder decoder = Reading.decoder(version, limits);
        int step = frames.oneOf(List.of(1, 3, 100));
        Reading pieces = Reading.of(decoder, stream, rest -> 1 + frames.random().nextInt(step));

        assertThat(pieces.finds(whole)).as("any cut finds the same").isTrue();
        assertThat(pieces.heldBytes())
                .isLessThanOrEqualTo(limits.maxLineBytes() + limits.maxFrameBytes() + SLACK_BYTES);
        if (pieces.failure() != null) {
            assertThat(Reading.of(decoder, Reading.bytes("ACK\n\n\0")).failure())
                    .as("dead for ever")
                    .isEqualTo(pieces.failure());
        }
        for (StompEvent event : whole.events()) {
            if (event instanceof StompFrame frame) {
                checkFrame(frame, version, limits);
            }
        }
        return whole;
    }

    /// What was accepted keeps the limits and can be passed on unchanged.
    private static void checkFrame(StompFrame frame, StompVersion version, StompLimits limits)
            throws StompProtocolException {
        assertThat(frame.headers().size()).isLessThanOrEqualTo(limits.maxHeaders());
        assertThat(frame.body().length).isLessThan(limits.maxFrameBytes());
        byte[] again = Reading.bytes(StompEncoder.encode(frame, version));
        assertThat(Reading.of(Reading.decoder(version, StompLimits.AFTER_LOGIN), again)
                        .events())
                .containsExactly(frame);
    }

    private static StompLimits limits(RandomFrames frames) {
        return frames.oneOf(List.of(
                StompLimits.BEFORE_LOGIN,
                StompLimits.AFTER_LOGIN,
                new StompLimits(4, 64, 256),
                new StompLimits(8, 16, 1024),
                new StompLimits(100, 100, 100)));
    }

    private static byte[] stream(RandomFrames frames, StompVersion version, int count) throws StompProtocolException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            if (frames.random().nextInt(20) == 0) {
                stream.writeBytes(frames.bytes(frames.random().nextInt(100)));
            } else {
                stream.writeBytes(Reading.bytes(StompEncoder.encode(frames.writable(version), version)));
            }
        }
        return stream.toByteArray();
    }

    /// Damage in 0 to 3 places. Half of it lies within the first frame's headers, where it matters most.
    private static byte[] damaged(RandomFrames frames, byte[] stream) {
        byte[] damaged = stream;
        for (int i = frames.random().nextInt(4); i > 0 && damaged.length > 0; i--) {
            int reach = frames.random().nextBoolean() ? Math.min(100, damaged.length) : damaged.length;
            damaged = damaged(frames, damaged, frames.random().nextInt(reach));
        }
        return damaged;
    }

    private static byte[] damaged(RandomFrames frames, byte[] stream, int at) {
        byte[] none = {};
        int end = Math.min(stream.length, at + 1 + frames.random().nextInt(20));
        return switch (frames.random().nextInt(7)) {
            case 0 ->
                splice(stream, at, at + 1, new byte[] {
                    (byte) (stream[at] ^ 1 << frames.random().nextInt(8))
                });
            case 1 -> splice(stream, at, end, none);
            case 2 -> splice(stream, at, at, frames.bytes(1 + frames.random().nextInt(20)));
            case 3 -> splice(stream, at, at, Arrays.copyOfRange(stream, at, end));
            case 4 -> splice(stream, at, stream.length, none);
            default -> splice(stream, at, at, Reading.bytes(frames.oneOf(TOKENS)));
        };
    }

    private static byte[] splice(byte[] stream, int from, int to, byte[] insert) {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        result.write(stream, 0, from);
        result.writeBytes(insert);
        result.write(stream, to, stream.length - to);
        return result.toByteArray();
    }
}
