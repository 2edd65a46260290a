package io.pypnm.remote.agent.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.agent.snmp.usm.LocalKeys;
import io.pypnm.remote.agent.snmp.usm.RemoteEngine;
import io.pypnm.remote.agent.snmp.usm.RemoteEngines;
import io.pypnm.remote.agent.snmp.usm.UsmKeys;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmp4j.PDU;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.VariableBinding;

/// What becomes of single messages.
final class UsmDialogueTest {
    private static final Octets ENGINE = Octets.ofHex("80001f888001020304");
    private static final UsmKeys USER = UsmKeys.of(FakeUsmDevice.USER);
    private static final LocalKeys KEYS = USER.at(ENGINE);
    private static final int ENCRYPTED = UsmMessage.AUTH | UsmMessage.PRIV;
    private static final int ID = 4711;

    private final RemoteEngine engine =
            new RemoteEngines(new ManualClock()).at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 161));
    private UsmDialogue dialogue;

    @BeforeEach
    void ask() throws IOException {
        engine.identify(ENGINE);
        engine.set(ENGINE, 5, 1_000);
        var get = new SnmpRequest.Get(List.of(Oid.parse("1.3.6.1.2.1.1.7.0")));
        var peer = new SnmpPeer(DeviceAddress.parse("127.0.0.1"), 161, FakeUsmDevice.USER, Duration.ofSeconds(1), 0);
        dialogue = new UsmDialogue(peer, FakeUsmDevice.USER, USER, engine, get, Snmp4jMapping.pdu(get));
        dialogue.message(ID);
    }

    @Test
    void answerOfTheUserAtTheEngineIsOpened() throws IOException {
        Dialogue.Answer answer = dialogue.open(message(ENCRYPTED, 1_000, "operator", response(ID)));

        assertThat(answer).isInstanceOf(Dialogue.Answer.Response.class);
        assertThat(dialogue.remark()).isEmpty();
    }

    /// The remark is all that tells an operator of a device that answers wrong from one that is silent.
    @ParameterizedTest
    @CsvSource({
        "0,  1000, operator, of another security level",
        "1,  1000, operator, of another security level",
        "3,  1000, another,  whose signature is not of this user",
        "3,   849, operator, of another time",
    })
    void answerOfAnotherIsRemarkedOn(int level, int time, String user, String remark) throws IOException {
        assertThat(dialogue.open(message(level, time, user, response(ID)))).isNull();
        assertThat(dialogue.remark()).startsWith("; one came " + remark).endsWith("was not trusted");
    }

    @Test
    void answerToAnotherRequestIsNone() throws IOException {
        assertThat(dialogue.open(message(ENCRYPTED, 1_000, "operator", response(ID + 1))))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "1.3.6.1.6.3.15.1.1.2.0, that reports usmStatsNotInTimeWindows",
        "1.3.6.1.6.3.15.1.1.4.0, that reports usmStatsUnknownEngineIDs",
        "1.3.6.1.4.1.9999.1.0,   that reports 1.3.6.1.4.1.9999.1.0",
    })
    void unsignedReportThatProvesNothingIsRemarkedOn(String counter, String remark) throws IOException {
        var report = new PDU();
        report.setType(PDU.REPORT);
        report.add(new VariableBinding(new OID(counter), new Integer32(1)));

        assertThat(dialogue.open(message(0, 1_000, "operator", report))).isNull();
        assertThat(dialogue.remark()).startsWith("; one came " + remark);
    }

    @Test
    void saltIsNeverUsedTwice() throws IOException {
        Set<Octets> messages = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = dialogue.message(ID);
            messages.add(Octets.of(bytes));
        }

        assertThat(messages).hasSize(1_000);
    }

    @Test
    void clockOfAnAnswerIsTakenOver() throws IOException {
        dialogue.open(message(ENCRYPTED, 1_500, "operator", response(ID)));

        assertThat(engine.read(USER).time()).isEqualTo(1_500);
    }

    private static PDU response(int id) {
        var response = new PDU();
        response.setType(PDU.RESPONSE);
        response.setRequestID(new Integer32(id));
        return response;
    }

    private static Message message(int level, int time, String user, PDU pdu) throws IOException {
        var head = new UsmMessage.Head(ID, level, ENGINE, 5, time, new OctetString(user));
        return Message.decode(ByteBuffer.wrap(UsmMessage.encode(head, pdu, KEYS, new byte[UsmMessage.SALT_BYTES])));
    }
}
