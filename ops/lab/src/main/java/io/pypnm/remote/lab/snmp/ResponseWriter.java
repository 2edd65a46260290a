package io.pypnm.remote.lab.snmp;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.lab.mib.ErrorStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.snmp4j.asn1.BER;
import org.snmp4j.asn1.BEROutputStream;

/// Writes one response after another into one buffer: [#begin], [#add] as often as there is room, [#finish]. Owned by
/// one
/// thread.
public final class ResponseWriter {
    /// The most octets of a UDP datagram over IPv4.
    public static final int MAX_BYTES = 65_507;

    private static final int VERSION_2C = 1;
    private static final byte RESPONSE = (byte) 0xa2;
    private static final byte COUNTER64 = 0x46;
    private static final int SHORT_LENGTH_MAX = 127;
    /// A length of two octets in its long form, whatever the length is: so it can be filled in when all is written.
    private static final int LENGTH_OCTETS = 2;

    private static final int HEADER = 2 + LENGTH_OCTETS;
    private static final int LARGEST_VARBIND = SnmpValue.MAX_OCTETS + 5 * Oid.MAX_ARCS + 16;

    private final ByteBuffer buffer = ByteBuffer.allocate(MAX_BYTES + LARGEST_VARBIND);
    private final BEROutputStream out = new BEROutputStream(buffer);
    private int maxBytes;
    private int pduAt;
    private int listAt;
    private int varBinds;

    /// Starts a response and forgets any begun before.
    ///
    /// @param errorIndex counts varbinds from 1; 0 means none
    /// @param maxBytes   the whole message has no more
    public void begin(Request request, ErrorStatus status, int errorIndex, int maxBytes) {
        this.maxBytes = Math.min(maxBytes, MAX_BYTES);
        varBinds = 0;
        buffer.clear().position(HEADER);
        try {
            BER.encodeInteger(out, BER.INTEGER, VERSION_2C);
            BER.encodeString(out, BER.OCTETSTRING, request.community().getBytes(StandardCharsets.ISO_8859_1));
            pduAt = buffer.position();
            buffer.position(pduAt + HEADER);
            BER.encodeInteger(out, BER.INTEGER, request.requestId());
            BER.encodeInteger(out, BER.INTEGER, status.code());
            BER.encodeInteger(out, BER.INTEGER, errorIndex);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        listAt = buffer.position();
        buffer.position(listAt + HEADER);
    }

    /// Adds the varbind, if the message stays within its size with it.
    ///
    /// @return false if it was left off
    public boolean add(VarBind varBind) {
        int start = buffer.position();
        try {
            write(varBind, start);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (buffer.position() > maxBytes) {
            buffer.position(start);
            return false;
        }
        varBinds++;
        return true;
    }

    /// How many varbinds the response has so far.
    public int varBinds() {
        return varBinds;
    }

    /// The whole message. The buffer is valid until the next [#begin].
    public ByteBuffer finish() {
        int end = buffer.position();
        try {
            header(listAt, BER.SEQUENCE, end);
            header(pduAt, RESPONSE, end);
            header(0, BER.SEQUENCE, end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return buffer.position(0).limit(end);
    }

    private void header(int at, byte tag, int end) throws IOException {
        buffer.position(at);
        BER.encodeHeader(out, tag, end - at - HEADER, LENGTH_OCTETS);
    }

    /// Nearly every varbind has a length of one octet. That much is left free; where it was too little, all is written
    /// again.
    private void write(VarBind varBind, int start) throws IOException {
        content(varBind, start + 2);
        int length = buffer.position() - start - 2;
        buffer.position(start);
        BER.encodeHeader(out, BER.SEQUENCE, length);
        if (length <= SHORT_LENGTH_MAX) {
            buffer.position(start + 2 + length);
        } else {
            content(varBind, buffer.position());
        }
    }

    private void content(VarBind varBind, int at) throws IOException {
        buffer.position(at);
        oid(varBind.oid());
        switch (varBind.value()) {
            case SnmpValue.Integer32(int value) -> BER.encodeInteger(out, BER.INTEGER32, value);
            case SnmpValue.OctetString(Octets octets) -> octets(BER.OCTETSTRING, octets);
            case SnmpValue.Bits(Octets octets) -> octets(BER.OCTETSTRING, octets);
            case SnmpValue.ObjectIdentifier(Oid oid) -> oid(oid);
            case SnmpValue.IpAddress(Octets octets) -> octets(BER.IPADDRESS, octets);
            case SnmpValue.Counter32(long value) -> BER.encodeUnsignedInteger(out, BER.COUNTER32, value);
            case SnmpValue.Gauge32(long value) -> BER.encodeUnsignedInteger(out, BER.GAUGE32, value);
            case SnmpValue.TimeTicks(long hundredths) -> BER.encodeUnsignedInteger(out, BER.TIMETICKS, hundredths);
            case SnmpValue.Opaque(Octets octets) -> octets(BER.OPAQUE, octets);
            case SnmpValue.Counter64(long bits) -> BER.encodeUnsignedInt64(out, COUNTER64, bits);
            case SnmpValue.Null() -> BER.encodeHeader(out, BER.NULL, 0);
            case SnmpValue.NoSuchObject() -> BER.encodeHeader(out, BER.NOSUCHOBJECT, 0);
            case SnmpValue.NoSuchInstance() -> BER.encodeHeader(out, BER.NOSUCHINSTANCE, 0);
            case SnmpValue.EndOfMibView() -> BER.encodeHeader(out, BER.ENDOFMIBVIEW, 0);
        }
    }

    private void oid(Oid oid) throws IOException {
        BER.encodeOID(out, BER.OID, oid.toArray());
    }

    private void octets(byte tag, Octets octets) throws IOException {
        BER.encodeString(out, tag, octets.toArray());
    }
}
