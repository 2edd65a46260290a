package io.pypnm.remote.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.gateway.Commands;
import io.pypnm.remote.gateway.GatewayTest;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.ProbeAgent;
import io.pypnm.remote.gateway.ProbeAgent.Delivered;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.RunningGateway.HttpReply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@GatewayTest
class CommandsApiTest {
    @RegisterExtension
    final LogWatch log = new LogWatch();

    private static String commandsOf(AgentId agent) {
        return "/api/agents/" + agent + "/commands";
    }

    @Test
    void acceptedCommandIsAnsweredAtOnceWithWhereToAsk(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();

        HttpReply reply = gateway.post(commandsOf(id), Commands.GET);

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.header("Location")).isEqualTo("/api/commands/" + reply.text("id"));
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.text("agent")).isEqualTo(id.value());
        assertThat(reply.text("kind")).isEqualTo("snmp_get");
        assertThat(reply.text("effect")).isEqualTo("read");
        assertThat(reply.text("lane")).isEqualTo("interactive");
        assertThat(reply.text("target")).isEqualTo("127.0.0.1");
        assertThat(reply.text("caller")).isEqualTo("admin");
        assertThat(reply.body().path("request").path("command").asText()).isEqualTo("snmp_get");
        assertThat(reply.body().has("outcome")).isFalse();
        Instant acceptedAt = Instant.parse(reply.text("accepted_at"));
        assertThat(Instant.parse(reply.text("start_by"))).isEqualTo(acceptedAt.plusSeconds(60));
    }

    @Test
    void callerWhoPrefersToWaitGetsTheOutcomeAsSoonAsItIsThere(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {
            var reply = new CompletableFuture<HttpReply>();
            Thread.ofVirtual().start(() -> {
                try {
                    reply.complete(gateway.post(
                            commandsOf(agent.id()), Commands.GET, "Prefer", "respond-async, wait=60; foo=bar"));
                } catch (IOException | InterruptedException e) {
                    reply.completeExceptionally(e);
                }
            });

            agent.complete(agent.next());

            assertThat(reply.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
            assertThat(reply.get().body().path("outcome").path("outcome").asText())
                    .isEqualTo("completed");
        }
    }

    @Test
    void waitGivenUpIsNoFailureAndChangesNothing(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {
            HttpReply reply = gateway.post(commandsOf(agent.id()), Commands.GET, "Prefer", "wait=1");

            assertThat(reply.status()).isEqualTo(202);
            assertThat(reply.body().path("waiting").path("code").asText()).isEqualTo("AT_AGENT");
            agent.complete(agent.next());
            assertThat(gateway.outcome(CommandId.parse(reply.text("id")))
                            .path("outcome")
                            .asText())
                    .isEqualTo("completed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=x", "wait=1.5", "wait=", "wait=99999999999999999999"})
    void waitThatIsNoNumberIsABadRequest(String prefer, RunningGateway gateway) throws Exception {
        HttpReply reply = gateway.post(commandsOf(gateway.newAgent()), Commands.GET, "Prefer", prefer);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("BAD_REQUEST");
    }

    @Test
    void callerChoosesLaneAndDeadlines(RunningGateway gateway) throws Exception {
        String command = Commands.SET.replaceFirst(
                "\\{", "{\"lane\":\"long\",\"start_by_seconds\":86400,\"run_for_seconds\":3600,");

        HttpReply reply = gateway.post(commandsOf(gateway.newAgent()), command);

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.text("lane")).isEqualTo("long");
        assertThat(reply.body().path("run_for_seconds").asInt()).isEqualTo(3600);
        assertThat(Instant.parse(reply.text("start_by")))
                .isEqualTo(Instant.parse(reply.text("accepted_at")).plusSeconds(86_400));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"lane\":\"fast\"",
                "\"lane\":1",
                "\"lane\":null",
                "\"start_by_seconds\":0",
                "\"start_by_seconds\":86401",
                "\"start_by_seconds\":-5",
                "\"start_by_seconds\":\"60\"",
                "\"start_by_seconds\":1e99",
                "\"start_by_seconds\":null",
                "\"run_for_seconds\":0.5",
                "\"run_for_seconds\":3601"
            })
    void whatIsOutOfBoundsIsRefusedBeforeAnythingIsAccepted(String field, RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();

        HttpReply reply = gateway.post(commandsOf(id), Commands.GET.replaceFirst("\\{", "{" + field + ","));

        assertThat(reply.status()).as("%s", reply.raw().body()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("BAD_REQUEST");
        assertThat(gateway.get("/api/commands?agent=" + id).body().path("commands"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\"x\"",
                "{} {}",
                "{\"command\":\"snmp_get\"}",
                "{\"command\":5}",
                "{\"params\":{}}",
                "{\"command\":\"ping\",\"command\":\"ping\",\"params\":{\"target_ip\":\"127.0.0.1\"}}",
                "{\"command\":\"ping\",\"params\":{\"target_ip\":\"127.0.0.1\",\"target_ip\":\"127.0.0.2\"}}",
                "{\"command\":\"ping\",\"params\":{\"target_ip\":\"not an address\"}}",
                "{\"command\":\"ping\",\"params\":{\"target_ip\":\"127.0.0.1\",\"count\":21}}",
                "{\"command\":\"snmp_get\",\"params\":{\"target_ip\":\"127.0.0.1\",\"oids\":[]}}",
                "{'command':'ping'}",
                "\u0000"
            })
    void bodyThatIsNoCommandIsABadRequest(String body, RunningGateway gateway) throws Exception {
        HttpReply reply = gateway.post(commandsOf(gateway.newAgent()), body);

        assertThat(reply.status()).as("%s", reply.raw().body()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("BAD_REQUEST");
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void deeplyNestedBodyIsABadRequest(RunningGateway gateway) throws Exception {
        String body = "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000);

        assertThat(gateway.post(commandsOf(gateway.newAgent()), body).status()).isEqualTo(400);
    }

    @Test
    void unknownCommandIsNamedAsSuch(RunningGateway gateway) throws Exception {
        HttpReply reply = gateway.post(commandsOf(gateway.newAgent()), "{\"command\":\"make_coffee\",\"params\":{}}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("UNKNOWN_COMMAND");
        assertThat(reply.text("detail")).contains("make_coffee");
    }

    @Test
    void bodyUpToTheLimitIsReadAndOneByteMoreIsNot(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        int limit = 512 * 1024;
        String padding = " ".repeat(limit - Commands.GET.length());

        assertThat(gateway.post(commandsOf(id), Commands.GET + padding).status())
                .isEqualTo(202);
        HttpReply tooLarge = gateway.post(commandsOf(id), Commands.GET + padding + " ");

        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(tooLarge.text("code")).isEqualTo("BODY_TOO_LARGE");
    }

    @Test
    void chunkedBodyIsReadLikeAnyAndHeldToTheSameLimit(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        byte[] small = Commands.GET.getBytes(StandardCharsets.UTF_8);
        byte[] large = (Commands.GET + " ".repeat(512 * 1024)).getBytes(StandardCharsets.UTF_8);

        assertThat(gateway.send(chunked(gateway, id, small)).status()).isEqualTo(202);
        assertThat(gateway.send(chunked(gateway, id, large)).status()).isEqualTo(413);
    }

    private static HttpRequest chunked(RunningGateway gateway, AgentId agent, byte[] body) {
        return gateway.request(commandsOf(agent))
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build();
    }

    @Test
    void largestCommandReachesItsAgent(RunningGateway gateway) throws Exception {
        String oid = "1.3.6.1.2.1.2.2.1.10.4294967295.4294967295.42949";
        String oids = IntStream.range(0, 4096).mapToObj(i -> "\"" + oid + "\"").collect(Collectors.joining(","));
        String command =
                "{\"command\":\"snmp_bulk_get\",\"params\":{\"target_ip\":\"127.0.0.1\",\"oids\":[" + oids + "]}}";
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {
            CommandId id = gateway.submit(agent.id(), command);

            Delivered delivered = agent.next();

            assertThat(delivered.id()).isEqualTo(id);
            assertThat(delivered.frame().body().length).isBetween(200 * 1024, 256 * 1024);
            agent.complete(delivered);
            assertThat(gateway.outcome(id).path("outcome").asText()).isEqualTo("completed");
        }
    }

    /// It must fit into a frame, and a queue of such must not fill at once.
    @Test
    void commandLargerThanMayTravelIsRefused(RunningGateway gateway) throws Exception {
        String value = "00".repeat(2000);
        String varBinds = IntStream.range(0, 100)
                .mapToObj(
                        i -> "{\"oid\":\"1.3.6.1.2.1.1." + i + "\",\"type\":\"OctetString\",\"hex\":\"" + value + "\"}")
                .collect(Collectors.joining(","));
        String command =
                "{\"command\":\"snmp_set\",\"params\":{\"target_ip\":\"127.0.0.1\",\"varbinds\":[" + varBinds + "]}}";

        HttpReply reply = gateway.post(commandsOf(gateway.newAgent()), command);

        assertThat(reply.status()).as("%s", reply.raw().body()).isEqualTo(413);
        assertThat(reply.text("code")).isEqualTo("BODY_TOO_LARGE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody-here", "-x", "UPPER", "a.b", "%2e%2e", "a%20b", "x%00"})
    void commandForAnAgentThereIsNotIsRefused(String agent, RunningGateway gateway) throws Exception {
        HttpReply reply = gateway.post("/api/agents/" + agent + "/commands", Commands.GET);

        assertThat(reply.status()).isBetween(400, 404);
        assertThat(reply.text("code")).isIn("NOT_FOUND", "BAD_REQUEST");
    }

    @Test
    void traceparentIsPassedOnAndAnythingElseOfThatNameIsNot(RunningGateway gateway) throws Exception {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 2)) {
            gateway.submit(agent.id(), Commands.GET, "traceparent", trace);
            gateway.submit(agent.id(), Commands.GET, "traceparent", "x".repeat(55));

            assertThat(agent.next().header(WireHeaders.TRACEPARENT)).isEqualTo(trace);
            assertThat(agent.next().frame().headers().first(WireHeaders.TRACEPARENT))
                    .isEmpty();
        }
    }

    @Test
    void listShowsTheNewestFirstPageByPage(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            newestFirst.addFirst(gateway.submit(id, Commands.GET).toString());
        }

        List<String> seen = new ArrayList<>();
        String page = "/api/commands?limit=2&agent=" + id;
        JsonNode first = gateway.get(page).body();
        JsonNode second = gateway.get(
                        page + "&before=" + first.path("next_before").asText())
                .body();
        JsonNode third = gateway.get(
                        page + "&before=" + second.path("next_before").asText())
                .body();
        for (JsonNode body : List.of(first, second, third)) {
            body.path("commands").forEach(command -> seen.add(command.path("id").asText()));
        }

        assertThat(seen).isEqualTo(newestFirst);
        assertThat(third.has("next_before")).isFalse();
    }

    @Test
    void listIsNarrowedByStateAndTarget(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {
            CommandId done = gateway.submit(agent.id(), Commands.GET);
            agent.complete(agent.next());
            gateway.outcome(done);
            CommandId open = gateway.submit(agent.id(), Commands.GET.replace("127.0.0.1", "127.0.0.9"));
            CommandId cancelled = gateway.submit(agent.id(), Commands.GET);
            gateway.delete("/api/commands/" + cancelled);
            String all = "/api/commands?agent=" + agent.id();

            assertThat(ids(gateway.get(all + "&state=completed"))).containsExactly(done.toString());
            assertThat(ids(gateway.get(all + "&state=open"))).containsExactly(open.toString());
            assertThat(ids(gateway.get(all + "&state=cancelled"))).containsExactly(cancelled.toString());
            assertThat(ids(gateway.get(all + "&target=127.0.0.9"))).containsExactly(open.toString());
            assertThat(ids(gateway.get(all + "&target=::ffff:127.0.0.9"))).containsExactly(open.toString());
            assertThat(ids(gateway.get(all + "&state=failed"))).isEmpty();
        }
    }

    private static List<String> ids(HttpReply list) {
        List<String> ids = new ArrayList<>();
        list.body()
                .path("commands")
                .forEach(command -> ids.add(command.path("id").asText()));
        return ids;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=1001",
                "limit=-1",
                "limit=x",
                "state=done",
                "agent=UPPER",
                "target=modem-7",
                "target=127.1",
                "target=0.0.0.0",
                "before=x",
                "before=00000000-0000-0000-0000-000000000000",
                "agent=%zz"
            })
    void filterOutOfBoundsIsABadRequest(String query, RunningGateway gateway) throws Exception {
        HttpReply reply = gateway.get("/api/commands?" + query.replace("%zz", "%25zz"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("BAD_REQUEST");
    }

    @Test
    void outcomeAloneIsServedOnceThereIsOne(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {
            CommandId command = gateway.submit(agent.id(), Commands.GET);
            String path = "/api/commands/" + command + "/outcome";
            assertThat(gateway.get(path).status()).isEqualTo(404);
            agent.complete(agent.next());
            gateway.outcome(command);

            HttpReply outcome = gateway.get(path);

            assertThat(outcome.raw().body().getBytes(StandardCharsets.UTF_8)).isEqualTo(ProbeAgent.completed(command));
        }
    }
}
