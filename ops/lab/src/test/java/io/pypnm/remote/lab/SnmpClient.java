package io.pypnm.remote.lab;

import io.pypnm.remote.lab.device.Device;
import io.pypnm.remote.lab.snmp.Messages;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.snmp4j.PDU;

/// Talks to one device through a socket of its own, a datagram at a time.
final class SnmpClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final InetSocketAddress device;
    private final DatagramSocket socket;

    SnmpClient(Lab lab, Device device) throws IOException {
        this.device = new InetSocketAddress(device.address(), lab.port());
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    void send(PDU request) throws IOException {
        byte[] bytes = Messages.encode("lab-rw", request).array();
        socket.send(new DatagramPacket(bytes, bytes.length, device));
    }

    Answer receive() throws IOException {
        var packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        PDU pdu = Messages.decode(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
        return new Answer(packet.getAddress(), pdu);
    }

    PDU ask(PDU request) throws IOException {
        send(request);
        return receive().pdu();
    }

    @Override
    public void close() {
        socket.close();
    }

    record Answer(InetAddress from, PDU pdu) {}
}
