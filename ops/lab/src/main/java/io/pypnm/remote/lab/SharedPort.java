package io.pypnm.remote.lab;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;

/// UDP sockets on many addresses and one port. Closes them all.
record SharedPort(int port, List<DatagramChannel> sockets) implements AutoCloseable {
    /// Another program can hold the picked port on one of the addresses; then another port is picked.
    private static final int TRIES = 20;
    /// What the system grants of it, so that a burst for one device is not lost before it is read.
    private static final int RECEIVE_BUFFER_BYTES = 1 << 20;

    SharedPort {
        sockets = List.copyOf(sockets);
    }

    /// Binds every address.
    ///
    /// @param port 0 picks one
    /// @throws BindException if the port is taken, or too many picked ones were
    static SharedPort open(List<? extends InetAddress> addresses, int port) throws IOException {
        for (int attempt = 1; ; attempt++) {
            List<DatagramChannel> sockets = new ArrayList<>();
            try {
                return bind(addresses, port, sockets);
            } catch (IOException e) {
                closeAll(sockets);
                if (port != 0 || attempt == TRIES || !(e instanceof BindException)) {
                    throw e;
                }
            }
        }
    }

    private static SharedPort bind(List<? extends InetAddress> addresses, int port, List<DatagramChannel> sockets)
            throws IOException {
        int bound = port;
        for (InetAddress address : addresses) {
            DatagramChannel socket = DatagramChannel.open(StandardProtocolFamily.INET);
            sockets.add(socket);
            socket.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
            socket.configureBlocking(false);
            socket.bind(new InetSocketAddress(address, bound));
            bound = ((InetSocketAddress) socket.getLocalAddress()).getPort();
        }
        return new SharedPort(bound, sockets);
    }

    @Override
    public void close() throws IOException {
        closeAll(sockets);
    }

    private static void closeAll(List<DatagramChannel> sockets) throws IOException {
        for (DatagramChannel socket : sockets) {
            socket.close();
        }
    }
}
