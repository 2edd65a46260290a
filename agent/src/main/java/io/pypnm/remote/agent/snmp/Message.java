package io.pypnm.remote.agent.snmp;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.snmp4j.asn1.BER;
import org.snmp4j.asn1.BERInputStream;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.Integer32;

/// A datagram that came in, opened as far as it can be without a key.
sealed interface Message permits CommunityMessage, UsmMessage {
    /// By which the request can be found that it answers.
    int id();

    /// Opens any datagram that somebody sent.
    ///
    /// @throws IOException      if it is no SNMP message of a version that is used here
    /// @throws RuntimeException if it is damaged in a way that snmp4j does not look for
    static Message decode(ByteBuffer datagram) throws IOException {
        ByteBuffer message = datagram.slice();
        var in = new BERInputStream(message);
        decodeSequence(in);
        int version = decodeInteger(in);
        return switch (version) {
            case SnmpConstants.version2c -> CommunityMessage.decode(in);
            case SnmpConstants.version3 -> UsmMessage.decode(copy(message), in);
            default -> throw new IOException("SNMP version " + version + " is not used here");
        };
    }

    private static byte[] copy(ByteBuffer message) {
        byte[] bytes = new byte[message.limit()];
        message.get(0, bytes);
        return bytes;
    }

    static int decodeInteger(BERInputStream in) throws IOException {
        var number = new Integer32();
        number.decodeBER(in);
        return number.getValue();
    }

    static void decodeSequence(BERInputStream in) throws IOException {
        var type = new BER.MutableByte();
        BER.decodeHeader(in, type);
        if (type.getValue() != BER.SEQUENCE) {
            throw new IOException("no sequence");
        }
    }

    /// Bytes of a value with its tag and its length.
    static int framed(int length) {
        return 1 + BER.getBERLengthOfLength(length) + length;
    }
}
