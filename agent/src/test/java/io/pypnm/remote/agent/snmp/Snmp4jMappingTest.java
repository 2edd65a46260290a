package io.pypnm.remote.agent.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmp4j.PDU;
import org.snmp4j.asn1.BERInputStream;
import org.snmp4j.asn1.BEROutputStream;

final class Snmp4jMappingTest {
    private static final Oid OBJECT = Oid.parse("1.3.6.1.2.1.1.1.0");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyVarBindSurvivesTheWire(long seed) throws IOException {
        var random = new RandomVarBinds(new Random(seed));

        for (int i = 0; i < 4_000; i++) {
            VarBind varBind = random.next();

            assertThat(overTheWire(varBind)).as("seed %d, varbind %d", seed, i).isEqualTo(varBind);
        }
    }

    @Test
    void bitsTravelAsAnOctetString() throws IOException {
        Octets octets = Octets.of((byte) 0x80, (byte) 0x01);

        assertThat(overTheWire(new VarBind(OBJECT, new SnmpValue.Bits(octets))))
                .isEqualTo(new VarBind(OBJECT, new SnmpValue.OctetString(octets)));
    }

    /// The bytes of RFC 2578 types as other agents send them, among them encodings that are longer than they must be.
    @ParameterizedTest
    @CsvSource({
        "02 01 ff,                         Integer32[value=-1]",
        "02 04 80 00 00 00,                Integer32[value=-2147483648]",
        "41 05 00 ff ff ff ff,             Counter32[value=4294967295]",
        "41 04 ff ff ff ff,                Counter32[value=4294967295]",
        "42 01 00,                         Gauge32[value=0]",
        "43 02 01 00,                      TimeTicks[hundredths=256]",
        "46 09 00 ff ff ff ff ff ff ff ff, Counter64[bits=-1]",
        "46 01 7f,                         Counter64[bits=127]",
        "40 04 c0 00 02 01,                IpAddress[octets=c0000201]",
        "04 00,                            OctetString[octets=]",
        "44 07 9f 78 04 3f 00 00 00,       Opaque[octets=9f78043f000000]",
        "06 00,                            ObjectIdentifier[oid=0.0]",
        "06 01 00,                         ObjectIdentifier[oid=0.0]",
        "06 03 2b 06 01,                   ObjectIdentifier[oid=1.3.6.1]",
        "06 02 88 37,                      ObjectIdentifier[oid=2.999]",
        "05 00,                            Null[]",
        "80 00,                            NoSuchObject[]",
        "81 00,                            NoSuchInstance[]",
        "82 00,                            EndOfMibView[]"
    })
    void valueIsReadFromItsBytes(String hex, String expected) throws IOException {
        byte[] value = HexFormat.ofDelimiter(" ").parseHex(hex);
        byte[] oid = {0x06, 0x01, 0x2b};
        byte[] head = {(byte) 0xa2, 0, 0x02, 1, 1, 0x02, 1, 0, 0x02, 1, 0, 0x30, 0, 0x30, 0};
        head[14] = (byte) (oid.length + value.length);
        head[12] = (byte) (head[14] + 2);
        head[1] = (byte) (head[12] + 11);
        var bytes = ByteBuffer.allocate(100).put(head).put(oid).put(value).flip();
        var pdu = new PDU();

        pdu.decodeBER(new BERInputStream(bytes));

        VarBind varBind = Snmp4jMapping.response(pdu).varBinds().getFirst();
        assertThat(varBind.value()).hasToString(expected);
    }

    @Test
    void oidThatSnmpCannotCarryCannotExist() {
        assertThatThrownBy(() -> Oid.parse("2.4294967295")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Oid.parse("1.40")).isInstanceOf(IllegalArgumentException.class);
        assertThat(Oid.parse("2.4294967215")).hasToString("2.4294967215");
    }

    private static VarBind overTheWire(VarBind varBind) throws IOException {
        PDU sent = Snmp4jMapping.pdu(new SnmpRequest.Set(List.of(varBind)));
        var out = new BEROutputStream(ByteBuffer.allocate(sent.getBERLength()));
        sent.encodeBER(out);
        var received = new PDU();
        received.decodeBER(new BERInputStream(out.rewind()));
        return Snmp4jMapping.response(received).varBinds().getFirst();
    }
}
