package io.pypnm.remote.lab.snmp;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.snmp4j.asn1.BER;
import org.snmp4j.asn1.BERInputStream;

/// Reads one datagram as an SNMPv2c request.
public final class RequestReader {
    private static final int VERSION_2C = 1;
    private static final byte COUNTER64 = 0x46;

    private final ByteBuffer datagram;
    private final BERInputStream in;
    private final BER.MutableByte tag = new BER.MutableByte();

    private RequestReader(ByteBuffer datagram) {
        this.datagram = datagram;
        this.in = new BERInputStream(datagram);
    }

    /// Reads the request between the buffer's position and its limit.
    ///
    /// @throws MalformedRequestException if there is none, or anything besides
    public static Request read(ByteBuffer datagram) throws MalformedRequestException {
        try {
            return new RequestReader(datagram).message();
        } catch (IOException | IllegalArgumentException | BufferUnderflowException e) {
            // snmp4j 3.13.1 compares a length with the whole datagram, not with what is left of it: hence the
            // underflow.
            throw new MalformedRequestException("not an SNMPv2c request: " + e.getMessage(), e);
        }
    }

    private Request message() throws IOException {
        open(BER.SEQUENCE);
        int version = BER.decodeInteger(in, tag);
        if (version != VERSION_2C) {
            throw new IOException("version must be 1, which is v2c, is " + version);
        }
        String community = new String(BER.decodeString(in, tag), StandardCharsets.ISO_8859_1);
        RequestType type = requestType(peekTag());
        open(peekTag());
        int requestId = BER.decodeInteger(in, tag);
        int nonRepeaters = BER.decodeInteger(in, tag);
        int maxRepetitions = BER.decodeInteger(in, tag);
        open(BER.SEQUENCE);
        List<VarBind> varBinds = new ArrayList<>();
        while (datagram.hasRemaining()) {
            varBinds.add(varBind());
        }
        return new Request(type, requestId, community, nonRepeaters, maxRepetitions, varBinds);
    }

    private VarBind varBind() throws IOException {
        int length = BER.decodeHeader(in, tag);
        if (tag.getValue() != BER.SEQUENCE) {
            throw new IOException("varbind must be a sequence, has tag " + tag.getValue());
        }
        int end = datagram.position() + length;
        var varBind = new VarBind(Oid.of(BER.decodeOID(in, tag)), value());
        if (datagram.position() != end) {
            throw new IOException("varbind must end at " + end + ", ends at " + datagram.position());
        }
        return varBind;
    }

    private SnmpValue value() throws IOException {
        return switch (peekTag()) {
            case BER.INTEGER32 -> new SnmpValue.Integer32(BER.decodeInteger(in, tag));
            case BER.OCTETSTRING -> new SnmpValue.OctetString(octets());
            case BER.NULL -> nothing();
            case BER.OID -> new SnmpValue.ObjectIdentifier(Oid.of(BER.decodeOID(in, tag)));
            case BER.IPADDRESS -> new SnmpValue.IpAddress(octets());
            case BER.COUNTER32 -> new SnmpValue.Counter32(BER.decodeUnsignedInteger(in, tag));
            case BER.GAUGE32 -> new SnmpValue.Gauge32(BER.decodeUnsignedInteger(in, tag));
            case BER.TIMETICKS -> new SnmpValue.TimeTicks(BER.decodeUnsignedInteger(in, tag));
            case BER.OPAQUE -> new SnmpValue.Opaque(octets());
            case COUNTER64 -> new SnmpValue.Counter64(BER.decodeUnsignedInt64(in, tag));
            default -> throw new IOException("value has unknown tag " + peekTag());
        };
    }

    private SnmpValue nothing() throws IOException {
        BER.decodeNull(in, tag);
        return new SnmpValue.Null();
    }

    private Octets octets() throws IOException {
        return Octets.of(BER.decodeString(in, tag));
    }

    /// Enters a constructed value that must reach exactly to the end of the datagram, as all around a varbind do.
    private void open(byte expected) throws IOException {
        int length = BER.decodeHeader(in, tag);
        if (tag.getValue() != expected || length != datagram.remaining()) {
            throw new IOException("tag " + expected + " with " + datagram.remaining() + " octets is due, is tag "
                    + tag.getValue() + " with " + length);
        }
    }

    private byte peekTag() throws IOException {
        if (!datagram.hasRemaining()) {
            throw new IOException("ends too soon");
        }
        return datagram.get(datagram.position());
    }

    private static RequestType requestType(byte tag) throws IOException {
        return switch (tag & 0xff) {
            case 0xa0 -> RequestType.GET;
            case 0xa1 -> RequestType.GET_NEXT;
            case 0xa3 -> RequestType.SET;
            case 0xa5 -> RequestType.GET_BULK;
            default -> throw new IOException("PDU with tag " + (tag & 0xff) + " is no request");
        };
    }
}
