package io.pypnm.remote.contracts.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.stomp.StompProtocolException.Reason;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds for all frames, tried on many. A failure names its seed.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StompCodecPropertyTest {
    private static final int FRAMES = 5_000;
    private static final int STREAMS = 1_000;
    private static final StompEvent BEAT = new StompEvent.Beat();

    @ParameterizedTest
    @EnumSource
    void everyWritableFrameComesBackAsItWas(StompVersion version) throws StompProtocolException {
        for (long seed = 0; seed < FRAMES; seed++) {
            StompFrame frame = new RandomFrames(seed).writable(version);

            Reading reading = read(version, Reading.bytes(StompEncoder.encode(frame, version)));

            assertThat(reading.failure()).as("seed %d", seed).isNull();
            assertThat(reading.events()).as("seed %d", seed).containsExactly(frame);
        }
    }

    @ParameterizedTest
    @EnumSource
    void frameIsEitherRefusedOrComesBackAsItWas(StompVersion version) {
        int written = 0;
        Set<Reason> refusals = EnumSet.noneOf(Reason.class);
        for (long seed = 0; seed < FRAMES; seed++) {
            StompFrame frame = new RandomFrames(seed).wild();
            try {
                byte[] bytes = Reading.bytes(StompEncoder.encode(frame, version));
                assertThat(read(version, bytes).events()).as("seed %d", seed).containsExactly(frame);
                written++;
            } catch (StompProtocolException e) {
                refusals.add(e.reason());
            }
        }

        assertThat(written).isBetween(FRAMES / 10, FRAMES - FRAMES / 100);
        assertThat(refusals).containsExactlyInAnyOrder(Reason.BAD_HEADER, Reason.BAD_UTF8);
    }

    @ParameterizedTest
    @EnumSource
    void streamMayBeCutAnywhere(StompVersion version) throws StompProtocolException {
        for (long seed = 0; seed < STREAMS; seed++) {
            RandomFrames frames = new RandomFrames(seed);
            List<StompEvent> sent = new ArrayList<>();
            byte[] stream = stream(frames, version, sent);

            Reading whole = read(version, stream);
            Reading pieces = Reading.of(
                    Reading.decoder(version, StompLimits.AFTER_LOGIN),
                    stream,
                    rest -> 1 + frames.random().nextInt(frames.random().nextBoolean() ? 3 : 200));

            assertThat(whole.events()).as("seed %d", seed).isEqualTo(sent);
            assertThat(pieces.events()).as("seed %d", seed).isEqualTo(sent);
        }
    }

    @Test
    void shortStreamMayBeCutAtEachByte() {
        byte[] stream = Reading.bytes("\r\nSEND\r\ncontent-length:3\r\na\\cb:🌡\\n\r\n\r\n\0\0\0\0\n"
                + "MESSAGE\nid:1\n\nno length\0\nACK\n\n\0");
        List<StompEvent> events = read(StompVersion.V1_2, stream).events();

        for (int i = 1; i < stream.length; i++) {
            int first = i;
            Reading halves = Reading.of(
                    Reading.decoder(StompVersion.V1_2, StompLimits.AFTER_LOGIN),
                    stream,
                    rest -> rest == stream.length ? first : rest);
            assertThat(halves.events()).as("cut at %d", i).isEqualTo(events);
        }
        assertThat(events).hasSize(6);
        assertThat(Reading.of(Reading.decoder(StompVersion.V1_2, StompLimits.AFTER_LOGIN), stream, rest -> 1)
                        .events())
                .isEqualTo(events);
    }

    /// A few frames with heart-beats between them; `sent` gets what a decoder must find.
    private static byte[] stream(RandomFrames frames, StompVersion version, List<StompEvent> sent)
            throws StompProtocolException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < 4; i++) {
            StompFrame frame = frames.writable(version);
            stream.writeBytes(Reading.bytes(StompEncoder.encode(frame, version)));
            sent.add(frame);
            for (int beats = frames.random().nextInt(3); beats > 0; beats--) {
                stream.writeBytes(Reading.bytes(frames.oneOf(List.of("\n", "\r\n"))));
                sent.add(BEAT);
            }
        }
        return stream.toByteArray();
    }

    private static Reading read(StompVersion version, byte[] stream) {
        return Reading.of(Reading.decoder(version, StompLimits.AFTER_LOGIN), stream);
    }
}
