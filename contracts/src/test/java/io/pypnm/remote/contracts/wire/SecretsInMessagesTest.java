package io.pypnm.remote.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.command.Command;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A community is nowhere but in the message to the agent: not in what is kept, and not in what is said of damage.
class SecretsInMessagesTest {
    private static final String CANARY = "xq7kwz9v";
    private static final String COMMAND = """
            {"command":"snmp_set","params":{"target_ip":"10.1.2.3","port":161,"community":"xq7kwz9v",\
            "timeout":5,"retries":2,"varbinds":[{"oid":"1.3.6","type":"OctetString","hex":"00"}]}}""";

    private final MessageCodec codec = new MessageCodec();

    @Test
    void redactedCommandDiffersInTheCommunityAlone() throws Exception {
        Command command = codec.decodeCommand(bytes(COMMAND));

        assertThat(text(codec.encode(command))).isEqualTo(COMMAND);
        assertThat(text(codec.encodeRedacted(command))).isEqualTo(COMMAND.replace(CANARY, "***"));
        assertThat(command.toString()).doesNotContain(CANARY);
    }

    @Test
    void noCutNorWrongCharacterAnywhereMakesAnErrorQuoteTheCommunity() {
        int refused = 0;
        for (int i = 0; i < COMMAND.length(); i++) {
            for (String damage : List.of("\0", "\"", "{", "}", "]", ",", ":", "\\", "x", "9", "\n", "é")) {
                refused += refusedWithoutQuoting(COMMAND.substring(0, i) + damage + COMMAND.substring(i + 1));
                refused += refusedWithoutQuoting(COMMAND.substring(0, i) + damage + COMMAND.substring(i));
            }
            refused += refusedWithoutQuoting(COMMAND.substring(0, i));
            refused += refusedWithoutQuoting(COMMAND.substring(i));
        }

        assertThat(refused).isGreaterThan(10 * COMMAND.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"community\":[\"xq7kwz9v\"]",
                "\"community\":{\"xq7kwz9v\":\"xq7kwz9v\"}",
                "\"community\":true",
                "\"community\":\"xq7kwz9v\",\"credential\":\"lab\"",
                "\"community\":\"xq7kwz9v\",\"community\":\"\"",
                "\"community\":\"xq7kwz9v\\ud800\"",
                "\"community\":\"xq7kwz9v\\q\"",
                "\"community\":xq7kwz9v",
                "\"community\":\"xq7kwz9v",
                "\"target_role\":\"xq7kwz9v\"",
                "\"credential\":\"xq7kwz9v xq7kwz9v\"",
                "\"port\":\"xq7kwz9v\"",
                "\"timeout\":\"xq7kwz9v\"",
                "\"target_ip\":\"xq7kwz9v\"",
                "\"varbinds\":[{\"oid\":\"xq7kwz9v\"}]",
                "\"varbinds\":[\"xq7kwz9v\"]",
                "\"varbinds\":[{\"oid\":\"1.3\",\"type\":\"OctetString\",\"hex\":\"xq7kwz9v\"}]",
                "\"varbinds\":[{\"oid\":\"1.3\",\"type\":\"IpAddress\",\"value\":\"xq7kwz9v\"}]",
                "\"oid\":\"1.3\",\"type\":\"xq7kwz9v\",\"value\":1",
                "\"oid\":\"1.3\",\"value\":\"xq7kwz9v\"",
                "\"oid\":\"1.3\",\"type\":\"x\",\"value\":\"xq7kwz9v\"",
                "\"oid\":\"xq7kwz9v\",\"value\":\"1\""
            })
    void noWrongParameterIsQuoted(String parameters) {
        String address = parameters.contains("target_ip") ? "" : "\"target_ip\":\"10.1.2.3\",";

        assertThat(refusedWithoutQuoting("{\"command\":\"snmp_set\",\"params\":{" + address + parameters + "}}"))
                .isOne();
    }

    @Test
    void overlongCommunityIsNotQuoted() {
        assertThat(refusedWithoutQuoting(COMMAND.replace(CANARY, CANARY.repeat(32) + "x")))
                .isOne();
        assertThat(refusedWithoutQuoting(COMMAND.replace(CANARY, CANARY.repeat(70_000))))
                .isOne();
        assertThat(refusedWithoutQuoting(COMMAND.replace("community", "community" + CANARY.repeat(30))))
                .isOne();
    }

    @Test
    void redactedCommandCannotBeSentAgain() throws Exception {
        byte[] redacted = codec.encodeRedacted(codec.decodeCommand(bytes(COMMAND)));

        assertThat(refusedWithoutQuoting(text(redacted))).isOne();
    }

    private int refusedWithoutQuoting(String json) {
        try {
            codec.decodeCommand(bytes(json));
            return 0;
        } catch (MalformedMessageException e) {
            assertThat(e).hasMessageNotContaining(CANARY.substring(0, 4)).hasNoCause();
            assertThat(e.getMessage()).hasSizeLessThan(200);
            return 1;
        }
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
