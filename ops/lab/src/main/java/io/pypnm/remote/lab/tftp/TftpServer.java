package io.pypnm.remote.lab.tftp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Takes files into a directory, at an address of this machine. A file that is there already is written over; a
/// directory must be there. Files cannot be read from it.
public final class TftpServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TftpServer.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int TRIES = 5;

    /// How a file comes into its place.
    public enum Landing {
        /// Under another name until it is whole.
        WHOLE,
        /// Block by block under its own name, as most TFTP servers do it.
        IN_PLACE
    }

    private final Path directory;
    private final Landing landing;
    private final DatagramSocket socket;
    private final ExecutorService transfers = Executors.newVirtualThreadPerTaskExecutor();

    private TftpServer(Path directory, Landing landing, DatagramSocket socket) {
        this.directory = directory;
        this.landing = landing;
        this.socket = socket;
    }

    /// Listens at once.
    ///
    /// @param address to listen at; port 0 picks one
    public static TftpServer start(Path directory, InetSocketAddress address, Landing landing) throws IOException {
        var server = new TftpServer(directory.toRealPath(), landing, new DatagramSocket(address));
        Thread.ofPlatform().name("lab-tftp").daemon().start(server::listen);
        return server;
    }

    public InetAddress address() {
        return socket.getLocalAddress();
    }

    public int port() {
        return socket.getLocalPort();
    }

    /// Transfers under way are cut off.
    @Override
    public void close() {
        socket.close();
        transfers.shutdownNow();
        transfers.close();
    }

    private void listen() {
        while (!socket.isClosed()) {
            var datagram = new DatagramPacket(new byte[Packet.MAX_BYTES], Packet.MAX_BYTES);
            try {
                socket.receive(datagram);
                Packet request = Packet.decode(datagram);
                transfers.execute(() -> transfer(request, datagram.getSocketAddress()));
            } catch (TftpException e) {
                LOG.log(System.Logger.Level.DEBUG, "no TFTP request", e);
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    LOG.log(System.Logger.Level.ERROR, "the TFTP server takes no more requests", e);
                    return;
                }
            }
        }
    }

    private void transfer(Packet request, SocketAddress peer) {
        try (var own = new DatagramSocket(new InetSocketAddress(address(), 0))) {
            own.connect(peer);
            own.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            try {
                receive(own, target(request));
            } catch (TftpException e) {
                send(own, new Packet.Failure(e.code(), String.valueOf(e.getMessage())));
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a TFTP transfer from " + peer + " broke off", e);
        }
    }

    private Path target(Packet packet) throws TftpException {
        if (!(packet instanceof Packet.Request(int code, String file, String mode))) {
            throw new TftpException(TftpException.UNKNOWN_TRANSFER, "no transfer is under way");
        }
        if (code != Packet.Request.WRITE || !mode.toLowerCase(Locale.ROOT).equals("octet")) {
            throw new TftpException(TftpException.ILLEGAL_OPERATION, "files can be written in octet mode alone");
        }
        Path target = directory.resolve("./" + file).normalize();
        if (!target.startsWith(directory) || target.equals(directory)) {
            throw new TftpException(TftpException.ACCESS_VIOLATION, "name leads out of the directory");
        }
        if (!Files.isDirectory(target.resolveSibling("."))) {
            throw new TftpException(TftpException.FILE_NOT_FOUND, "there is no such directory");
        }
        return target;
    }

    private void receive(DatagramSocket own, Path target) throws IOException {
        Path written = landing == Landing.WHOLE ? target.resolveSibling("." + target.getFileName() + ".part") : target;
        int last;
        try (OutputStream out = Files.newOutputStream(written)) {
            last = receive(own, out);
        }
        if (landing == Landing.WHOLE) {
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        send(own, new Packet.Ack(last));
        linger(own, last);
    }

    /// Acknowledges each block but the last.
    ///
    /// @return the number of the last block
    private static int receive(DatagramSocket own, OutputStream out) throws IOException {
        int acknowledged = 0;
        for (int silences = 0; silences < TRIES; ) {
            send(own, new Packet.Ack(acknowledged));
            try {
                Packet.Data data = nextData(own);
                int due = acknowledged + 1 & Packet.BLOCK_MASK;
                if (data.block() == due) {
                    out.write(data.content().toArray());
                    out.flush();
                    acknowledged = due;
                    silences = 0;
                    if (data.content().length() < Packet.BLOCK_BYTES) {
                        return acknowledged;
                    }
                }
            } catch (SocketTimeoutException _) {
                silences++;
            }
        }
        throw new IOException("nothing came after block " + acknowledged);
    }

    /// The acknowledgement of the last block may be lost: whoever sends it again gets another one.
    private static void linger(DatagramSocket own, int last) throws IOException {
        try {
            while (nextData(own).block() == last) {
                send(own, new Packet.Ack(last));
            }
        } catch (SocketTimeoutException _) {
            LOG.log(System.Logger.Level.TRACE, "the acknowledgement arrived");
        }
    }

    private static Packet.Data nextData(DatagramSocket own) throws IOException {
        while (true) {
            var datagram = new DatagramPacket(new byte[Packet.MAX_BYTES], Packet.MAX_BYTES);
            own.receive(datagram);
            switch (Packet.decode(datagram)) {
                case Packet.Data data -> {
                    return data;
                }
                case Packet.Failure(int code, String message) ->
                    throw new IOException("the client gave up: " + code + " " + message);
                case Packet.Request _, Packet.Ack _ -> {
                    // A late copy.
                }
            }
        }
    }

    private static void send(DatagramSocket own, Packet packet) throws IOException {
        byte[] bytes = packet.encode();
        own.send(new DatagramPacket(bytes, bytes.length));
    }
}
