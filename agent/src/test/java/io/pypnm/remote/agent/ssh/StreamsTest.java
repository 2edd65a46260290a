package io.pypnm.remote.agent.ssh;

import static io.pypnm.remote.agent.ssh.Bench.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.contracts.outcome.FailureCode;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Subsystems, shells and forwardings of OpenSSH's server.
@Timeout(120)
@DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs sshd")
final class StreamsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final byte SSH_FXP_INIT = 1;
    private static final byte SSH_FXP_VERSION = 2;

    @TempDir
    private static Path folder;

    private static Bench bench;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        bench = new Bench(folder, "Subsystem babble yes", "Subsystem deaf sleep 600");
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @Test
    void sftpAnswers() throws Exception {
        try (SshStreams sftp = bench.sessions().subsystem(bench.login(), "sftp", in(30))) {
            var out = new DataOutputStream(sftp.out());
            out.writeInt(5);
            out.writeByte(SSH_FXP_INIT);
            out.writeInt(3);
            out.flush();

            var in = new DataInputStream(sftp.in());
            assertThat(in.readInt()).isGreaterThanOrEqualTo(5);
            assertThat(in.readByte()).isEqualTo(SSH_FXP_VERSION);
            assertThat(in.readInt()).isEqualTo(3);
        }
    }

    @Test
    void readerOfASilentSubsystemIsFreedByTheDeadline() throws Exception {
        try (SshStreams sftp = bench.sessions().subsystem(bench.login(), "sftp", in(1))) {
            IOException end =
                    catchThrowableOfType(IOException.class, () -> sftp.in().read());

            assertThat(sftp.failure(end).code()).isEqualTo(FailureCode.RUN_FOR);
        }
    }

    @Test
    void writerToADeafSubsystemIsFreedByTheDeadline() throws Exception {
        try (SshStreams deaf = bench.sessions().subsystem(bench.login(), "deaf", in(1))) {
            byte[] much = new byte[16 << 20];
            OutputStream out = deaf.out();

            IOException end = catchThrowableOfType(IOException.class, () -> out.write(much));

            assertThat(deaf.failure(end).code()).isEqualTo(FailureCode.RUN_FOR);
        }
    }

    @Test
    void serverThatSaysMoreThanItWasAskedForIsNotKept() throws Exception {
        try (SshStreams babble = bench.sessions().subsystem(bench.login(), "babble", in(60))) {
            // Byte by byte, so slowly that the server is quicker.
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThatThrownBy(() -> babble.in().read())
                            .hasMessage("the server says more than it was asked for"));
        }
    }

    @Test
    void endOfTheServerIsTheEndOfTheStream() throws Exception {
        try (Bench fragile = new Bench(folder.resolve("fragile"));
                SshStreams sftp = fragile.sessions().subsystem(fragile.login(), "sftp", in(60))) {
            fragile.sshd.kill();

            assertThat(sftp.in().read()).isEqualTo(-1);
        }
    }

    @Test
    void shellDoesWhatIsTyped() throws Exception {
        var heard = new Heard();
        // Without a terminal: that takes a server that runs as root.
        try (SshShell shell = bench.sessions().shell(bench.login(), SshShell.Terminal.NONE, heard, in(30))) {
            shell.send("echo $((6 * 7))\n".getBytes(StandardCharsets.UTF_8), in(30));

            await().atMost(PATIENCE).until(() -> heard.text().contains("42\n"));
            assertThat(shell.isOpen()).isTrue();
            shell.send("exit\n".getBytes(StandardCharsets.UTF_8), in(30));
            await().atMost(PATIENCE).until(() -> heard.hasEnded);
            CommandFailedException gone =
                    catchThrowableOfType(CommandFailedException.class, () -> shell.send(new byte[] {'x'}, in(30)));
            assertThat(gone.code()).isEqualTo(FailureCode.UNREACHABLE);
        }
    }

    @Test
    void forwardingsCarryConnectionsBothWaysUntilTheSessionEnds() throws Exception {
        try (Bench fragile = new Bench(folder.resolve("tunnel"));
                var echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                SshTunnel tunnel = fragile.sessions().tunnel(fragile.login(), in(30))) {
            int local = freePort();
            int remote = freePort();
            Thread.ofVirtual().start(() -> echo(echo));

            tunnel.forwardLocal(local, "127.0.0.1", echo.getLocalPort());
            tunnel.forwardRemote(remote, echo.getLocalPort());

            assertThat(said(local)).isEqualTo('!');
            assertThat(said(remote)).isEqualTo('!');
            assertThat(tunnel.isUp()).isTrue();
            fragile.sshd.kill();
            assertThat(tunnel.awaitEnd(PATIENCE)).isTrue();
            assertThat(tunnel.isUp()).isFalse();
        }
    }

    @Test
    void portThatIsTakenHereIsNotForwarded() throws Exception {
        try (var taken = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                SshTunnel tunnel = bench.sessions().tunnel(bench.login(), in(30))) {
            int port = taken.getLocalPort();

            CommandFailedException failure =
                    catchThrowableOfType(CommandFailedException.class, () -> tunnel.forwardLocal(port, "127.0.0.1", 1));

            assertThat(failure.detail()).endsWith("port " + port + " of this host is in use");
        }
    }

    @Test
    void serverThatForbidsForwardingIsNamed() throws Exception {
        try (Bench strict = new Bench(folder.resolve("strict"), "PermitListen none");
                SshTunnel tunnel = strict.sessions().tunnel(strict.login(), in(30))) {
            CommandFailedException failure =
                    catchThrowableOfType(CommandFailedException.class, () -> tunnel.forwardRemote(8000, 1));

            assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_ERROR);
            assertThat(failure.detail()).isEqualTo(strict.host() + " does not open port 8000");
        }
    }

    private static int said(int port) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write('!');
            return socket.getInputStream().read();
        }
    }

    private static void echo(ServerSocket server) {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    socket.getOutputStream().write(socket.getInputStream().read());
                }
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// What a shell says.
    private static final class Heard implements ChannelSink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private volatile boolean hasEnded;

        @Override
        public void output(byte[] buffer, int offset, int length) {
            bytes.write(buffer, offset, length);
        }

        @Override
        public void errors(byte[] buffer, int offset, int length) {
            bytes.write(buffer, offset, length);
        }

        @Override
        public void ended() {
            hasEnded = true;
        }

        private String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
