package io.pypnm.remote.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.gateway.Commands;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.ProbeAgent;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.RunningGateway.HttpReply;
import io.pypnm.remote.gateway.RunningGateway.Setup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections on which nothing is said, on a port with little patience.
class IdleTest {
    private static final int MAX_NEW = 30;
    private static final Duration IDLE = Duration.ofMillis(700);

    @TempDir
    static Path data;

    private static RunningGateway gateway;

    @RegisterExtension
    final LogWatch log = new LogWatch();

    @BeforeAll
    static void start() throws Exception {
        HttpConfig standard = HttpConfig.loopback(0);
        var impatient = new HttpConfig(
                standard.host(),
                standard.port(),
                standard.behindProxy(),
                standard.allowedOrigins(),
                standard.maxHeaderBytes(),
                standard.maxBodyBytes(),
                standard.maxClaimPart(),
                standard.maxConnections(),
                MAX_NEW,
                IDLE,
                standard.stopWithin());
        gateway = RunningGateway.start(data, Setup.standard().with(impatient));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void callerMayWaitLongerThanAConnectionMayBeIdle() throws Exception {
        CommandId command = gateway.submit(gateway.newAgent(), Commands.SET);

        HttpReply reply = gateway.get("/api/commands/" + command, "Prefer", "wait=2");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("state")).isEqualTo("queued");
    }

    @Test
    void agentMayBeQuietLongerThanAConnectionMayBeIdle() throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {
            assertThat(agent.nextWithin(IDLE.multipliedBy(3))).isEmpty();

            gateway.submit(agent.id(), Commands.GET);

            agent.complete(agent.next());
        }
    }

    /// Jetty's idle timeout begins anew with each byte.
    @Test
    void clientThatSendsAByteNowAndThenIsCutOff() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            Awaitility.await().pollInterval(IDLE.dividedBy(7)).until(() -> isCutAfter(socket, 'x'));
        }
    }

    private static boolean isCutAfter(Socket socket, int next) {
        try {
            socket.getOutputStream().write(next);
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    @Test
    void clientsOfOneAddressThatAskForNothingLeaveRoomForOthers() throws Exception {
        Awaitility.await().until(() -> isOneMoreThanMayBeEnded());

        // Those that have asked are not counted.
        assertThat(gateway.get("/health").status()).isEqualTo(200);
    }

    private static boolean isOneMoreThanMayBeEnded() throws IOException {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < MAX_NEW; i++) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), gateway.port()));
            }
            return isEndedAtOnce();
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    private static boolean isEndedAtOnce() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(Math.toIntExact(IDLE.dividedBy(4).toMillis()));
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (SocketException _) {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET / HTTP/1.1\r\nHost",
                "POST /api/commands HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n"
            })
    void clientThatStopsHalfwayIsCutOff(String start) throws Exception {
        long since = System.nanoTime();

        RawHttp.send(gateway.port(), start);

        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(10));
    }
}
