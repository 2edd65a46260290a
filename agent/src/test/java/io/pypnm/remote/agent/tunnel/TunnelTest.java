package io.pypnm.remote.agent.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.pypnm.remote.agent.operation.Backoff;
import io.pypnm.remote.agent.ssh.login.SshHost;
import io.pypnm.remote.agent.ssh.login.SshLogin;
import io.pypnm.remote.agent.testing.SshPeer;
import io.pypnm.remote.agent.tunnel.TunnelConfig.Direction;
import io.pypnm.remote.agent.tunnel.TunnelConfig.Route;
import io.pypnm.remote.agent.tunnel.TunnelStatus.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A tunnel through OpenSSH's server, with an HTTP server behind it.
@Timeout(120)
@DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs sshd")
final class TunnelTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Tunnel.Timing QUICK =
            new Tunnel.Timing(Duration.ofSeconds(30), Duration.ofMillis(200), Duration.ofMillis(100), 3);

    @TempDir
    private Path folder;

    private SshPeer ssh;
    private HttpServer gateway;
    private Tunnel tunnel;
    /// The port at which somebody would use the tunnel. Both its hosts are this one.
    private int entrance;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        ssh = SshPeer.start(folder);
        gateway = http(0);
        tunnel = tunnel(route(Direction.THERE, 1, 1));
    }

    @AfterEach
    void stop() {
        tunnel.close();
        ssh.close();
        gateway.stop(0);
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void tunnelThatIsDownAtStartComesUpWhenItsServerDoes(Direction direction) throws Exception {
        ssh.sshd().kill();
        open(direction);
        awaitState(State.WAITING);
        assertThat(tunnel.status().lastError())
                .contains("no SSH session with " + ssh.login().host());

        ssh.sshd().start();

        awaitState(State.UP);
        assertThat(Probe.problem(entrance)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void tunnelComesBackWhenItsServerWasKilled(Direction direction) throws Exception {
        open(direction);
        awaitState(State.UP);

        ssh.sshd().kill();
        await().atMost(PATIENCE).until(() -> tunnel.status().state() != State.UP);
        ssh.sshd().start();

        awaitState(State.UP);
        assertThat(Probe.problem(entrance)).isEmpty();
        assertThat(tunnel.status().toString()).startsWith("gateway up since ").contains("(before: ");
    }

    /// The session alone would look well.
    @ParameterizedTest
    @EnumSource(Direction.class)
    void tunnelWithNobodyBehindItIsNotUp(Direction direction) throws Exception {
        open(direction);
        awaitState(State.UP);
        int port = gateway.getAddress().getPort();

        gateway.stop(0);
        await().atMost(PATIENCE)
                .until(() -> tunnel.status().state() == State.SILENT
                        || tunnel.status().state() == State.WAITING);
        gateway = http(port);

        awaitState(State.UP);
    }

    @Test
    void serverThatIsNotTrustedIsNamedWithTheRemedy() throws Exception {
        Files.delete(folder.resolve("known_hosts"));

        open(Direction.THERE);

        awaitState(State.WAITING);
        assertThat(tunnel.status().lastError()).endsWith("trust " + ssh.login().host());
    }

    @Test
    void portThatIsTakenIsNamed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            start(route(Direction.THERE, taken.getLocalPort(), 1));

            awaitState(State.WAITING);
            assertThat(tunnel.status().lastError())
                    .contains("port " + taken.getLocalPort())
                    .contains("in use");
        }
    }

    /// JSch breaks on such a packet, in whatever way: the tunnel's thread must not.
    @Test
    void serverThatSpeaksGarbageIsTriedAgain() throws Exception {
        var tries = new AtomicInteger();
        try (var garbage = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> speakGarbage(garbage, tries));
            var there = new SshLogin(
                    new SshHost("127.0.0.1", garbage.getLocalPort()),
                    ssh.login().user(),
                    ssh.login().key(),
                    false);

            Thread thread = start(new Route("gateway", there, Direction.THERE, 1, 1, Duration.ofSeconds(30), true));

            await().atMost(PATIENCE).until(() -> tries.get() >= 3);
            assertThat(thread.isAlive()).isTrue();
        }
    }

    private static void speakGarbage(ServerSocket server, AtomicInteger tries) {
        // A KEXINIT (RFC 4253 section 7.1) that ends behind its type.
        byte[] packet = {0, 0, 0, 12, 10, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        try {
            while (true) {
                try (Socket client = server.accept()) {
                    client.getOutputStream().write("SSH-2.0-OpenSSH_9.9\r\n".getBytes(StandardCharsets.US_ASCII));
                    client.getOutputStream().write(packet);
                    tries.incrementAndGet();
                    client.getInputStream().readAllBytes();
                }
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    @Test
    void closedTunnelEnds() throws Exception {
        Thread thread = open(Direction.THERE);
        awaitState(State.UP);

        tunnel.close();

        assertThat(thread.join(PATIENCE)).isTrue();
        await().atMost(PATIENCE).until(() -> ssh.sshd().connections() == 0);
    }

    private Thread open(Direction direction) throws IOException {
        entrance = freePort();
        int server = gateway.getAddress().getPort();
        return start(
                switch (direction) {
                    case THERE -> route(direction, entrance, server);
                    case BACK -> route(direction, server, entrance);
                });
    }

    private Route route(Direction direction, int localPort, int remotePort) {
        return new Route("gateway", ssh.login(), direction, localPort, remotePort, Duration.ofSeconds(30), true);
    }

    private Tunnel tunnel(Route route) {
        var backoff = new Backoff(Duration.ofMillis(10), Duration.ofMillis(500), new Random(1));
        return new Tunnel(route, ssh.sessions(), QUICK, System::nanoTime, InstantSource.system(), backoff, _ -> {});
    }

    private Thread start(Route route) {
        tunnel = tunnel(route);
        return Thread.ofVirtual().start(tunnel::run);
    }

    private void awaitState(State state) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> tunnel.status().state() == state);
    }

    private static HttpServer http(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
