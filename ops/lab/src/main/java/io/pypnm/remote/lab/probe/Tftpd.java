package io.pypnm.remote.lab.probe;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Debian's tftpd-hpa on a free port of 127.0.0.1, which lets anybody create files in a directory. It needs root. For
/// use by one thread.
public final class Tftpd implements AutoCloseable {
    private static final InetAddress ADDRESS = InetAddress.ofLiteral("127.0.0.1");
    /// A request to read a file that is not there.
    private static final byte[] PROBE = "\0\1?\0octet\0".getBytes(StandardCharsets.US_ASCII);

    private static final int PROBES = 600;
    private static final int PATIENCE_MILLIS = 50;

    private final Process process;
    private final int port;

    private Tftpd(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts one; on return it answers.
    public static Tftpd start(Path directory) throws IOException {
        int port = freePort();
        Process process = new ProcessBuilder(
                        "/usr/sbin/in.tftpd",
                        "--foreground",
                        "--address",
                        ADDRESS.getHostAddress() + ":" + port,
                        "--user",
                        "root",
                        "--create",
                        "--secure",
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        var tftpd = new Tftpd(process, port);
        if (!tftpd.answers()) {
            tftpd.close();
            throw new IOException("in.tftpd does not answer; it needs root");
        }
        return tftpd;
    }

    private static int freePort() throws IOException {
        try (var socket = new DatagramSocket(new InetSocketAddress(ADDRESS, 0))) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() throws IOException {
        try (var socket = new DatagramSocket(new InetSocketAddress(ADDRESS, 0))) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            for (int i = 0; i < PROBES && process.isAlive(); i++) {
                socket.send(new DatagramPacket(PROBE, PROBE.length, new InetSocketAddress(ADDRESS, port)));
                try {
                    socket.receive(new DatagramPacket(new byte[PROBES], PROBES));
                    return true;
                } catch (SocketTimeoutException _) {
                    // Not yet.
                }
            }
            return false;
        }
    }

    /// UDP, of 127.0.0.1.
    public int port() {
        return port;
    }

    /// Kills it, with the transfers under way.
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
