package io.pypnm.remote.lab.tftp;

import io.pypnm.remote.contracts.snmp.Octets;
import java.net.DatagramPacket;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The packets of RFC 1350 section 5.
sealed interface Packet {
    /// A DATA packet with less is the last one.
    int BLOCK_BYTES = 512;

    /// The largest packet, and room to see that one is larger.
    int MAX_BYTES = BLOCK_BYTES + 5;

    /// A block number takes 16 bits and begins anew after 65,535.
    int BLOCK_MASK = 0xffff;

    /// Begins a transfer.
    ///
    /// @param code 1 reads, 2 writes
    record Request(int code, String file, String mode) implements Packet {
        static final int WRITE = 2;
    }

    record Data(int block, Octets content) implements Packet {}

    record Ack(int block) implements Packet {}

    record Failure(int code, String message) implements Packet {}

    default byte[] encode() {
        return switch (this) {
            case Request(int code, String file, String mode) ->
                joined(code, (file + '\0' + mode + '\0').getBytes(StandardCharsets.UTF_8));
            case Data(int block, Octets content) -> joined(3, shorts(block), content.toArray());
            case Ack(int block) -> joined(4, shorts(block));
            case Failure(int code, String message) ->
                joined(5, shorts(code), (message + '\0').getBytes(StandardCharsets.UTF_8));
        };
    }

    private static byte[] shorts(int value) {
        return new byte[] {(byte) (value >>> 8), (byte) value};
    }

    private static byte[] joined(int code, byte[]... parts) {
        ByteBuffer packet = ByteBuffer.allocate(2 * MAX_BYTES).putShort((short) code);
        for (byte[] part : parts) {
            packet.put(part);
        }
        byte[] bytes = new byte[packet.flip().remaining()];
        packet.get(bytes);
        return bytes;
    }

    /// Reads one packet.
    ///
    /// @throws TftpException if it is no packet of TFTP
    static Packet decode(DatagramPacket datagram) throws TftpException {
        ByteBuffer in = ByteBuffer.wrap(datagram.getData(), datagram.getOffset(), datagram.getLength());
        try {
            int code = in.getShort();
            return switch (code) {
                case 1, 2 -> new Request(code, text(in), text(in));
                case 3 -> new Data(in.getShort() & BLOCK_MASK, rest(in));
                case 4 -> new Ack(in.getShort() & BLOCK_MASK);
                case 5 -> new Failure(in.getShort() & 0xffff, text(in));
                default -> throw new TftpException(TftpException.ILLEGAL_OPERATION, "no packet has code " + code);
            };
        } catch (BufferUnderflowException _) {
            throw new TftpException(TftpException.ILLEGAL_OPERATION, "packet ends too soon");
        }
    }

    private static Octets rest(ByteBuffer in) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return Octets.of(bytes);
    }

    private static String text(ByteBuffer in) {
        int start = in.position();
        while (in.get() != 0) {
            // Its end is found by the way.
        }
        return new String(in.array(), in.arrayOffset() + start, in.position() - start - 1, StandardCharsets.UTF_8);
    }
}
