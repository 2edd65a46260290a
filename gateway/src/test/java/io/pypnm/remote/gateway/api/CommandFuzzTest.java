package io.pypnm.remote.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.CommandKind;
import io.pypnm.remote.gateway.Commands;
import io.pypnm.remote.gateway.GatewayTest;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.RunningGateway.HttpReply;
import io.pypnm.remote.gateway.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Whatever a caller sends, it is either accepted and counted, or refused by a problem that says it was not.
@GatewayTest
class CommandFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Parameters that no golden sample of the kind's name has.
    private static final Map<CommandKind, String> MORE = Map.of(
            CommandKind.SNMP_GET, "{\"target_role\":\"cm\"}",
            CommandKind.SNMP_BULK_GET, "{\"credential\":\"lab\"}",
            CommandKind.SNMP_WALK, "{\"community\":\"c\"}",
            CommandKind.DESCRIBE, "{\"unknown\":1}");

    /// What a field may hold instead.
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e5",
            "1e400",
            "-1e-400",
            "9223372036854775808",
            "\"\"",
            "\" \"",
            "\"1\"",
            "\"***\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\r\\n\\r\\n\"",
            "\"" + "x".repeat(100_000) + "\"",
            "\"" + "1.".repeat(200) + "1\"",
            "[]",
            "[null]",
            "[[[[[[[[[[[[]]]]]]]]]]]]",
            "{}",
            "{\"oid\":null}");

    @RegisterExtension
    final LogWatch log = new LogWatch();

    @Test
    void eachFieldOfEachCommandMayHoldAnythingAndTheSumAddsUp(RunningGateway gateway) throws Exception {
        Set<String> bodies = new LinkedHashSet<>();
        for (CommandKind kind : CommandKind.values()) {
            ObjectNode whole = whole(kind);
            bodies.add(whole.toString());
            vary(whole, whole, bodies);
        }
        assertThat(bodies).hasSizeGreaterThan(1000);

        send(gateway, bodies);
    }

    @Test
    void bytesInAnyOrderAreTakenOrRefused(RunningGateway gateway) throws Exception {
        Random random = new Random(20261123);
        Set<String> bodies = new LinkedHashSet<>();
        while (bodies.size() < 500) {
            StringBuilder body = new StringBuilder(random.nextBoolean() ? Commands.GET : Commands.SET);
            for (int i = random.nextInt(3); i >= 0; i--) {
                int at = random.nextInt(body.length());
                body.replace(
                        at,
                        at + random.nextInt(3),
                        random.nextBoolean() ? "" : "{}[]\":,0e-\\u".substring(random.nextInt(11)));
            }
            bodies.add(body.toString());
        }

        send(gateway, bodies);
    }

    /// One of the kind, with every field there is.
    private static ObjectNode whole(CommandKind kind) throws IOException {
        try (InputStream sample = Command.class.getResourceAsStream(
                "/io/pypnm/remote/contracts/golden/commands/" + kind.wireName() + ".json")) {
            ObjectNode whole = (ObjectNode) JSON.readTree(sample);
            whole.put("lane", "bulk").put("start_by_seconds", 60).put("run_for_seconds", 30);
            JSON.readerForUpdating(whole.get("params")).readTree(MORE.getOrDefault(kind, "{}"));
            return whole;
        }
    }

    /// Adds the body with one field after another left out, or holding something else, in any depth.
    private static void vary(ObjectNode body, JsonNode within, Set<String> bodies) throws IOException {
        switch (within) {
            case ObjectNode object -> {
                for (String name : names(object)) {
                    JsonNode own = object.remove(name);
                    bodies.add(body.toString());
                    for (String value : VALUES) {
                        object.putRawValue(name, new RawValue(value));
                        bodies.add(body.toString());
                    }
                    object.set(name, own);
                    vary(body, own, bodies);
                }
            }
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    JsonNode own = array.get(i);
                    for (String value : VALUES) {
                        array.setRawValue(i, new RawValue(value));
                        bodies.add(body.toString());
                    }
                    array.set(i, own);
                    vary(body, own, bodies);
                }
            }
            default -> {}
        }
    }

    private static List<String> names(ObjectNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static void send(RunningGateway gateway, Set<String> bodies) throws Exception {
        AgentId agent = gateway.newAgent();
        long accepted = 0;
        try (ExecutorService callers =
                Executors.newFixedThreadPool(32, Thread.ofVirtual().factory())) {
            List<Future<HttpReply>> replies = new ArrayList<>();
            for (String body : bodies) {
                replies.add(callers.submit(() -> gateway.post("/api/agents/" + agent + "/commands", body)));
            }
            for (Future<HttpReply> reply : replies) {
                // That each fits the OpenAPI document has been checked where it was received. A second measurement of a
                // modem that is being measured is a conflict.
                assertThat(reply.get().status())
                        .as("%s", reply.get().raw().body())
                        .isIn(202, 400, 409, 413);
                accepted += reply.get().status() == 202 ? 1 : 0;
            }
        }
        assertThat(accepted).isPositive().isLessThan(bodies.size());
        assertThat(gateway.get("/api/commands?limit=1000&agent=" + agent).body().path("commands"))
                .hasSize(Math.toIntExact(accepted));
        try (Store store = gateway.store()) {
            assertThat(store.ledger().addsUp()).isTrue();
        }
    }
}
