package io.pypnm.remote.agent.snmp;

import io.pypnm.remote.agent.snmp.usm.LocalKeys;
import io.pypnm.remote.contracts.snmp.Octets;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.snmp4j.PDU;
import org.snmp4j.asn1.BER;
import org.snmp4j.asn1.BERInputStream;
import org.snmp4j.asn1.BEROutputStream;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OctetString;

/// A message of SNMPv3 with the User-based Security Model (RFC 3412 section 6, RFC 3414 section 2.4), as it is on the
/// wire: nothing is known of whether it is authentic until [#isSignedWith] was asked.
final class UsmMessage implements Message {
    static final int AUTH = 1;
    static final int PRIV = 2;
    static final int REPORTABLE = 4;

    private static final Integer32 VERSION = new Integer32(SnmpConstants.version3);
    private static final Integer32 USM = new Integer32(3);
    /// The largest UDP payload over IPv4. To ask devices for less would have them cut GETBULKs that arrive whole.
    private static final Integer32 MAX_MESSAGE_BYTES = new Integer32(65_507);

    private final byte[] bytes;
    private final Head head;
    private final int signatureAt;
    private final int signatureBytes;
    private final byte[] salt;
    private final int dataAt;

    private UsmMessage(byte[] bytes, Head head, int signatureAt, int signatureBytes, byte[] salt, int dataAt) {
        this.bytes = bytes;
        this.head = head;
        this.signatureAt = signatureAt;
        this.signatureBytes = signatureBytes;
        this.salt = salt;
        this.dataAt = dataAt;
    }

    /// What every message says openly.
    ///
    /// @param id       msgID
    /// @param flags    [#AUTH], [#PRIV] and [#REPORTABLE]
    /// @param engineId of the engine whose clock counts: the device's
    /// @param boots    and `time`: its clock
    record Head(int id, int flags, Octets engineId, int boots, int time, OctetString user) {
        boolean has(int flag) {
            return (flags & flag) != 0;
        }

        /// [#AUTH] and [#PRIV] only.
        int level() {
            return flags & (AUTH | PRIV);
        }
    }

    @Override
    public int id() {
        return head.id;
    }

    Head head() {
        return head;
    }

    boolean isSignedWith(LocalKeys keys) {
        return keys.signed(bytes, signatureAt, signatureBytes);
    }

    /// What it says, once decrypted if need be.
    ///
    /// @throws IOException if that is rubbish: it is damaged, or was encrypted with another key
    PDU pdu(LocalKeys keys) throws IOException {
        var in = new BERInputStream(ByteBuffer.wrap(bytes, dataAt, bytes.length - dataAt));
        if (head.has(PRIV)) {
            if (!keys.canEncrypt() || salt.length != SALT_BYTES) {
                throw new IOException("it cannot be decrypted");
            }
            byte[] plain = keys.decrypt(decodeOctets(in), head.boots, head.time, salt);
            in = new BERInputStream(ByteBuffer.wrap(plain));
        }
        Message.decodeSequence(in);
        decodeOctets(in);
        decodeOctets(in);
        var pdu = new PDU();
        pdu.decodeBER(in);
        return pdu;
    }

    /// Reads what follows the version.
    static UsmMessage decode(byte[] bytes, BERInputStream in) throws IOException {
        Message.decodeSequence(in);
        int id = Message.decodeInteger(in);
        Message.decodeInteger(in);
        byte[] flags = decodeOctets(in);
        int model = Message.decodeInteger(in);
        if (flags.length != 1 || model != USM.getValue()) {
            throw new IOException("not of the User-based Security Model");
        }
        BER.decodeHeader(in, new BER.MutableByte());
        Message.decodeSequence(in);
        Octets engineId = Octets.of(decodeOctets(in));
        int boots = Message.decodeInteger(in);
        int time = Message.decodeInteger(in);
        byte[] user = decodeOctets(in);
        byte[] signature = decodeOctets(in);
        int signatureAt = (int) in.getPosition() - signature.length;
        byte[] salt = decodeOctets(in);
        var head = new Head(id, flags[0], engineId, boots, time, new OctetString(user));
        return new UsmMessage(bytes, head, signatureAt, signature.length, salt, (int) in.getPosition());
    }

