package io.pypnm.remote.lab.snmp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.snmp4j.PDU;
import org.snmp4j.asn1.BER;
import org.snmp4j.asn1.BERInputStream;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.VariableBinding;

/// SNMPv2c messages made and read by snmp4j's own classes: the other side of the wire.
public final class Messages {
    private static final int VERSION_2C = 1;

    private Messages() {}

    /// A request for these OIDs.
    ///
    /// @param type a constant of [PDU]
    public static PDU pdu(int type, String... oids) {
        return pdu(
                type,
                Arrays.stream(oids)
                        .map(oid -> new VariableBinding(new OID(oid)))
                        .toArray(VariableBinding[]::new));
    }

    /// A request with these varbinds.
    public static PDU pdu(int type, VariableBinding... varBinds) {
        var pdu = new PDU(type, Arrays.asList(varBinds));
        pdu.setRequestID(new Integer32(4711));
        return pdu;
    }

    /// A GETBULK.
    public static PDU bulk(int nonRepeaters, int maxRepetitions, String... oids) {
        PDU pdu = pdu(PDU.GETBULK, oids);
        pdu.setNonRepeaters(nonRepeaters);
        pdu.setMaxRepetitions(maxRepetitions);
        return pdu;
    }

    /// The datagram that carries the PDU.
    public static ByteBuffer encode(String community, PDU pdu) {
        var version = new Integer32(VERSION_2C);
        var name = new OctetString(community);
        var bytes = new ByteArrayOutputStream();
        try {
            BER.encodeHeader(bytes, BER.SEQUENCE, version.getBERLength() + name.getBERLength() + pdu.getBERLength());
            version.encodeBER(bytes);
            name.encodeBER(bytes);
            pdu.encodeBER(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    /// The PDU that the datagram carries, which must be nothing but one well-formed message.
    public static PDU decode(ByteBuffer datagram) {
        var in = new BERInputStream(datagram);
        var version = new Integer32();
        var community = new OctetString();
        var pdu = new PDU();
        try {
            int length = BER.decodeHeader(in, new BER.MutableByte());
            if (length != datagram.remaining()) {
                throw new IOException("length must be " + datagram.remaining() + ", is " + length);
            }
            version.decodeBER(in);
            community.decodeBER(in);
            pdu.decodeBER(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (version.getValue() != VERSION_2C || datagram.hasRemaining()) {
            throw new IllegalStateException(
                    "version " + version + ", and " + datagram.remaining() + " octets too many");
        }
        return pdu;
    }
}
