package io.pypnm.remote.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A hostile peer: true messages with damage. `-Dfuzz.messages=1000000` sends more, `-Dfuzz.seed=...` others; a failure
/// names the seed to repeat it with.
class MessageFuzzTest {
    private static final int MESSAGES = Integer.getInteger("fuzz.messages", 10_000);
    private static final long SEED = Long.getLong("fuzz.seed", 1);

    private static final List<String> TOKENS = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "null",
            "true",
            "-1",
            "0",
            "1e400",
            "1.5",
            "-0",
            "1e-9",
            "99999999999999999999",
            "\"\"",
            "[]",
            "{}",
            "[[[[",
            "\"\\ud800\"",
            "\"type\":",
            "\"oid\":\"1.3\",",
            "\"value\":{},",
            "\"hex\":\"0\",",
            "\"command\":\"ping\",",
            "\0",
            "\uFEFF",
            "/*",
            "NaN",
            " ");

    private final MessageCodec codec = new MessageCodec();
    private final List<byte[]> commands =
            Samples.commands().values().stream().map(codec::encode).toList();
    private final List<byte[]> outcomes =
            Samples.outcomes().values().stream().map(codec::encode).toList();
    private int accepted;
    private int refused;

    @Test
    void damagedMessageIsReadOrRefusedAndNothingElse() {
        for (long seed = SEED; seed < SEED + MESSAGES; seed++) {
            try {
                attack(new RandomMessages(seed));
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("repeat with -Dfuzz.seed=" + seed, e);
            }
        }

        // Otherwise the attack has grown too weak, or too strong, to prove anything.
        assertThat(accepted).isGreaterThan(MESSAGES / 50);
        assertThat(refused).isGreaterThan(MESSAGES / 4);
    }

    private void attack(RandomMessages messages) throws IOException {
        boolean command = messages.random().nextBoolean();
        byte[] damaged = messages.oneOf(command ? commands : outcomes);
        for (int i = 1 + messages.random().nextInt(3); i > 0; i--) {
            damaged = damage(messages, damaged);
        }
        try {
            if (command) {
                assertSettled(damaged);
            } else {
                assertSettledOutcome(damaged);
            }
            accepted++;
        } catch (MalformedMessageException e) {
            assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(200);
            refused++;
        }
    }

    /// What was accepted can be passed on, and is then the same.
    private void assertSettled(byte[] json) throws MalformedMessageException {
        var command = codec.decodeCommand(json);

        assertThat(codec.decodeCommand(codec.encode(command))).isEqualTo(command);
    }

    private void assertSettledOutcome(byte[] json) throws IOException, MalformedMessageException {
        var envelope = codec.decodeOutcome(json);

        assertThat(codec.decodeOutcome(codec.encode(envelope))).isEqualTo(envelope);
        assertThat(codec.summarize(new ByteArrayInputStream(json)).command()).isEqualTo(envelope.command());
    }

    private static byte[] damage(RandomMessages messages, byte[] json) {
        int at = messages.random().nextInt(json.length + 1);
        int until = Math.min(json.length, at + messages.random().nextInt(4));
        byte[] token = messages.oneOf(TOKENS).getBytes(StandardCharsets.UTF_8);
        return switch (messages.random().nextInt(6)) {
            case 0 -> Arrays.copyOf(json, Math.max(1, at));
            case 1 -> spliced(json, at, at, token);
            case 2 -> spliced(json, at, until, token);
            case 3 -> spliced(json, at, until, new byte[0]);
            case 4 -> spliced(json, at, until, Arrays.copyOfRange(json, at, json.length));
            default -> {
                byte[] flipped = json.clone();
                flipped[Math.min(at, json.length - 1)] =
                        (byte) messages.random().nextInt(256);
                yield flipped;
            }
        };
    }

    private static byte[] spliced(byte[] json, int from, int to, byte[] with) {
        var out = new ByteArrayOutputStream(json.length + with.length);
        out.write(json, 0, from);
        out.writeBytes(with);
        out.write(json, to, json.length - to);
        return out.size() == 0 ? new byte[] {'{'} : out.toByteArray();
    }
}
