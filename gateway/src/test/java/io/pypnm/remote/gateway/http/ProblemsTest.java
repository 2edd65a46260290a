package io.pypnm.remote.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.gateway.Commands;
import io.pypnm.remote.gateway.GatewayTest;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.RunningGateway.HttpReply;
import io.pypnm.remote.gateway.access.Role;
import io.pypnm.remote.gateway.http.RawHttp.Answered;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is not carried out is answered by a problem with a code, and tells strangers nothing.
@GatewayTest
class ProblemsTest {
    private static final String NO_SUCH = "/api/commands/01a207f5-619c-7bc3-a234-31d7796e92fa";

    @RegisterExtension
    final LogWatch log = new LogWatch();

    private static void assertProblem(HttpReply reply, int status, String code) {
        assertThat(reply.status()).as("%s", reply.raw().body()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.text("code")).isEqualTo(code);
        assertThat(reply.body().path("status").asInt()).isEqualTo(status);
        assertThat(reply.text("title")).isNotEmpty();
        assertThat(reply.header("Server")).isEmpty();
    }

    @Test
    void withoutAKeyNothingIsSaid(RunningGateway gateway) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(gateway.uri("/api/commands")).build();

        HttpReply reply = gateway.send(request);

        assertProblem(reply, 401, "UNAUTHENTICATED");
        assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer wrong",
                "Bearer",
                "Bearer ",
                "Basic YTpi",
                "Bearer key-of-adminx",
                "Bearer KEY-OF-ADMIN",
                "key-of-admin",
                "Bearer token-of-agent-000"
            })
    void wrongKeyIsRefused(String authorization, RunningGateway gateway) throws Exception {
        assertProblem(gateway.get("/api/commands", "Authorization", authorization), 401, "UNAUTHENTICATED");
        // A good key still works from here: the guard counts keys apart.
        assertThat(gateway.get("/api/commands").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/api/openapi.json"})
    void wrongKeyIsRefusedAlsoWhereNoneIsNeeded(String path, RunningGateway gateway) throws Exception {
        assertProblem(gateway.get(path, "Authorization", "Bearer wrong"), 401, "UNAUTHENTICATED");
    }

    @ParameterizedTest
    @CsvSource({
        "VIEWER, GET, /api/commands, 200",
        "VIEWER, GET, /api/agents, 200",
        "VIEWER, GET, /api/queues, 200",
        "VIEWER, GET, /metrics, 200",
        "VIEWER, POST, /api/agents/agent-000/commands, 403",
        "VIEWER, DELETE, " + NO_SUCH + ", 403",
        "VIEWER, POST, /api/agents/agent-000/takeover, 403",
        "OPERATOR, GET, /api/commands, 200",
        "OPERATOR, POST, /api/agents/agent-000/commands, 400",
        "OPERATOR, DELETE, " + NO_SUCH + ", 404",
        "OPERATOR, POST, /api/agents/agent-000/takeover, 403",
        "ADMIN, POST, /api/agents/agent-000/takeover, 404"
    })
    void roleAllowsWhatItIsFor(Role role, String method, String path, int status, RunningGateway gateway)
            throws Exception {
        HttpRequest request = gateway.request(path, "Authorization", "Bearer " + RunningGateway.key(role))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();

        HttpReply reply = gateway.send(request);

        assertThat(reply.status()).isEqualTo(status);
        if (status == 403) {
            assertProblem(reply, 403, "FORBIDDEN");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api",
                "/api/",
                "/API/commands",
                "/api/commands/x/y/z",
                "/index.html",
                "/ws/agent/",
                "/ws",
                NO_SUCH
            })
    void nothingElseIsThere(String path, RunningGateway gateway) throws Exception {
        assertProblem(gateway.get(path), 404, "NOT_FOUND");
    }

    @Test
    void wrongMethodIsToldWhichAreRight(RunningGateway gateway) throws Exception {
        HttpReply reply = gateway.send(gateway.request(NO_SUCH)
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build());

        assertProblem(reply, 405, "METHOD_NOT_ALLOWED");
        assertThat(reply.header("Allow")).contains("GET").contains("DELETE");
    }

    @Test
    void headIsGetWithoutItsContent(RunningGateway gateway) throws Exception {
        HttpReply head = gateway.send(gateway.request("/api/queues")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.raw().body()).isEmpty();
        assertThat(head.raw().headers().firstValueAsLong("Content-Length").orElse(0))
                .isPositive();
    }

    @Test
    void healthTellsStrangersNoMoreThanHowItIs(RunningGateway gateway) throws Exception {
        HttpReply stranger =
                gateway.send(HttpRequest.newBuilder(gateway.uri("/health")).build());
        HttpReply known = gateway.get("/health");

        assertThat(stranger.status()).isEqualTo(200);
        assertThat(stranger.text("status")).isEqualTo("up");
        assertThat(stranger.body().path("checks").findValuesAsText("name"))
                .contains("broker", "disk", "ledger", "ledger-disk", "outcomes", "expired", "dead", "agents");
        assertThat(stranger.body().path("checks").findValuesAsText("detail")).isEmpty();
        assertThat(known.body().path("checks").findValuesAsText("detail")).isNotEmpty();
    }

    @Test
    void metricsNeedAKeyAndHaveTheirNames(RunningGateway gateway) throws Exception {
        assertThat(gateway.send(HttpRequest.newBuilder(gateway.uri("/metrics")).build())
                        .status())
                .isEqualTo(401);

        String metrics = gateway.get("/metrics").raw().body();

        assertThat(metrics)
                .contains(
                        "pypnm_commands_accepted_total ",
                        "pypnm_commands_open ",
                        "pypnm_commands_ended_total{outcome=\"completed\"} ",
                        "pypnm_commands_ended_total{outcome=\"unknown\"} ",
                        "pypnm_outcomes_total{settlement=\"first\"} ",
                        "pypnm_outcomes_total{settlement=\"not_yours\"} ",
                        "pypnm_outcomes_damaged_total ",
                        "pypnm_agents_online ",
                        "pypnm_links_open ",
                        "pypnm_callers_waiting ",
                        "pypnm_queue_depth ",
                        "pypnm_queue_oldest_age_seconds ",
                        "pypnm_disk_used_percent ",
                        "pypnm_disk_free_bytes ",
                        "pypnm_broker_memory_bytes ",
                        "pypnm_ledger_changes_total ",
                        "pypnm_ledger_commits_total ",
                        "pypnm_ledger_refused_total ",
                        "pypnm_ledger_checkpoints_total ",
                        "pypnm_ledger_waiting ",
                        "pypnm_ledger_file_bytes ",
                        "pypnm_ledger_log_bytes ",
                        "jvm_memory_used_bytes{",
                        "process_files_open_files ");
        // Only what the gateway itself says of a command can find it delivered meanwhile.
        assertThat(metrics).doesNotContain("NaN").doesNotContain("settlement=\"delivered\"");
    }

    @Test
    void agentsPathByPlainHttpSaysThatItWantsAWebSocket(RunningGateway gateway) throws Exception {
        HttpReply reply = gateway.get("/ws/agent");

        assertThat(reply.status()).isEqualTo(426);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void webPageOfAnotherOriginIsNotLetIn(RunningGateway gateway) throws Exception {
        Answered answered = RawHttp.send(gateway.port(), """
                GET /ws/agent HTTP/1.1\r
                Host: localhost\r
                Origin: https://evil.example\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                Sec-WebSocket-Version: 13\r
                \r
                """);

        assertThat(answered.status()).isEqualTo(403);
        assertThat(answered.text()).contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nA: LONG\r\n\r\n",
                "GET /LONG HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "LONG / HTTP/1.1\r\nHost: x\r\n\r\n"
            })
    void headersAboveTheLimitAreRefusedBeforeTheyAreRead(String request, RunningGateway gateway) throws Exception {
        Answered answered = RawHttp.send(gateway.port(), request.replace("LONG", "x".repeat(100_000)));

        assertThat(answered.status()).isIn(400, 414, 431);
        assertThat(answered.text()).doesNotContainIgnoringCase("jetty").doesNotContain("at org.");
    }

    /// A client that is not told sends its next request where nobody reads it.
    @ParameterizedTest
    @ValueSource(strings = {"/api/no-such", "/ws/agent", "/api/agents/x/commands"})
    void answerBeforeTheContentCameSaysThatItEndsTheConnection(String path, RunningGateway gateway) throws Exception {
        Answered answered =
                RawHttp.send(gateway.port(), "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n");

        assertThat(answered.status()).isBetween(400, 499);
        assertThat(answered.text()).containsIgnoringCase("\r\nConnection: close\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/commands HTTP/1.1\r\nConnection: close\r\n\r\n",
                "GET /api/%2e%2e/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /api/%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /api/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /a%2fb HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET http://x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "CONNECT x:80 HTTP/1.1\r\nHost: x:80\r\nConnection: close\r\n\r\n",
                "TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET / HTTP/3.0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "PUT /api/claims/../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                "PUT /api/claims/..%2f..%2fx HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                "PUT /api/claims/%2e%2e/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                "PUT /api/claims/..;/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "CONNECT\naccept-version:1.2\n\n\0"
            })
    void requestThatMakesNoSenseGetsAnErrorAndNoStack(String request, RunningGateway gateway) throws Exception {
        Answered answered = RawHttp.send(gateway.port(), request);

        assertThat(answered.status()).isBetween(400, 505).isNotEqualTo(500);
        assertThat(answered.text()).doesNotContainIgnoringCase("jetty").doesNotContain("Exception");
        assertThat(gateway.get("/health").status()).isEqualTo(200);
    }

    @Test
    void idempotencyKeyThatIsNotPrintableIsABadRequest(RunningGateway gateway) throws Exception {
        String head =
                "POST /api/agents/" + gateway.newAgent() + "/commands HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Authorization: Bearer " + RunningGateway.key(Role.ADMIN) + "\r\nContent-Length: "
                        + Commands.GET.length() + "\r\nIdempotency-Key: \u00e4\r\n\r\n";

        Answered answered = RawHttp.send(gateway.port(), head + Commands.GET);

        assertThat(answered.status()).isEqualTo(400);
        assertThat(answered.text()).contains("BAD_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/commands/LONG", "/api/commands/LONG/outcome", "/api/agents/LONG"})
    void idThatIsTooLongIsABadRequest(String path, RunningGateway gateway) throws Exception {
        HttpReply reply = gateway.get(path.replace("LONG", "a".repeat(4000)));

        assertProblem(reply, 400, "BAD_REQUEST");
        assertThat(reply.raw().body()).hasSizeLessThan(1000);
    }

    @Test
    void longTextOfARequestIsNotSentBackWhole(RunningGateway gateway) throws Exception {
        String name = "x".repeat(500_000);

        HttpReply reply = gateway.post(
                "/api/agents/" + gateway.newAgent() + "/commands", "{\"command\":\"" + name + "\",\"params\":{}}");

        assertProblem(reply, 400, "UNKNOWN_COMMAND");
        assertThat(reply.raw().body()).hasSizeLessThan(2000);
    }
}
