package io.pypnm.remote.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.management.ThreadMXBean;
import io.pypnm.remote.contracts.address.CommandId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeSummaryTest {
    private static final String ID = "019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071";
    private static final String HEAD = "{\"outcome\":\"completed\",\"command\":\"" + ID
            + "\",\"waited_millis\":0,\"ran_millis\":0,\"reply\":{\"type\":\"varbinds\",\"varbinds\":[";
    private static final String VARBINDS =
            "{\"oid\":\"1.3.6.1.2.1.2.2.1.10.42\",\"type\":\"OctetString\",\"hex\":\"00ff00ff\"},".repeat(100);
    private static final String TAIL = "{\"oid\":\"1.3\",\"type\":\"Null\"}]}}";
    private static final OutcomeSummary COMPLETED = new OutcomeSummary(OutcomeKind.COMPLETED, CommandId.parse(ID));
    private static final int REPEATS = 20 * 1024 * 1024 / VARBINDS.length();

    private final MessageCodec codec = new MessageCodec();

    @Test
    void outcomeOf20MegabytesIsSummarizedWithoutHoldingIt() throws Exception {
        codec.summarize(new Endless(HEAD, VARBINDS, 10, TAIL));
        long before = allocated();

        OutcomeSummary summary = codec.summarize(new Endless(HEAD, VARBINDS, REPEATS, TAIL));

        assertThat(summary).isEqualTo(COMPLETED);
        assertThat(allocated() - before).isLessThan(1024 * 1024);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    void outcomeThatIsCutOffIsRefusedHoweverLate() {
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> codec.summarize(new Endless(HEAD, VARBINDS, 1_000, "{\"oid\":\"1.3\"")));
    }

    @Test
    void orderOfTheFieldsMeansNothing() throws Exception {
        String json = "{\"reply\":{\"outcome\":\"failed\",\"command\":[]},\"command\":\"" + ID
                + "\",\"missing\":[{}],\"outcome\":\"partial\",\"x\":{\"y\":[[1]]}} ";

        assertThat(summarize(json)).isEqualTo(new OutcomeSummary(OutcomeKind.PARTIAL, CommandId.parse(ID)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        ``                                             | MALFORMED    | the body must be an object
        []                                             | MALFORMED    | the body must be an object
        {}                                             | MALFORMED    | the body lacks outcome or command
        {"outcome":"completed"}                        | MALFORMED    | the body lacks outcome or command
        {"outcome":7,"command":"ID"}                   | MALFORMED    | the body must have a string for outcome
        {"outcome":"completed","command":{}}           | MALFORMED    | the body must have a string for command
        {"outcome":"lost","command":"ID"}              | UNKNOWN_TYPE | outcome is unknown: lost
        {"outcome":"completed","command":"7"}          | MALFORMED    | command: command id must be a UUID of 36 characters, has 1
        {"outcome":"failed","outcome":"completed","command":"ID"} | MALFORMED | the body has outcome twice
        {"outcome":"failed","command":"ID"}{}          | MALFORMED    | the body has more after the outcome
        {"outcome":"failed","command":"ID"             | MALFORMED    | the body is not valid JSON, or has a field twice, at line 1, column 69
        """)
    void whatIsNoOutcomeIsRefused(String json, MalformedMessageException.Reason reason, String message) {
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> summarize(json.replace("ID", ID)))
                .withMessage(message)
                .extracting(MalformedMessageException::reason)
                .isEqualTo(reason);
    }

    @Test
    void brokenUtf8AndEndlessValuesAreRefused() {
        byte[] latin1 = (HEAD + "{\"oid\":\"é\"" + TAIL).getBytes(StandardCharsets.ISO_8859_1);

        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> codec.summarize(new ByteArrayInputStream(latin1)))
                .withMessage("the body is not UTF-8");
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> codec.summarize(new Endless("{\"outcome\":\"", "x", 1_000_000, "\"}")));
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> codec.summarize(new Endless("{\"", "x", 1_000_000, "\":0}")));
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> codec.summarize(new Endless("{\"a\":", "7", 1_000_000, "}")));
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> codec.summarize(new Endless("{\"a\":", "[", 1_000_000, "}")));
    }

    @Test
    void streamThatFailsIsNoFaultOfTheMessage() throws IOException {
        InputStream closed = InputStream.nullInputStream();
        closed.close();

        assertThatIOException().isThrownBy(() -> codec.summarize(closed));
    }

    private OutcomeSummary summarize(String json) throws IOException, MalformedMessageException {
        return codec.summarize(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    /// A text with its middle repeated, made while it is read.
    private static final class Endless extends InputStream {
        private final byte[] middle;
        private final byte[] tail;
        private byte[] part;
        private int at;
        private int repeats;
        private boolean ending;

        Endless(String head, String middle, int repeats, String tail) {
            this.part = head.getBytes(StandardCharsets.UTF_8);
            this.middle = middle.getBytes(StandardCharsets.UTF_8);
            this.tail = tail.getBytes(StandardCharsets.UTF_8);
            this.repeats = repeats;
        }

        @Override
        public int read() {
            if (at == part.length && !next()) {
                return -1;
            }
            return part[at++];
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (at == part.length && !next()) {
                return -1;
            }
            int count = Math.min(length, part.length - at);
            System.arraycopy(part, at, into, offset, count);
            at += count;
            return count;
        }

        private boolean next() {
            if (ending) {
                return false;
            }
            ending = repeats == 0;
            part = ending ? tail : middle;
            repeats--;
            at = 0;
            return true;
        }
    }
}
