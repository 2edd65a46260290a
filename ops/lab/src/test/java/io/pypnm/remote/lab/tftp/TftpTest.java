package io.pypnm.remote.lab.tftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.lab.tftp.TftpServer.Landing;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TftpTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(LOOPBACK, 0);

    private final TftpClient client = new TftpClient(Duration.ofSeconds(10), 3);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511, 512, 513, 1024, 7628})
    void fileArrivesAsItIs(int length) throws IOException {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        try (TftpServer server = TftpServer.start(directory, ANY_PORT, Landing.WHOLE)) {
            client.send(upload(server, "rxmer.bin", content));

            assertThat(directory.resolve("rxmer.bin")).hasBinaryContent(content);
            assertThat(directory)
                    .isDirectoryNotContaining(file -> file.toString().endsWith(".part"));
        }
    }

    @Test
    void pathBelowTheDirectoryIsTakenAndMissingOneRefused() throws IOException {
        Files.createDirectory(directory.resolve("pnm"));
        try (TftpServer server = TftpServer.start(directory, ANY_PORT, Landing.WHOLE)) {
            client.send(upload(server, "/pnm/a.bin", new byte[3]));

            assertThat(directory.resolve("pnm/a.bin")).hasSize(3);
            assertThatExceptionOfType(TftpException.class)
                    .isThrownBy(() -> client.send(upload(server, "/other/a.bin", new byte[3])))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(TftpException.FILE_NOT_FOUND));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../out.bin", "pnm/../../out.bin", "", "/"})
    void nameThatLeadsOutIsRefused(String name) throws IOException {
        try (TftpServer server = TftpServer.start(directory, ANY_PORT, Landing.WHOLE)) {
            assertThatExceptionOfType(TftpException.class)
                    .isThrownBy(() -> client.send(upload(server, name, new byte[3])))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(TftpException.ACCESS_VIOLATION));
            assertThat(directory).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @EnumSource(Landing.class)
    void fileUnderWayShowsOnlyWhereItLandsInPlace(Landing landing) throws Exception {
        var asked = new Semaphore(0);
        var goOn = new Semaphore(0);
        try (TftpServer server = TftpServer.start(directory, ANY_PORT, landing)) {
            CompletableFuture<Boolean> sent = new CompletableFuture<>();
            var upload = new TftpClient.Upload(
                    new InetSocketAddress(LOOPBACK, server.port()),
                    LOOPBACK,
                    "slow.bin",
                    ByteBuffer.allocate(1024),
                    Duration.ZERO,
                    () -> {
                        asked.release();
                        goOn.acquireUninterruptibly();
                        return true;
                    });
            Thread.ofVirtual().start(() -> sent.complete(succeeds(upload)));
            goOn.release();
            asked.acquire(2);

            assertThat(Files.exists(directory.resolve("slow.bin"))).isEqualTo(landing == Landing.IN_PLACE);
            goOn.release(2);

            assertThat(sent.get()).isTrue();
            assertThat(directory.resolve("slow.bin")).hasSize(1024);
        }
    }

    @Test
    void transferGivenUpLeavesNoFile() throws IOException {
        try (TftpServer server = TftpServer.start(directory, ANY_PORT, Landing.WHOLE)) {
            var upload = new TftpClient.Upload(
                    new InetSocketAddress(LOOPBACK, server.port()),
                    LOOPBACK,
                    "given-up.bin",
                    ByteBuffer.allocate(1024),
                    Duration.ZERO,
                    () -> false);

            assertThatIOException().isThrownBy(() -> client.send(upload)).withMessage("given up before block 1");
            assertThat(directory.resolve("given-up.bin")).doesNotExist();
        }
    }

    /// The first copy of every packet is lost, and the last acknowledgement too.
    @Test
    void lostPacketsAreSentAgain() throws Exception {
        var impatient = new TftpClient(Duration.ofMillis(20), 100);
        try (var deaf = new DatagramSocket(ANY_PORT);
                var transfer = new DatagramSocket(ANY_PORT)) {
            CompletableFuture<Boolean> sent = new CompletableFuture<>();
            var upload = new TftpClient.Upload(
                    new InetSocketAddress(LOOPBACK, deaf.getLocalPort()),
                    LOOPBACK,
                    "a.bin",
                    ByteBuffer.wrap(new byte[] {1, 2, 3}),
                    Duration.ZERO,
                    () -> true);
            Thread.ofVirtual().start(() -> {
                try {
                    impatient.send(upload);
                    sent.complete(true);
                } catch (IOException e) {
                    sent.completeExceptionally(e);
                }
            });

            receive(deaf);
            DatagramPacket request = receive(deaf);
            assertThat(Packet.decode(request)).isEqualTo(new Packet.Request(2, "a.bin", "octet"));
            answer(transfer, new Packet.Ack(0), request);
            receive(transfer);
            DatagramPacket data = receive(transfer);
            assertThat(Packet.decode(data)).isEqualTo(new Packet.Data(1, Octets.ofHex("010203")));
            answer(transfer, new Packet.Ack(1), data);

            assertThat(sent.get()).isTrue();
        }
    }

    @Test
    void silentServerEndsTheTransfer() throws IOException {
        var impatient = new TftpClient(Duration.ofMillis(5), 2);
        try (var deaf = new DatagramSocket(ANY_PORT)) {
            var upload = upload(deaf.getLocalPort(), "a.bin", new byte[3]);

            assertThatIOException().isThrownBy(() -> impatient.send(upload)).withMessageContaining("after 2 tries");
        }
    }

    @Test
    void nothingIsSentToAnotherMachine() {
        var upload = new TftpClient.Upload(
                new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 69),
                LOOPBACK,
                "a.bin",
                ByteBuffer.allocate(1),
                Duration.ZERO,
                () -> true);

        assertThatIOException().isThrownBy(() -> client.send(upload)).withMessageContaining("this machine alone");
    }

    private boolean succeeds(TftpClient.Upload upload) {
        try {
            client.send(upload);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static TftpClient.Upload upload(TftpServer server, String name, byte[] content) {
        return upload(server.port(), name, content);
    }

    private static TftpClient.Upload upload(int port, String name, byte[] content) {
        return new TftpClient.Upload(
                new InetSocketAddress(LOOPBACK, port),
                LOOPBACK,
                name,
                ByteBuffer.wrap(content),
                Duration.ZERO,
                () -> true);
    }

    private static DatagramPacket receive(DatagramSocket socket) throws IOException {
        var packet = new DatagramPacket(new byte[Packet.MAX_BYTES], Packet.MAX_BYTES);
        socket.receive(packet);
        return packet;
    }

    private static void answer(DatagramSocket socket, Packet packet, DatagramPacket to) throws IOException {
        byte[] bytes = packet.encode();
        socket.send(new DatagramPacket(bytes, bytes.length, to.getSocketAddress()));
    }
}
