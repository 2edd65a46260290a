package io.pypnm.remote.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
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
    private static final ObjectMapper JSON = new ObjectMapper();

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

    @Parameters(index = "2..*", paramLabel = "NAME=VALUE", description = "Parameters; a list has commas.")
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
            String[] nameAndValue = parameter.split("=", 2);
            if (nameAndValue.length != 2 || nameAndValue[0].isEmpty()) {
                throw new ParameterException(spec.commandLine(), "a parameter is NAME=VALUE, not " + parameter);
            }
            put(params, nameAndValue[0], nameAndValue[1]);
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("command", command).put("start_by_seconds", startBy).set("params", params);
        if (!lane.isEmpty()) {
            body.put("lane", lane);
        }
        return JSON.writeValueAsString(body);
    }

    private static void put(ObjectNode params, String name, String value) {
        if (name.equals("oids")) {
            var list = params.putArray(name);
            for (String part : value.split(",", -1)) {
                list.add(part);
            }
        } else if (value.matches("-?\\d{1,9}") && !name.equals("value")) {
            params.put(name, Integer.parseInt(value));
        } else {
            params.put(name, value);
        }
    }

    private void print(JsonNode reply) throws IOException {
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(reply);
            out.flush();
            return;
        }
        JsonNode outcome = reply.path("outcome");
        out.println("command  " + reply.path("id").asText());
        out.println(
                "state    " + outcome.path("outcome").asText(reply.path("state").asText()));
        if (reply.has("waiting")) {
            out.println("waiting  " + reply.path("waiting").path("detail").asText());
        }
        if (outcome.has("code")) {
            out.println("reason   " + outcome.path("code").asText() + ": "
                    + outcome.path("detail").asText());
        }
        for (JsonNode missing : outcome.path("missing")) {
            out.println("missing  " + missing.path("what").asText() + ": "
                    + missing.path("detail").asText());
        }
        for (JsonNode varBind : outcome.path("reply").path("varbinds")) {
            out.println(line(varBind));
        }
        out.flush();
    }

    private static String line(JsonNode varBind) {
        JsonNode value = varBind.has("value")
                ? varBind.path("value")
                : varBind.has("text") ? varBind.path("text") : varBind.path("hex");
        return String.format(
                Locale.ROOT,
                "%s = %s %s",
                varBind.path("oid").asText(),
                varBind.path("type").asText(),
                value.asText());
    }
}
