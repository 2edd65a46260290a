package io.pypnm.remote.contracts.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Replies as JSON, each with its `type`: `{"type":"varbinds","varbinds":[...]}`.
final class ReplyJson {
    private static final int MAX_VARBINDS = Command.SnmpWalk.MAX_LIMIT;
    private static final int MAX_NAMES = 1_000;
    private static final int MAX_LINES = 200_000;
    private static final int MAX_FILES = 100_000;

    private ReplyJson() {}

    static void write(JsonGenerator json, Reply reply) throws IOException {
        json.writeObjectFieldStart("reply");
        switch (reply) {
            case Reply.VarBinds(List<VarBind> varBinds) -> {
                json.writeStringField("type", "varbinds");
                json.writeFieldName("varbinds");
                SnmpJson.write(json, varBinds);
            }
            case Reply.Trees(List<Reply.Trees.Tree> trees) -> {
                json.writeStringField("type", "trees");
                json.writeArrayFieldStart("trees");
                for (Reply.Trees.Tree tree : trees) {
                    write(json, tree);
                }
                json.writeEndArray();
            }
            case Reply.Pinged pinged -> {
                json.writeStringField("type", "pinged");
                json.writeBooleanField("reachable", pinged.reachable());
                json.writeNumberField("sent", pinged.sent());
                integers(json, "round_trip_micros", pinged.roundTripMicros());
                json.writeStringField("method", pinged.method());
            }
            case Reply.Swept swept -> {
                json.writeStringField("type", "swept");
                json.writeNumberField("sent", swept.sent());
                json.writeArrayFieldStart("targets");
                for (Reply.Swept.Echo echo : swept.echoes()) {
                    json.writeStartObject();
                    json.writeStringField("target_ip", echo.target().toString());
                    json.writeBooleanField("reachable", echo.reachable());
                    integers(json, "round_trip_micros", echo.roundTripMicros());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeStringField("method", swept.method());
            }
            case Reply.CliOutput output -> write(json, output);
            case Reply.FileContent file -> {
                json.writeStringField("type", "file");
                FileJson.write(json, file);
            }
            case Reply.FileListing(List<Reply.FileEntry> files) -> {
                json.writeStringField("type", "files");
                json.writeArrayFieldStart("files");
                for (Reply.FileEntry file : files) {
                    json.writeStartObject();
                    FileJson.write(json, file);
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            case Reply.Captured captured -> CapturedJson.write(json, captured);
            case Reply.Description description -> write(json, description);
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Reply.Trees.Tree tree) throws IOException {
        json.writeStartObject();
        json.writeStringField("oid", tree.root().toString());
        json.writeNumberField("duration_millis", tree.durationMillis());
        json.writeFieldName("varbinds");
        SnmpJson.write(json, tree.varBinds());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Reply.CliOutput output) throws IOException {
        json.writeStringField("type", "cli");
        strings(json, "lines", output.lines());
        strings(json, "error_lines", output.errorLines());
        switch (output.end()) {
            case Reply.CliOutput.End.Exited(long status) -> json.writeNumberField("exit_status", status);
            case Reply.CliOutput.End.Killed(String signal) -> json.writeStringField("signal", signal);
            case Reply.CliOutput.End.Prompted() -> {}
        }
    }

    private static void write(JsonGenerator json, Reply.Description description) throws IOException {
        json.writeStringField("type", "description");
        json.writeStringField("version", description.version());
        strings(json, "capabilities", description.capabilities());
        json.writeObjectFieldStart("facts");
        for (Map.Entry<String, String> fact : description.facts().entrySet()) {
            json.writeStringField(fact.getKey(), fact.getValue());
        }
        json.writeEndObject();
    }

    private static void strings(JsonGenerator json, String field, List<String> texts) throws IOException {
        json.writeArrayFieldStart(field);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static void integers(JsonGenerator json, String field, List<Integer> numbers) throws IOException {
        json.writeArrayFieldStart(field);
        for (int number : numbers) {
            json.writeNumber(number);
        }
        json.writeEndArray();
    }

    static Reply read(Field reply) throws MalformedMessageException {
        Field type = reply.get("type");
        return switch (type.text()) {
            case "varbinds" -> new Reply.VarBinds(SnmpJson.readAll(reply.get("varbinds"), MAX_VARBINDS));
            case "trees" -> trees(reply);
            case "pinged" -> pinged(reply);
            case "swept" -> swept(reply);
            case "cli" -> cliOutput(reply);
            case "file" -> FileJson.read(reply);
            case "files" -> files(reply);
            case "captured" -> CapturedJson.read(reply);
            case "description" -> description(reply);
            default -> throw type.unknown();
        };
    }

    private static Reply trees(Field reply) throws MalformedMessageException {
        List<Reply.Trees.Tree> trees = new ArrayList<>();
        for (Field tree : reply.get("trees").entries(Command.SnmpParallelWalk.MAX_ROOTS)) {
            trees.add(new Reply.Trees.Tree(
                    tree.get("oid").parsed(Oid::parse),
                    SnmpJson.readAll(tree.get("varbinds"), MAX_VARBINDS),
                    tree.get("duration_millis").unsigned()));
        }
        return new Reply.Trees(trees);
    }

    private static Reply pinged(Field reply) throws MalformedMessageException {
        return new Reply.Pinged(
                reply.get("sent").integer(),
                roundTrips(reply),
                reply.get("method").text());
    }

    private static Reply swept(Field reply) throws MalformedMessageException {
        List<Reply.Swept.Echo> echoes = new ArrayList<>();
        for (Field target : reply.get("targets").entries(Command.PingSweep.MAX_TARGETS)) {
            echoes.add(new Reply.Swept.Echo(target.get("target_ip").parsed(DeviceAddress::parse), roundTrips(target)));
        }
        return new Reply.Swept(
                reply.get("sent").integer(), echoes, reply.get("method").text());
    }

    private static List<Integer> roundTrips(Field target) throws MalformedMessageException {
        List<Integer> micros = new ArrayList<>();
        for (Field entry : target.get("round_trip_micros").entries(Reply.Pinged.MAX_SENT)) {
            micros.add(entry.integer());
        }
        return micros;
    }

    private static Reply cliOutput(Field reply) throws MalformedMessageException {
        return new Reply.CliOutput(
                texts(reply.get("lines"), MAX_LINES), texts(reply.get("error_lines"), MAX_LINES), end(reply));
    }

    private static Reply.CliOutput.End end(Field reply) throws MalformedMessageException {
        Optional<Field> status = reply.find("exit_status");
        if (status.isPresent()) {
            return new Reply.CliOutput.End.Exited(status.get().unsigned());
        }
        Optional<Field> signal = reply.find("signal");
        return signal.isPresent()
                ? new Reply.CliOutput.End.Killed(signal.get().text())
                : new Reply.CliOutput.End.Prompted();
    }

    private static Reply files(Field reply) throws MalformedMessageException {
        List<Reply.FileEntry> files = new ArrayList<>();
        for (Field file : reply.get("files").entries(MAX_FILES)) {
            files.add(FileJson.readEntry(file));
        }
        return new Reply.FileListing(files);
    }

    private static Reply description(Field reply) throws MalformedMessageException {
        return new Reply.Description(
                reply.get("version").text(), texts(reply.get("capabilities"), MAX_NAMES), facts(reply.get("facts")));
    }

    private static List<String> texts(Field array, int max) throws MalformedMessageException {
        List<String> texts = new ArrayList<>();
        for (Field entry : array.entries(max)) {
            texts.add(entry.text());
        }
        return texts;
    }

    private static Map<String, String> facts(Field facts) throws MalformedMessageException {
        Map<String, String> texts = new HashMap<>();
        for (String name : facts.names(MAX_NAMES)) {
            texts.put(name, facts.get(name).text());
        }
        return texts;
    }
}
