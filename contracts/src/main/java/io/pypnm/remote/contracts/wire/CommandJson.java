package io.pypnm.remote.contracts.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.CommandKind;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Commands as JSON: `{"command":"snmp_get","params":{"target_ip":"10.1.2.3","oids":["1.3.6..."]}}`, with upstream's
/// names and aliases for the parameters. Parameters nobody knows are ignored: a newer gateway may send them.
final class CommandJson {
    private CommandJson() {}

    static void write(JsonGenerator json, Command command, TargetJson.Secrets secrets) throws IOException {
        json.writeStartObject();
        json.writeStringField("command", command.kind().wireName());
        json.writeObjectFieldStart("params");
        switch (command) {
            case Command.Snmp snmp -> {
                TargetJson.write(json, snmp.target(), secrets);
                snmp(json, snmp);
            }
            case Command.Ping ping -> {
                json.writeStringField("target_ip", ping.target().toString());
                json.writeNumberField("count", ping.count());
            }
            case Command.PingSweep sweep -> {
                strings(json, "targets", sweep.targets());
                json.writeNumberField("count", sweep.count());
                seconds(json, "timeout", sweep.timeout());
                json.writeNumberField("concurrent_tasks", sweep.concurrency());
            }
            case Command.CmtsCommand cli -> {
                json.writeStringField("cmts_host", cli.cmts().toString());
                json.writeStringField("command", cli.line());
            }
            case Command.PnmCapture capture -> {
                TargetJson.write(json, capture.target(), secrets);
                MeasurementJson.write(json, capture);
            }
            case Command.FileGet get -> file(json, get.name(), get.match());
            case Command.PnmFileGet get -> file(json, get.name(), get.match());
            case Command.TftpGet get -> json.writeStringField("path", get.name().text());
            case Command.FileList list -> strings(json, "prefixes", list.prefixes());
            case Command.Describe _ -> {}
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void snmp(JsonGenerator json, Command.Snmp command) throws IOException {
        switch (command) {
            case Command.SnmpGet get -> strings(json, "oids", get.oids());
            case Command.SnmpBulkGet get -> strings(json, "oids", get.oids());
            case Command.SnmpWalk walk -> {
                json.writeStringField("oid", walk.root().toString());
                bounds(json, walk.maxRepetitions(), walk.limit());
            }
            case Command.SnmpBulkWalk walk -> {
                json.writeStringField("oid", walk.root().toString());
                bounds(json, walk.maxRepetitions(), walk.limit());
            }
            case Command.SnmpParallelWalk walk -> {
                strings(json, "oids", walk.roots());
                bounds(json, walk.maxRepetitions(), walk.limit());
            }
            case Command.SnmpSet set -> {
                json.writeFieldName("varbinds");
                SnmpJson.write(json, set.varBinds());
            }
            case Command.SnmpSetSequence sequence -> {
                json.writeArrayFieldStart("sets");
                for (Command.SnmpSetSequence.Step step : sequence.steps()) {
                    json.writeStartObject();
                    SnmpJson.writeFields(json, step.varBind());
                    seconds(json, "sleep_after", step.sleepAfter());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
        }
    }

    private static void bounds(JsonGenerator json, int maxRepetitions, int limit) throws IOException {
        json.writeNumberField("max_repetitions", maxRepetitions);
        json.writeNumberField("limit", limit);
    }

    private static void file(JsonGenerator json, FileName name, Command.Match match) throws IOException {
        json.writeStringField("filename", name.text());
        json.writeBooleanField("glob", match == Command.Match.NEWEST_WITH_PREFIX);
    }

    private static void seconds(JsonGenerator json, String field, Duration duration) throws IOException {
        json.writeFieldName(field);
        json.writeNumber(TargetJson.seconds(duration));
    }

    private static void strings(JsonGenerator json, String field, List<?> entries) throws IOException {
        json.writeArrayFieldStart(field);
        for (Object entry : entries) {
            json.writeString(entry.toString());
        }
        json.writeEndArray();
    }

    static Command read(Field body) throws MalformedMessageException {
        Field command = body.get("command");
        CommandKind kind = CommandKind.named(command.text()).orElseThrow(command::unknown);
        Optional<Field> nested = body.find("params");
        Field params = nested.isPresent() ? nested.get().object() : body;
        try {
            return switch (kind) {
                case SNMP_GET -> new Command.SnmpGet(target(params), oids(params, Command.SnmpGet.MAX_OIDS));
                case SNMP_BULK_GET ->
                    new Command.SnmpBulkGet(target(params), oids(params, Command.SnmpBulkGet.MAX_OIDS));
                case SNMP_WALK ->
                    new Command.SnmpWalk(
                            TargetJson.read(params, SnmpTarget.WALK_TIMEOUT),
                            root(params),
                            maxRepetitions(params),
                            params.integer("limit", Command.SnmpWalk.DEFAULT_LIMIT));
                case SNMP_BULK_WALK ->
                    new Command.SnmpBulkWalk(
                            TargetJson.read(params, SnmpTarget.WALK_TIMEOUT),
                            root(params),
                            maxRepetitions(params),
                            params.integer("limit", Command.SnmpBulkWalk.DEFAULT_LIMIT));
                case SNMP_PARALLEL_WALK ->
                    new Command.SnmpParallelWalk(
                            target(params),
                            oids(params, Command.SnmpParallelWalk.MAX_ROOTS),
                            maxRepetitions(params),
                            params.integer("limit", Command.SnmpParallelWalk.DEFAULT_LIMIT));
                case SNMP_SET -> new Command.SnmpSet(target(params), varBinds(params));
                case SNMP_SET_SEQUENCE -> new Command.SnmpSetSequence(target(params), steps(params.get("sets")));
                case PING -> new Command.Ping(TargetJson.address(params), params.integer("count", 1));
                case PING_SWEEP -> sweep(params);
                case CMTS_COMMAND -> cmtsCommand(body.get("params"));
                case FILE_GET -> new Command.FileGet(fileName(params), match(params));
                case PNM_FILE_GET -> new Command.PnmFileGet(fileName(params), match(params));
                case TFTP_GET -> new Command.TftpGet(params.get("path").parsed(FileName::new));
                case FILE_LIST -> new Command.FileList(prefixes(params));
                case PNM_CAPTURE -> MeasurementJson.read(target(params), params);
                case DESCRIBE -> new Command.Describe();
            };
        } catch (IllegalArgumentException e) {
            throw params.wrong(e);
        }
    }

    private static SnmpTarget target(Field params) throws MalformedMessageException {
        return TargetJson.read(params, SnmpTarget.DEFAULT_TIMEOUT);
    }

    private static Oid root(Field params) throws MalformedMessageException {
        return params.get("oid").parsed(Oid::parse);
    }

    private static int maxRepetitions(Field params) throws MalformedMessageException {
        return params.integer("max_repetitions", Command.SnmpWalk.DEFAULT_MAX_REPETITIONS);
    }

    private static Command sweep(Field params) throws MalformedMessageException {
        List<DeviceAddress> targets = new ArrayList<>();
        for (Field target : params.get("targets").entries(Command.PingSweep.MAX_TARGETS)) {
            targets.add(target.parsed(DeviceAddress::parse));
        }
        return new Command.PingSweep(
                targets,
                params.integer("count", 1),
                params.seconds("timeout", Command.PingSweep.DEFAULT_TIMEOUT),
                params.integer("concurrent_tasks", Command.PingSweep.DEFAULT_CONCURRENCY));
    }

    /// Who would choose the login here is told that it cannot be chosen, instead of getting another one unawares.
    private static Command cmtsCommand(Field params) throws MalformedMessageException {
        Optional<Field> login = params.find("username", "key_file");
        if (login.isPresent()) {
            throw login.get().malformed("must not be given: the agent logs in with its own");
        }
        return new Command.CmtsCommand(
                TargetJson.address(params), params.get("command").text());
    }

    private static FileName fileName(Field params) throws MalformedMessageException {
        return params.get("filename").parsed(FileName::new);
    }

    private static Command.Match match(Field params) throws MalformedMessageException {
        Optional<Field> glob = params.find("glob");
        return glob.isEmpty() || glob.get().flag() ? Command.Match.NEWEST_WITH_PREFIX : Command.Match.EXACT;
    }

    private static List<FileName> prefixes(Field params) throws MalformedMessageException {
        Optional<Field> several = params.find("prefixes");
        if (several.isEmpty()) {
            return List.of(params.get("prefix").parsed(FileName::new));
        }
        List<FileName> prefixes = new ArrayList<>();
        for (Field entry : several.get().entries(Command.FileList.MAX_PREFIXES)) {
            prefixes.add(entry.parsed(FileName::new));
        }
        return prefixes;
    }

    private static List<Command.SnmpSetSequence.Step> steps(Field sets) throws MalformedMessageException {
        List<Command.SnmpSetSequence.Step> steps = new ArrayList<>();
        for (Field step : sets.entries(Command.SnmpSetSequence.MAX_STEPS)) {
            try {
                steps.add(new Command.SnmpSetSequence.Step(
                        SnmpJson.isTyped(step) ? SnmpJson.read(step) : upstreamVarBind(step),
                        step.seconds("sleep_after", Duration.ZERO)));
            } catch (IllegalArgumentException e) {
                throw step.wrong(e);
            }
        }
        return steps;
    }

    private static List<Oid> oids(Field params, int max) throws MalformedMessageException {
        Optional<Field> several = params.find("oids");
        if (several.isEmpty()) {
            return List.of(params.get("oid").parsed(Oid::parse));
        }
        List<Oid> oids = new ArrayList<>();
        for (Field entry : several.get().entries(max)) {
            oids.add(entry.parsed(Oid::parse));
        }
        return oids;
    }

    private static List<VarBind> varBinds(Field params) throws MalformedMessageException {
        Optional<Field> several = params.find("varbinds");
        if (several.isPresent()) {
            return SnmpJson.readAll(several.get(), Command.SnmpSet.MAX_VARBINDS);
        }
        return List.of(upstreamVarBind(params));
    }

    private static VarBind upstreamVarBind(Field params) throws MalformedMessageException {
        return new VarBind(params.get("oid").parsed(Oid::parse), UpstreamValue.read(params));
    }
}
