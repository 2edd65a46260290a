package io.pypnm.remote.agent.snmp;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.SocketException;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.transport.DefaultUdpTransportMapping;

/// The agent's one UDP socket for SNMP, for IPv4 and IPv6, tuned for many answers at once.
final class SnmpSocket extends DefaultUdpTransportMapping {
    private static final int WANTED_RECEIVE_BYTES = 4 * 1024 * 1024;
    /// What the kernel books for one small datagram, headers of its own included; measured.
    private static final int BOOKED_BYTES_PER_ANSWER = 768;

    SnmpSocket() throws IOException {
        super(new UdpAddress("0.0.0.0/0"));
        // With this on, snmp4j makes a new 64 KB buffer for each datagram. Off is right as long as the dispatcher
        // decodes on the listener thread, which MessageDispatcherImpl does.
        setAsyncMsgProcessingSupported(false);
        setReceiveBufferSize(WANTED_RECEIVE_BYTES);
        socket.setReceiveBufferSize(WANTED_RECEIVE_BYTES);
    }

    /// What the host granted: often less than wanted (`net.core.rmem_max`).
    int grantedReceiveBytes() throws SocketException {
        return socket.getReceiveBufferSize();
    }

    /// How many answers may be on their way at once without the kernel dropping one. Linux books twice the bytes that
    /// the socket option says (socket(7), SO_RCVBUF).
    int answersThatFit() throws SocketException {
        return Math.max(1, Math.toIntExact(2L * grantedReceiveBytes() / BOOKED_BYTES_PER_ANSWER));
    }

    @Override
    protected DatagramSocket renewSocketAfterException(SocketException cause, DatagramSocket failed)
            throws SocketException {
        DatagramSocket renewed = super.renewSocketAfterException(cause, failed);
        renewed.setReceiveBufferSize(WANTED_RECEIVE_BYTES);
        return renewed;
    }
}
