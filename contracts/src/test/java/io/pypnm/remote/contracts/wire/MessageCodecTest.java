package io.pypnm.remote.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the golden samples cannot show: bounds, encodings, leniency.
class MessageCodecTest {
    private static final Oid OID = Oid.parse("1.3.6.1.2.1.1.1.0");
    private static final DeviceAddress MODEM = DeviceAddress.parse("10.1.2.3");
    private static final String ID = "019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071";

    private final MessageCodec codec = new MessageCodec();

    @Test
    void fieldsNobodyKnowsAreIgnored() throws Exception {
        String json = """
                {"v":2,"outcome":"completed","command":"%s","waited_millis":1,"ran_millis":2,"new":{"a":[{}]},
                 "reply":{"type":"varbinds","more":true,"varbinds":[{"oid":"1.3","type":"Null","why":["x"]}]}}""".formatted(ID);

        assertThat(codec.decodeOutcome(bytes(json)).outcome())
                .isEqualTo(new Outcome.Completed(
                        new Reply.VarBinds(List.of(new VarBind(Oid.parse("1.3"), new SnmpValue.Null())))));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "9007199254740991, 9007199254740991",
        "9007199254740992, '\"9007199254740992\"'",
        "18446744073709551615, '\"18446744073709551615\"'"
    })
    void counterBeyondJavaScriptIsWrittenAsString(String decimal, String written) {
        assertThat(text(codec.encode(completed(counter64(decimal))))).contains("\"value\":" + written + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "5", "9007199254740991", "9007199254740993", "18446744073709551615"})
    void counterIsReadAsNumberAndAsString(String decimal) throws Exception {
        assertThat(decodedValue("Counter64", "\"value\":" + decimal)).isEqualTo(counter64(decimal));
        assertThat(decodedValue("Counter64", "\"value\":\"" + decimal + "\"")).isEqualTo(counter64(decimal));
    }

    @Test
    void textBesideHexIsForPeopleOnly() throws Exception {
        assertThat(decodedValue("OctetString", "\"hex\":\"6162\",\"text\":\"something else\""))
                .isEqualTo(new SnmpValue.OctetString(Octets.ofUtf8("ab")));
    }

    @ParameterizedTest
    @CsvSource({"6162, true", "0a09, true", "7e20, true", "'', false", "00, false", "617f, false", "c3a9, false"})
    void textIsThereWhereEveryByteIsPrintable(String hex, boolean hasText) {
        String json = text(codec.encode(completed(new SnmpValue.OctetString(Octets.ofHex(hex)))));

        assertThat(json.contains("\"text\":")).isEqualTo(hasText);
    }

    @ParameterizedTest
    @CsvSource({
        "PT5S, 5",
        "PT10S, 10",
        "PT0.1S, 0.1",
        "PT2.5S, 2.5",
        "PT1M, 60",
        "PT1.000000001S, 1.000000001",
        "PT59.999999999S, 59.999999999",
        "PT0.100000001S, 0.100000001"
    })
    void timeoutIsWrittenExactly(Duration timeout, String seconds) throws Exception {
        var target = new SnmpTarget(MODEM, 161, new SnmpAccess.Automatic(), timeout, 2);
        Command command = new Command.SnmpGet(target, List.of(OID));

        byte[] json = codec.encode(command);

        assertThat(text(json)).contains("\"timeout\":" + seconds + ",");
        assertThat(codec.decodeCommand(json)).isEqualTo(command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "1e308", "-5", "0", "0.0999999999", "60.0000001", "1e-400", "86401"})
    void impossibleTimeoutIsRefused(String seconds) {
        assertRefused(
                "{\"command\":\"snmp_get\",\"target_ip\":\"10.1.2.3\",\"oid\":\"1.3\",\"timeout\":" + seconds + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE"})
    void onlyUtf8IsRead(String charset) throws Exception {
        String json = "{\"command\":\"describe\"}";

        assertThat(codec.decodeCommand(bytes(json))).isEqualTo(new Command.Describe());
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> codec.decodeCommand(json.getBytes(Charset.forName(charset))));
    }

    /// Overlong forms, a surrogate, beyond Unicode, cut off, a byte that never occurs.
    @ParameterizedTest
    @ValueSource(strings = {"c080", "c1bf", "e08080", "eda080", "f5808080", "f4908080", "c3", "e282", "ff", "80"})
    void brokenUtf8IsRefused(String hex) {
        byte[] before = bytes("{\"command\":\"describe\",\"note\":\"");
        byte[] broken = Octets.ofHex(hex).toArray();
        byte[] json = Arrays.copyOf(before, before.length + broken.length);
        System.arraycopy(broken, 0, json, before.length, broken.length);

        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> codec.decodeCommand(json))
                .withMessage("the body is not UTF-8");
    }

    @Test
    void longestMessageIsReadAndALongerOneRefused() throws Exception {
        String json = "{\"command\":\"describe\"}";
        byte[] longest = bytes(json + " ".repeat(MessageCodec.MAX_BYTES - json.length()));

        assertThat(codec.decodeCommand(longest)).isEqualTo(new Command.Describe());
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> codec.decodeCommand(Arrays.copyOf(longest, longest.length + 1)))
                .withMessage("the body must have at most 1048576 bytes, has 1048577");
    }

    @Test
    void largestCommandIsRead() throws Exception {
        Oid long_ = Oid.parse("1.3.6.1.4.1.4491.2.1.27.1.2.5.1.3" + ".4294967295".repeat(18));
        Command command = new Command.SnmpBulkGet(
                SnmpTarget.of(MODEM, new SnmpAccess.Automatic()),
                Collections.nCopies(Command.SnmpBulkGet.MAX_OIDS, long_));

        assertThat(codec.decodeCommand(codec.encode(command))).isEqualTo(command);
    }

    @Test
    void frameFullOfTheShortestVarBindsIsRead() throws Exception {
        VarBind shortest = new VarBind(Oid.parse("1.3"), new SnmpValue.Null());
        var envelope = new OutcomeEnvelope(
                CommandId.parse(ID),
                new Outcome.Completed(new Reply.VarBinds(Collections.nCopies(37_000, shortest))),
                0,
                0);

        byte[] json = codec.encode(envelope);

        assertThat(json).hasSizeBetween(MessageCodec.MAX_BYTES - 20_000, MessageCodec.MAX_BYTES);
        assertThat(codec.decodeOutcome(json)).isEqualTo(envelope);
    }

    @Test
    void frameFullOfNothingIsRefusedBeforeItIsATree() {
        assertTooLong("{\"command\":\"describe\",\"a\":[{}" + ",{}".repeat(300_000) + "]}");
        assertTooLong("{\"command\":\"describe\",\"a\":[0" + ",0".repeat(400_000) + "]}");
        assertTooLong("{\"command\":\"describe\",\"a\":" + "[".repeat(500_000) + "]".repeat(500_000) + "}");
        assertTooLong("{\"command\":\"describe\",\"a\":\"" + "x".repeat(600_000) + "\"}");
        assertTooLong("{\"command\":\"describe\",\"" + "x".repeat(201) + "\":0}");
        assertTooLong("{\"command\":\"describe\",\"a\":0." + "0".repeat(100_000) + "}");
    }

    private void assertTooLong(String json) {
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> codec.decodeCommand(bytes(json)))
                .withMessageStartingWith("the body is too deep or too long");
    }

    private void assertRefused(String json) {
        assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> codec.decodeCommand(bytes(json)));
    }

    private SnmpValue decodedValue(String type, String rest) throws MalformedMessageException {
        String json = """
                {"outcome":"completed","command":"%s","waited_millis":0,"ran_millis":0,
                 "reply":{"type":"varbinds","varbinds":[{"oid":"1.3","type":"%s",%s}]}}""".formatted(ID, type, rest);
        var completed = (Outcome.Completed) codec.decodeOutcome(bytes(json)).outcome();
        return ((Reply.VarBinds) completed.reply()).varBinds().getFirst().value();
    }

    private static OutcomeEnvelope completed(SnmpValue value) {
        Reply reply = new Reply.VarBinds(List.of(new VarBind(OID, value)));
        return new OutcomeEnvelope(CommandId.parse(ID), new Outcome.Completed(reply), 0, 0);
    }

    private static SnmpValue counter64(String decimal) {
        return SnmpValue.Counter64.of(new BigInteger(decimal));
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
