package io.pypnm.remote.lab.tftp;

import io.pypnm.remote.contracts.snmp.Octets;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Writes files to a TFTP server. Talks to this machine alone: what it is asked to send elsewhere it refuses.
///
/// @param patience for an answer, before a packet is sent again
/// @param tries    of each packet
public record TftpClient(Duration patience, int tries) {

    /// One file to send.
    ///
    /// @param server with the port that takes requests
    /// @param from   the address to send from
    /// @param content from its start to its limit
    /// @param pause  before each block but the first
    /// @param goesOn asked before each block: false gives the transfer up
    public record Upload(
            InetSocketAddress server,
            InetAddress from,
            String file,
            ByteBuffer content,
            Duration pause,
            BooleanSupplier goesOn) {}

    /// Blocks until the server has acknowledged the last block.
    ///
    /// @throws TftpException if the server refuses
    /// @throws IOException   if it does not answer, or the transfer was given up
    public void send(Upload upload) throws IOException {
        if (!upload.server.getAddress().isLoopbackAddress()) {
            throw new IOException("the lab sends files to this machine alone, not to " + upload.server);
        }
        try (var socket = new DatagramSocket(new InetSocketAddress(upload.from, 0))) {
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            var request = new Packet.Request(Packet.Request.WRITE, upload.file, "octet");
            // The server answers from a port of the transfer's own (RFC 1350 section 4).
            InetSocketAddress peer = exchange(socket, request, upload.server, 0);
            int blocks = upload.content.limit() / Packet.BLOCK_BYTES + 1;
            for (int block = 1; block <= blocks; block++) {
                if (block > 1 && upload.pause.isPositive()) {
                    LockSupport.parkNanos(upload.pause.toNanos());
                }
                if (!upload.goesOn.getAsBoolean()) {
                    socket.send(packet(new Packet.Failure(0, "given up"), peer));
                    throw new IOException("given up before block " + block);
                }
                exchange(socket, data(upload.content, block), peer, block & Packet.BLOCK_MASK);
            }
        }
    }

    private static Packet data(ByteBuffer content, int block) {
        int start = (block - 1) * Packet.BLOCK_BYTES;
        byte[] bytes = new byte[Math.min(Packet.BLOCK_BYTES, content.limit() - start)];
        content.get(start, bytes);
        return new Packet.Data(block & Packet.BLOCK_MASK, Octets.of(bytes));
    }

    /// Sends the packet until this block is acknowledged. An older acknowledgement is a late copy and answered by
    /// nothing (RFC 1123 section 4.2.3.1).
    ///
    /// @return who acknowledged it
    private InetSocketAddress exchange(DatagramSocket socket, Packet packet, InetSocketAddress to, int block)
            throws IOException {
        for (int attempt = 0; attempt < tries; attempt++) {
            socket.send(packet(packet, to));
            try {
                while (true) {
                    var answer = new DatagramPacket(new byte[Packet.MAX_BYTES], Packet.MAX_BYTES);
                    socket.receive(answer);
                    boolean stranger = block > 0 && answer.getPort() != to.getPort();
                    if (!stranger && acknowledges(Packet.decode(answer), block)) {
                        return (InetSocketAddress) answer.getSocketAddress();
                    }
                }
            } catch (SocketTimeoutException _) {
                // Once more.
            }
        }
        throw new IOException("no answer from " + to + " to block " + block + " after " + tries + " tries");
    }

    private static boolean acknowledges(Packet answer, int block) throws TftpException {
        return switch (answer) {
            case Packet.Ack(int acknowledged) -> acknowledged == block;
            case Packet.Failure(int code, String message) -> throw new TftpException(code, message);
            case Packet.Request _, Packet.Data _ -> false;
        };
    }

    private static DatagramPacket packet(Packet packet, InetSocketAddress to) {
        byte[] bytes = packet.encode();
        return new DatagramPacket(bytes, bytes.length, to);
    }
}
