package io.pypnm.remote.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.RawWebSocket;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.RunningGateway.HttpReply;
import io.pypnm.remote.gateway.RunningGateway.Setup;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Where a request comes from decides who is slowed down for guessing, so it is not for the client to say.
class ForwardedTest {
    private static final int FREE_FAILURES = 10;

    @RegisterExtension
    final LogWatch log = new LogWatch();

    @TempDir
    Path data;

    private static HttpReply guess(RunningGateway gateway, String from) throws Exception {
        return gateway.get("/api/commands", "Authorization", "Bearer guess", "X-Forwarded-For", from);
    }

    @Test
    void clientThatSaysItComesFromElsewhereIsSlowedDownAllTheSame() throws Exception {
        try (var gateway = RunningGateway.start(data)) {
            for (int i = 0; i < FREE_FAILURES; i++) {
                assertThat(guess(gateway, "192.0.2." + i).status()).isEqualTo(401);
            }

            HttpReply slowed = guess(gateway, "192.0.2.99");

            assertThat(slowed.status()).isEqualTo(429);
            assertThat(slowed.text("code")).isEqualTo("TOO_MANY_REQUESTS");
            assertThat(slowed.header("Retry-After")).isNotEmpty();
        }
    }

    @Test
    void proxyIsBelievedWhereTheOperatorSaysThatThereIsOne() throws Exception {
        try (var gateway = RunningGateway.start(data, Setup.standard().with(behindProxy()))) {
            for (int i = 0; i < FREE_FAILURES; i++) {
                assertThat(guess(gateway, "192.0.2.1").status()).isEqualTo(401);
            }

            assertThat(guess(gateway, "192.0.2.1").status()).isEqualTo(429);
            assertThat(guess(gateway, "192.0.2.2").status()).isEqualTo(401);
            AgentId id = gateway.newAgent();
            try (var agent =
                    RawWebSocket.open(gateway.port(), 64 * 1024, "v12.stomp", "X-Forwarded-For: 198.51.100.7\r\n")) {
                agent.text("CONNECT\naccept-version:1.2\nhost:h\nlogin:" + id + "\npasscode:" + RunningGateway.token(id)
                        + "\n\n\0");
                assertThat(agent.read().text()).startsWith("CONNECTED");
                assertThat(gateway.agentInfo(id).path("source").asText()).isEqualTo("198.51.100.7");
            }
        }
    }

    private static HttpConfig behindProxy() {
        HttpConfig standard = HttpConfig.loopback(0);
        return new HttpConfig(
                standard.host(),
                standard.port(),
                true,
                standard.allowedOrigins(),
                standard.maxHeaderBytes(),
                standard.maxBodyBytes(),
                standard.maxClaimPart(),
                standard.maxConnections(),
                standard.maxNewPerSource(),
                standard.idle(),
                standard.stopWithin());
    }
}
