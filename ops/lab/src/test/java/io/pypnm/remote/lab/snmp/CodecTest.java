package io.pypnm.remote.lab.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.lab.mib.ErrorStatus;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snmp4j.PDU;
import org.snmp4j.smi.Counter32;
import org.snmp4j.smi.Counter64;
import org.snmp4j.smi.Gauge32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.IpAddress;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Opaque;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

final class CodecTest {
    private static final String OID_TEXT = "1.3.6.1.4.1.4294967295.127.128.0";

    /// A value as snmp4j has it and as we have it.
    record Pair(Variable theirs, SnmpValue ours) {}

    static List<Pair> values() {
        return List.of(
                new Pair(new Integer32(Integer.MIN_VALUE), new SnmpValue.Integer32(Integer.MIN_VALUE)),
                new Pair(new Integer32(-1), new SnmpValue.Integer32(-1)),
                new Pair(new Integer32(128), new SnmpValue.Integer32(128)),
                new Pair(new OctetString(new byte[0]), new SnmpValue.OctetString(Octets.of())),
                new Pair(new OctetString(new byte[300]), new SnmpValue.OctetString(Octets.of(new byte[300]))),
                new Pair(new OID("2.999.3"), new SnmpValue.ObjectIdentifier(Oid.parse("2.999.3"))),
                new Pair(new IpAddress("127.0.0.255"), new SnmpValue.IpAddress(Octets.ofHex("7f0000ff"))),
                new Pair(new Counter32(0xffff_ffffL), new SnmpValue.Counter32(0xffff_ffffL)),
                new Pair(new Gauge32(0x8000_0000L), new SnmpValue.Gauge32(0x8000_0000L)),
                new Pair(new TimeTicks(0), new SnmpValue.TimeTicks(0)),
                new Pair(new Opaque(new byte[] {1, 2}), new SnmpValue.Opaque(Octets.ofHex("0102"))),
                new Pair(new Counter64(-1L), new SnmpValue.Counter64(-1L)),
                new Pair(new Counter64(1L << 53), new SnmpValue.Counter64(1L << 53)),
                new Pair(Null.instance, new SnmpValue.Null()));
    }