    private static byte[] decodeOctets(BERInputStream in) throws IOException {
        var octets = new OctetString();
        octets.decodeBER(in);
        return octets.getValue();
    }

    /// 64 bits (RFC 3826 section 3.1.2.1).
    static final int SALT_BYTES = 8;

    /// Makes a message, signed and encrypted as its flags say.
    ///
    /// @param salt 8 bytes, never used twice with the same key; of no use without [#PRIV]
    static byte[] encode(Head head, PDU pdu, LocalKeys keys, byte[] salt) throws IOException {
        byte[] data = data(head, pdu, keys, salt);
        byte[] security = security(head, keys, salt);
        var flags = new OctetString(new byte[] {(byte) head.flags});
        var id = new Integer32(head.id);
        int global = id.getBERLength() + MAX_MESSAGE_BYTES.getBERLength() + flags.getBERLength() + USM.getBERLength();
        int length = VERSION.getBERLength() + Message.framed(global) + Message.framed(security.length) + data.length;

        var out = new BEROutputStream(ByteBuffer.allocate(Message.framed(length)));
        BER.encodeHeader(out, BER.SEQUENCE, length);
        VERSION.encodeBER(out);
        BER.encodeHeader(out, BER.SEQUENCE, global);
        id.encodeBER(out);
        MAX_MESSAGE_BYTES.encodeBER(out);
        flags.encodeBER(out);
        USM.encodeBER(out);
        new OctetString(security).encodeBER(out);
        out.write(data);
        byte[] message = out.getBuffer().array();
        if (head.has(AUTH)) {
            int saltBytes = Message.framed(head.has(PRIV) ? SALT_BYTES : 0);
            keys.sign(message, message.length - data.length - saltBytes - keys.signatureBytes());
        }
        return message;
    }

    /// The sequence of security parameters; the signature is zeros.
    private static byte[] security(Head head, LocalKeys keys, byte[] salt) throws IOException {
        var engineId = new OctetString(head.engineId.toArray());
        var boots = new Integer32(head.boots);
        var time = new Integer32(head.time);
        var signature = new OctetString(new byte[head.has(AUTH) ? keys.signatureBytes() : 0]);
        var privacy = new OctetString(head.has(PRIV) ? salt : new byte[0]);
        int length = engineId.getBERLength()
                + boots.getBERLength()
                + time.getBERLength()
                + head.user.getBERLength()
                + signature.getBERLength()
                + privacy.getBERLength();
        var out = new BEROutputStream(ByteBuffer.allocate(Message.framed(length)));
        BER.encodeHeader(out, BER.SEQUENCE, length);
        engineId.encodeBER(out);
        boots.encodeBER(out);
        time.encodeBER(out);
        head.user.encodeBER(out);
        signature.encodeBER(out);
        privacy.encodeBER(out);
        return out.getBuffer().array();
    }

    /// The PDU in its scope, which is the engine's default context.
    private static byte[] data(Head head, PDU pdu, LocalKeys keys, byte[] salt) throws IOException {
        var contextEngine = new OctetString(head.engineId.toArray());
        var contextName = new OctetString();
        int length = contextEngine.getBERLength() + contextName.getBERLength() + pdu.getBERLength();
        var out = new BEROutputStream(ByteBuffer.allocate(Message.framed(length)));
        BER.encodeHeader(out, BER.SEQUENCE, length);
        contextEngine.encodeBER(out);
        contextName.encodeBER(out);
        pdu.encodeBER(out);
        byte[] scoped = out.getBuffer().array();
        if (!head.has(PRIV)) {
            return scoped;
        }
        var secret = new OctetString(keys.encrypt(scoped, head.boots, head.time, salt));
        var wrapped = new BEROutputStream(ByteBuffer.allocate(secret.getBERLength()));
        secret.encodeBER(wrapped);
        return wrapped.getBuffer().array();
    }
}
