package io.pypnm.remote.gateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `send`: one command to one agent, and its outcome.
///
/// | exit code | means                                           |
/// |-----------|-------------------------------------------------|
/// | 0         | completed or partial                            |
/// | 1         | it ended in another way, or was not accepted     |
/// | 3         | it is accepted and has not ended within `--wait` |
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = "Sends one command to an agent and prints its outcome.",
        footer = {"", "Example:", "  send jump-01 snmp_get target_ip=10.1.2.3 oids=1.3.6.1.2.1.1.1.0,1.3.6.1.2.1.1.3.0"
        })
public final class SendCommand implements Callable<Integer> {
    private static final int NOT_ENDED = 3;
    private static final int MAX_WAIT_SECONDS = 300;
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Pattern PARAMETER =
            Pattern.compile("(?<name>[a-z_]+)(?<json>:)?=(?<value>.*)", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}(\\.\\d{1,9})?");
    private static final Set<String> LISTS = Set.of("channels", "oids", "prefixes", "targets");
    // Of these, what looks like a number or a truth value is none.
    private static final Set<String> TEXTS = Set.of(
            "command", "community", "credential", "filename", "oid", "oids", "path", "prefixes", "targets", "value");

    @Mixin
    private final ApiClient api = new ApiClient();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "How long to wait for the outcome, 0 to 300. Default: 30")
    private int wait = 30;

    @Option(
            names = "--lane",
            paramLabel = "LANE",
            description = "interactive, bulk or long; default: the command's own.")
    private String lane = "";

    @Option(
            names = "--start-by",
            paramLabel = "SECONDS",
            description = "How long it may wait to be started. Default: 60")
    private int startBy = 60;

    @Option(names = "--idempotency-key", paramLabel = "KEY", description = "Makes it safe to run this again.")
    private String idempotencyKey = "";

    @Option(names = "--json", description = "The API's answer as it is.")
    private boolean json;

    @Parameters(index = "0", paramLabel = "AGENT")
    private String agent = "";

    @Parameters(index = "1", paramLabel = "COMMAND", description = "For example snmp_get.")
    private String command = "";

    @Parameters(
            index = "2..*",
            paramLabel = "NAME=VALUE",
            description = "Parameters; a list has commas; NAME:=JSON for what is no plain value.")
    private List<String> parameters = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        if (wait < 0 || wait > MAX_WAIT_SECONDS) {
            throw new ParameterException(
                    spec.commandLine(), "--wait must be 0 to " + MAX_WAIT_SECONDS + ", is " + wait);
        }
        String[] headers = idempotencyKey.isEmpty() ? new String[0] : new String[] {"Idempotency-Key", idempotencyKey};
        try {
            String path = "/api/agents/" + ApiClient.segment(agent) + "/commands";
            return report(api.post(path, body(), Duration.ofSeconds(wait), headers));
        } catch (IOException e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    private int report(ApiClient.Reply reply) throws IOException {
        if (!reply.isSuccess()) {
            return failed(reply.problem());
        }
        print(reply.body());
        String outcome = reply.body().path("outcome").path("outcome").asText("");
        if (outcome.isEmpty()) {
            return NOT_ENDED;
        }
        return outcome.equals("completed") || outcome.equals("partial") ? 0 : 1;
    }

    private int failed(String why) {
        spec.commandLine().getErr().println(why);
        return 1;
    }

    private String body() throws IOException {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        for (String parameter : parameters) {
            Matcher nameAndValue = PARAMETER.matcher(parameter);
            if (!nameAndValue.matches()) {
                throw new ParameterException(
                        spec.commandLine(), "a parameter is NAME=VALUE or NAME:=JSON, not " + parameter);
            }
            String name = nameAndValue.group("name");
            params.set(
                    name,
                    nameAndValue.group("json") == null
                            ? value(name, nameAndValue.group("value"))
                            : parsed(name, nameAndValue.group("value")));
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("command", command).put("start_by_seconds", startBy).set("params", params);
        if (!lane.isEmpty()) {
            body.put("lane", lane);
        }
        return JSON.writeValueAsString(body);
    }

    private static JsonNode value(String name, String text) {
        if (!LISTS.contains(name)) {
            return scalar(name, text);
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (String part : text.split(",", -1)) {
            list.add(scalar(name, part));
        }
        return list;
    }

    private static JsonNode scalar(String name, String text) {
        if (TEXTS.contains(name)) {
            return JsonNodeFactory.instance.textNode(text);
        }
        if (NUMBER.matcher(text).matches()) {
            return JsonNodeFactory.instance.numberNode(new BigDecimal(text));
        }
        return text.equals("true") || text.equals("false")
                ? JsonNodeFactory.instance.booleanNode(Boolean.parseBoolean(text))
                : JsonNodeFactory.instance.textNode(text);
    }

    private JsonNode parsed(String name, String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ParameterException(spec.commandLine(), name + " is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private void print(JsonNode command) {
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(command);
        } else {
            OutcomeText.lines(command).forEach(out::println);
        }
        out.flush();
    }
}