    static List<Pair> answers() {
        return List.of(
                new Pair(Null.noSuchObject, new SnmpValue.NoSuchObject()),
                new Pair(Null.noSuchInstance, new SnmpValue.NoSuchInstance()),
                new Pair(Null.endOfMibView, new SnmpValue.EndOfMibView()));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valueOfARequestIsRead(Pair value) throws MalformedRequestException {
        PDU pdu = Messages.pdu(PDU.SET, new VariableBinding(new OID(OID_TEXT), value.theirs));

        Request request = RequestReader.read(Messages.encode("a b", pdu));

        assertThat(request)
                .isEqualTo(new Request(
                        RequestType.SET, 4711, "a b", 0, 0, List.of(new VarBind(Oid.parse(OID_TEXT), value.ours))));
    }

    @ParameterizedTest
    @MethodSource({"values", "answers"})
    void valueOfAResponseIsWritten(Pair value) {
        var writer = new ResponseWriter();

        writer.begin(request(), ErrorStatus.NO_ERROR, 0, 1472);
        writer.add(new VarBind(Oid.parse(OID_TEXT), value.ours));

        PDU response = Messages.decode(writer.finish());
        assertThat(response.getType()).isEqualTo(PDU.RESPONSE);
        assertThat(response.getRequestID().getValue()).isEqualTo(-7);
        assertThat(response.getVariableBindings())
                .isEqualTo(List.of(new VariableBinding(new OID(OID_TEXT), value.theirs)));
    }

    @Test
    void bulkRequestIsReadWithItsNumbers() throws MalformedRequestException {
        Request request = RequestReader.read(Messages.encode("c", Messages.bulk(1, 25, "1.3.6", "1.3.7")));

        assertThat(request.type()).isEqualTo(RequestType.GET_BULK);
        assertThat(request.nonRepeaters()).isEqualTo(1);
        assertThat(request.maxRepetitions()).isEqualTo(25);
        assertThat(request.varBinds()).extracting(VarBind::oid).containsExactly(Oid.parse("1.3.6"), Oid.parse("1.3.7"));
    }

    @Test
    void errorIsWritten() {
        var writer = new ResponseWriter();

        writer.begin(request(), ErrorStatus.NOT_WRITABLE, 300, 1472);

        PDU response = Messages.decode(writer.finish());
        assertThat(response.getErrorStatus()).isEqualTo(17);
        assertThat(response.getErrorIndex()).isEqualTo(300);
    }

    @Test
    void varBindThatDoesNotFitIsLeftOffWhole() {
        var writer = new ResponseWriter();
        var varBind = new VarBind(Oid.parse(OID_TEXT), new SnmpValue.OctetString(Octets.of(new byte[200])));

        writer.begin(request(), ErrorStatus.NO_ERROR, 0, 484);
        assertThat(writer.add(varBind)).isTrue();
        assertThat(writer.add(varBind)).isTrue();
        assertThat(writer.add(varBind)).isFalse();

        assertThat(writer.varBinds()).isEqualTo(2);
        ByteBuffer message = writer.finish();
        assertThat(message.remaining()).isLessThanOrEqualTo(484);
        assertThat(Messages.decode(message).size()).isEqualTo(2);
    }

    @Test
    void responseFillsTheLargestDatagramToTheLastOctet() {
        var writer = new ResponseWriter();
        writer.begin(request(), ErrorStatus.NO_ERROR, 0, 100_000);
        Oid oid = Oid.of(1, 3);

        int length = SnmpValue.MAX_OCTETS;
        while (!writer.add(new VarBind(oid, new SnmpValue.OctetString(Octets.of(new byte[length]))))) {
            length--;
        }

        assertThat(writer.finish().remaining()).isEqualTo(65_507);
    }

    @Test
    void otherVersionsAndOtherPdusAreRefused() {
        ByteBuffer version1 = Messages.encode("c", Messages.pdu(PDU.GET, "1.3.6"));
        version1.put(4, (byte) 0);
        ByteBuffer trap = Messages.encode("c", Messages.pdu(PDU.TRAP, "1.3.6"));

        assertThatThrownBy(() -> RequestReader.read(version1))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageContaining("version must be 1");
        assertThatThrownBy(() -> RequestReader.read(trap))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageContaining("is no request");
    }

    @Test
    void octetsAfterTheMessageAreRefused() {
        byte[] whole = Messages.encode("c", Messages.pdu(PDU.GET, "1.3.6")).array();
        ByteBuffer longer = ByteBuffer.allocate(whole.length + 1).put(whole).rewind();

        assertThatThrownBy(() -> RequestReader.read(longer)).isInstanceOf(MalformedRequestException.class);
    }

    @Test
    void damagedDatagramIsReadOrRefusedAndNothingElse() {
        VariableBinding[] all = values().stream()
                .map(value -> new VariableBinding(new OID(OID_TEXT), value.theirs))
                .toArray(VariableBinding[]::new);
        byte[] sound = Messages.encode("lab-rw", Messages.pdu(PDU.SET, all)).array();
        var random = new Random(7);
        int refused = 0;

        for (int i = 0; i < 50_000; i++) {
            byte[] damaged = sound.clone();
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                damaged[random.nextInt(i % 2 == 0 ? 60 : damaged.length)] = (byte) random.nextInt();
            }
            int length = i % 3 == 0 ? random.nextInt(damaged.length) : damaged.length;
            try {
                RequestReader.read(ByteBuffer.wrap(damaged, 0, length));
            } catch (MalformedRequestException _) {
                refused++;
            }
        }

        assertThat(refused).isBetween(25_000, 49_999);
    }

    /// RFC 3417 lets a sender use more octets for a length than it needs, as net-snmp does.
    @Test
    void longFormsOfLengthsAreRead() throws MalformedRequestException {
        byte[] get = HexFormat.of()
                .parseHex("30820026" + "020101" + "0403616263" + "a082001a" + "02021234" + "020100" + "020100"
                        + "3082000c" + "30820008" + "0681032b0601" + "0500");

        Request request = RequestReader.read(ByteBuffer.wrap(get));

        assertThat(request.requestId()).isEqualTo(0x1234);
        assertThat(request.varBinds()).isEqualTo(List.of(new VarBind(Oid.parse("1.3.6.1"), new SnmpValue.Null())));
    }

    private static Request request() {
        return new Request(RequestType.GET, -7, "lab-ro", 0, 0, List.of());
    }
}
