package io.pypnm.remote.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pypnm.remote.contracts.command.CommandKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The OpenAPI document says what the code does: the same names, bounds and samples. That the gateway does what the
/// document says is tested with a running gateway.
class OpenApiTest {
    private static final ApiDocument API = ApiDocument.load();
    private static final Golden COMMANDS = Golden.in("commands");
    private static final Golden OUTCOMES = Golden.in("outcomes");
    private static final Golden VALUES = Golden.in("values");
    private static final Golden REFUSED = Golden.in("refused");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "head", "patch", "options");
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)}");

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void documentIsOpenApi31OfThisContract() {
        assertThat(API.at("/openapi").textValue()).isEqualTo("3.1.0");
        assertThat(API.at("/info/version").textValue()).isEqualTo(WireHeaders.CONTRACT_VERSION);
    }

    @Test
    void everyReferenceLeadsToAComponentAndEveryComponentIsReferredTo() {
        Set<String> referred = API.places("$ref").stream()
                .map(place -> API.at(place).textValue().substring(1))
                .collect(Collectors.toSet());

        referred.forEach(API::at);
        Set<String> components = new HashSet<>();
        for (String family : List.of("schemas", "parameters", "headers", "responses")) {
            API.at("/components/" + family)
                    .fieldNames()
                    .forEachRemaining(
                            name -> components.add("/components/" + family + "/" + ApiDocument.escaped(name)));
        }
        assertThat(referred).isEqualTo(components);
    }

    static List<String> operations() {
        List<String> operations = new ArrayList<>();
        API.at("/paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method ->
                                operations.add("/paths/" + ApiDocument.escaped(path.getKey()) + "/" + method)));
        return operations;
    }

    @Test
    void operationsHaveIdsOfTheirOwn() {
        assertThat(operations())
                .extracting(place -> API.at(place + "/operationId").textValue())
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[a-z][A-Za-z]+"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void operationIsWholeAndSaysWhoMayAndWhatCanGoWrong(String place) {
        JsonNode operation = API.at(place);
        JsonNode security = operation.has("security") ? operation.get("security") : API.at("/security");

        assertThat(METHODS).contains(place.substring(place.lastIndexOf('/') + 1));
        assertThat(operation.at("/summary").textValue()).isNotBlank();
        assertThat(StreamSupport.stream(API.at("/tags").spliterator(), false)
                        .map(tag -> tag.get("name").textValue()))
                .contains(operation.at("/tags/0").textValue());
        assertThat(operation.get("responses").has("500")).isTrue();
        assertThat(operation.get("responses").has("401")).isEqualTo(!security.isEmpty());
        for (JsonNode way : security) {
            way.fieldNames().forEachRemaining(name -> API.at("/components/securitySchemes/" + name));
            assertThat(operation.has("x-role")).isEqualTo(way.has("apiKey"));
        }
        assertThat(pathParameters(operation)).isEqualTo(variables(place));
    }

    private static Set<String> pathParameters(JsonNode operation) {
        return StreamSupport.stream(operation.path("parameters").spliterator(), false)
                .map(parameter -> parameter.has("$ref")
                        ? API.at(parameter.get("$ref").textValue().substring(1))
                        : parameter)
                .filter(parameter -> parameter.get("in").textValue().equals("path"))
                .map(parameter -> parameter.get("name").textValue())
                .collect(Collectors.toSet());
    }

    private static Set<String> variables(String place) {
        return VARIABLE.matcher(place).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    static Set<String> commands() throws IOException {
        return COMMANDS.names();
    }

    static Set<String> outcomes() throws IOException {
        return OUTCOMES.names();
    }

    static Set<String> values() throws IOException {
        return VALUES.names();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void sampleOfACommandFitsItsSchema(String name) throws IOException {
        assertThat(API.problems("CommandRequest", json.readTree(COMMANDS.read(name))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void sampleOfAnOutcomeFitsItsSchema(String name) throws IOException {
        assertThat(API.problems("Outcome", json.readTree(OUTCOMES.read(name)))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("values")
    void sampleOfAValueFitsItsSchema(String name) throws IOException {
        assertThat(API.problems("VarBind", json.readTree(VALUES.read(name)))).isEmpty();
    }

    /// What the codec refuses, the schemas refuse: but for what a schema cannot say, or not in a way that one could
    /// read.
    @Test
    void whatIsRefusedDoesNotFit() throws IOException {
        Set<String> fitting = new HashSet<>();
        for (String name : REFUSED.names()) {
            JsonNode sample = json.readTree(REFUSED.read(name));
            String schema = sample.get("of").textValue().equals("command") ? "CommandRequest" : "Outcome";
            if (sample.get("given").isObject()
                    && API.problems(schema, sample.get("given")).isEmpty()) {
                fitting.add(name);
            }
        }

        assertThat(fitting)
                .containsExactlyInAnyOrder(
                        "community-blank",
                        "community-redacted",
                        "oid-arc-too-large",
                        "outcome-file-base64-wrong",
                        "outcome-file-size-wrong",
                        "outcome-swept-more-than-sent",
                        "pnm_capture-channel-of-none",
                        "pnm_capture-spectrum-uneven",
                        "pnm_capture-us_rxmer-no-channel",
                        "set-a-ipv6",
                        "set-a-short",
                        "set-counter64-too-large",
                        "set-i-no-number",
                        "set-i-too-large",
                        "set-o-symbolic",
                        "set-u-negative",
                        "set-x-no-digit",
                        "set-x-odd",
                        "target-broadcast",
                        "target-multicast",
                        "target-unspecified",
                        "varbind-Counter64-too-large",
                        "varbind-InetAddress-mapped");
    }

    static List<String> mediaTypes() {
        return API.places("examples").stream()
                .map(place -> place.substring(0, place.length() - "/examples".length()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("mediaTypes")
    void exampleFitsItsSchema(String mediaType) {
        API.at(mediaType + "/examples").properties().forEach(example -> {
            JsonNode value = example.getValue().get("value");

            assertThat(API.problemsAt(mediaType + "/schema", value))
                    .as(example.getKey())
                    .isEmpty();
        });
    }

    @Test
    void exampleOfAParameterFitsItsSchema() {
        List<String> places = API.places("example");

        assertThat(places).isNotEmpty().allSatisfy(place -> {
            String parameter = place.substring(0, place.length() - "/example".length());
            assertThat(API.problemsAt(parameter + "/schema", API.at(place))).isEmpty();
        });
    }

    @Test
    void examplesOfRequestsAreGoldenSamplesOfEveryCommand() throws Exception {
        String place = "/paths/~1api~1agents~1{agent}~1commands/post/requestBody/content/application~1json/examples";
        Set<CommandKind> kinds = new HashSet<>();
        for (var example : API.at(place).properties()) {
            JsonNode value = example.getValue().get("value");
            assertThat(value).isEqualTo(json.readTree(COMMANDS.read(example.getKey())));
            kinds.add(new MessageCodec()
                    .decodeCommand(json.writeValueAsBytes(value))
                    .kind());
        }

        assertThat(kinds).containsExactlyInAnyOrder(CommandKind.values());
    }

    @Test
    void examplesOfOutcomesAreGoldenSamplesOfEveryKind() throws Exception {
        String place = "/paths/~1api~1commands~1{id}~1outcome/get/responses/200/content/application~1json/examples";
        Set<OutcomeKind> kinds = new HashSet<>();
        for (var example : API.at(place).properties()) {
            JsonNode value = example.getValue().get("value");
            assertThat(value).isEqualTo(json.readTree(OUTCOMES.read(example.getKey())));
            kinds.add(OutcomeKind.of(new MessageCodec()
                    .decodeOutcome(json.writeValueAsBytes(value))
                    .outcome()));
        }

        assertThat(kinds).containsExactlyInAnyOrder(OutcomeKind.values());
    }

    @Test
    void commandsInExamplesAreMadeOfGoldenSamples() throws Exception {
        Set<JsonNode> commands = trees(COMMANDS);
        Set<JsonNode> outcomes = trees(OUTCOMES);

        assertThat(API.places("request")).isNotEmpty().allSatisfy(place -> {
            JsonNode request = API.at(place);
            assertThat(place.startsWith("/components") || commands.contains(request))
                    .isTrue();
        });
        assertThat(API.places("outcome"))
                .map(API::at)
                .filteredOn(outcome -> outcome.has("command") && outcome.has("ran_millis"))
                .isNotEmpty()
                .allMatch(outcomes::contains);
    }

    private Set<JsonNode> trees(Golden samples) throws IOException {
        Set<JsonNode> trees = new HashSet<>();
        for (String name : samples.names()) {
            trees.add(json.readTree(samples.read(name)));
        }
        return trees;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Command", "CommandList", "Agent", "AgentList", "Queue", "QueueList", "Health", "Problem"})
    void gatewayAnswersNothingThatIsNotInTheDocument(String schema) {
        JsonNode empty = json.createObjectNode();
        JsonNode unknown = json.createObjectNode().put("unknown", 1);

        assertThat(API.problems(schema, empty)).isNotEmpty();
        assertThat(API.problems(schema, unknown))
                .hasSizeGreaterThan(API.problems(schema, empty).size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        "state":"ended"                                                  | without outcome
        "state":"ended","ended_at":"2026-03-02T10:15:30Z"                | without outcome
        "state":"queued","ended_at":"2026-03-02T10:15:30Z"               | ended and not
        "state":"queued","outcome":{"outcome":"cancelled"}               | ended and not
        "state":"lost"                                                   | unknown state
        "state":"queued","waiting":{"code":"TIRED","detail":""}          | unknown reason
        "state":"queued","accepted_at":"yesterday"                       | no time
        "state":"queued","id":"7"                                        | no id
        "state":"queued","attempts":-1                                   | negative
        "state":"queued","request":{"command":"snmp_get","params":{}}    | no command
        """)
    void commandThatContradictsItselfDoesNotFit(String fields, String why) throws IOException {
        String good = """
                {"id":"019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071","agent":"a","lane":"bulk","kind":"describe","effect":"read",
                 "target":"","request":{"command":"describe","params":{}},"caller":"c","state":"queued",
                 "accepted_at":"2026-03-02T10:15:30Z","start_by":"2026-03-02T10:15:30Z","run_for_seconds":1,"attempts":0,
                 "cancel_requested":false}""";
        JsonNode command = json.readTree(good);
        assertThat(API.problems("Command", command)).isEmpty();

        JsonNode contradictory = json.readerForUpdating(command.deepCopy()).readTree("{" + fields + "}");

        assertThat(API.problems("Command", contradictory)).as(why).isNotEmpty();
    }
}
