package io.pypnm.remote.agent.snmp;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.snmp4j.PDU;
import org.snmp4j.asn1.BER;
import org.snmp4j.asn1.BERInputStream;
import org.snmp4j.asn1.BEROutputStream;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OctetString;

/// A message of SNMPv2c (RFC 1901 section 3).
record CommunityMessage(OctetString community, PDU pdu) implements Message {
    private static final Integer32 VERSION = new Integer32(SnmpConstants.version2c);

    @Override
    public int id() {
        return pdu.getRequestID().getValue();
    }

    /// Reads what follows the version.
    static CommunityMessage decode(BERInputStream in) throws IOException {
        var community = new OctetString();
        community.decodeBER(in);
        var pdu = new PDU();
        pdu.decodeBER(in);
        return new CommunityMessage(community, pdu);
    }

    byte[] encode() throws IOException {
        int length = VERSION.getBERLength() + community.getBERLength() + pdu.getBERLength();
        var out = new BEROutputStream(ByteBuffer.allocate(Message.framed(length)));
        BER.encodeHeader(out, BER.SEQUENCE, length);
        VERSION.encodeBER(out);
        community.encodeBER(out);
        pdu.encodeBER(out);
        return out.getBuffer().array();
    }
}
