package io.pypnm.remote.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pypnm.remote.gateway.ApiContract;
import io.pypnm.remote.gateway.GatewayTest;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.RunningGateway.HttpReply;
import io.pypnm.remote.gateway.dispatch.Explain.Explanation;
import io.pypnm.remote.gateway.http.Problem;
import io.pypnm.remote.gateway.http.Route;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The gateway is what its OpenAPI document says. That each single answer fits its schema is checked wherever a test
/// gets one, by [RunningGateway#send].
@GatewayTest
class OpenApiTest {
    @RegisterExtension
    final LogWatch log = new LogWatch();

    @Test
    void documentIsServedToAnyone(RunningGateway gateway) throws Exception {
        HttpReply reply = gateway.send(
                HttpRequest.newBuilder(gateway.uri("/api/openapi.json")).build());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(new ObjectMapper().readTree(reply.raw().body())).isEqualTo(ApiContract.document());
    }

    /// With who may use it.
    @Test
    void everyRouteIsInTheDocumentAndTheOtherWayRound(RunningGateway gateway) {
        List<String> documented = new ArrayList<>();
        ApiContract.document()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> documented.add(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey() + " for "
                                        + operation.getValue().path("x-role").asText("anyone"))));

        assertThat(gateway.routes().stream().map(OpenApiTest::describe))
                .containsExactlyInAnyOrderElementsOf(documented);
    }

    private static String describe(Route route) {
        String who = switch (route.access()) {
            case Route.Access.Open() -> "anyone";
            case Route.Access.Needs needs -> needs.role().wireName();
        };
        return route.method() + " " + route.pattern() + " for " + who;
    }

    @Test
    void codesAreThoseOfTheDocument() {
        assertThat(enumeration("/components/schemas/ProblemCode/enum"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Problem.Code.values()).map(Enum::name).toList());
        assertThat(enumeration("/components/schemas/Waiting/properties/code/enum"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Explanation.Code.values()).map(Enum::name).toList());
    }

    private static Stream<String> enumeration(String place) {
        return StreamSupport.stream(ApiContract.document().at(place).spliterator(), false)
                .map(JsonNode::textValue);
    }
}
