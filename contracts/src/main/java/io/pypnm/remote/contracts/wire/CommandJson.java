package io.pypnm.remote.contracts.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.CommandKind;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Commands as JSON: `{"command":"snmp_get","params":{"target_ip":"10.1.2.3","oids":["1.3.6..."]}}`, with upstream's
/// names and aliases for the parameters. Parameters nobody knows are ignored: a newer gateway may send them.
final class CommandJson {
    private static final String REDACTED = "***";
    private static final String[] TARGET_NAMES = {"target_ip", "modem_ip", "ip", "cmts_ip", "target"};

    private CommandJson() {}

    /// How an inline community is written.
    enum Secrets {
        REVEALED,
        REDACTED
    }

    static void write(JsonGenerator json, Command command, Secrets secrets) throws IOException {
        json.writeStartObject();
        json.writeStringField("command", command.kind().wireName());
        json.writeObjectFieldStart("params");
        switch (command) {
            case Command.SnmpGet get -> {
                target(json, get.target(), secrets);
                oids(json, get.oids());
            }
            case Command.SnmpBulkGet get -> {
                target(json, get.target(), secrets);
                oids(json, get.oids());
            }
            case Command.SnmpWalk walk -> {
                target(json, walk.target(), secrets);
                json.writeStringField("oid", walk.root().toString());
                json.writeNumberField("max_repetitions", walk.maxRepetitions());
                json.writeNumberField("limit", walk.limit());
            }
            case Command.SnmpSet set -> {
                target(json, set.target(), secrets);
                json.writeFieldName("varbinds");
                SnmpJson.write(json, set.varBinds());
            }
            case Command.Ping ping -> {
                json.writeStringField("target_ip", ping.target().toString());
                json.writeNumberField("count", ping.count());
            }
            case Command.Describe _ -> {}
        }
        json.writeEndObject();
        json.writeEndObject();
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
                case SNMP_WALK -> walk(params);
                case SNMP_SET -> new Command.SnmpSet(target(params), varBinds(params));
                case PING -> new Command.Ping(address(params), params.integer("count", 1));
                case DESCRIBE -> new Command.Describe();
            };
        } catch (IllegalArgumentException e) {
            throw params.wrong(e);
        }
    }

    private static Command walk(Field params) throws MalformedMessageException {
        return new Command.SnmpWalk(
                target(params),
                params.get("oid").parsed(Oid::parse),
                params.integer("max_repetitions", Command.SnmpWalk.DEFAULT_MAX_REPETITIONS),
                params.integer("limit", Command.SnmpWalk.DEFAULT_LIMIT));
    }

    private static SnmpTarget target(Field params) throws MalformedMessageException {
        return new SnmpTarget(
                address(params),
                params.integer("port", SnmpTarget.DEFAULT_PORT),
                access(params),
                params.seconds("timeout", SnmpTarget.DEFAULT_TIMEOUT),
                params.integer("retries", SnmpTarget.DEFAULT_RETRIES));
    }

    private static DeviceAddress address(Field params) throws MalformedMessageException {
        Optional<Field> target = params.find(TARGET_NAMES);
        return (target.isPresent() ? target.get() : params.get(TARGET_NAMES[0])).parsed(DeviceAddress::parse);
    }

    private static SnmpAccess access(Field params) throws MalformedMessageException {
        Optional<Field> profile = params.find("credential");
        Optional<Field> role = params.find("target_role", "target_type");
        Optional<Field> community = params.find("community");
        // Upstream's servers send an empty one for none.
        if (community.isPresent() && !community.get().text().isEmpty()) {
            if (profile.isPresent()) {
                throw params.malformed("has both community and credential");
            }
            return community.get().parsed(CommandJson::community);
        }
        if (profile.isPresent()) {
            return profile.get().parsed(SnmpAccess.Profile::new);
        }
        return role.isPresent()
                ? new SnmpAccess.ByRole(role.get().parsed(SnmpAccess.DeviceRole::named))
                : new SnmpAccess.Automatic();
    }

    private static SnmpAccess community(String text) {
        if (text.equals(REDACTED)) {
            throw new IllegalArgumentException("it was taken out of this copy of the command");
        }
        return new SnmpAccess.Community(new Secret(text));
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
        return List.of(new VarBind(params.get("oid").parsed(Oid::parse), UpstreamValue.read(params)));
    }

    private static void target(JsonGenerator json, SnmpTarget target, Secrets secrets) throws IOException {
        json.writeStringField("target_ip", target.address().toString());
        json.writeNumberField("port", target.port());
        switch (target.access()) {
            case SnmpAccess.Automatic() -> {}
            case SnmpAccess.ByRole(SnmpAccess.DeviceRole role) -> json.writeStringField("target_role", role.wireName());
            case SnmpAccess.Profile(String name) -> json.writeStringField("credential", name);
            case SnmpAccess.Community(Secret community) ->
                json.writeStringField("community", secrets == Secrets.REVEALED ? community.reveal() : REDACTED);
        }
        json.writeFieldName("timeout");
        json.writeNumber(seconds(target.timeout()));
        json.writeNumberField("retries", target.retries());
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros().toPlainString();
    }

    private static void oids(JsonGenerator json, List<Oid> oids) throws IOException {
        json.writeArrayFieldStart("oids");
        for (Oid oid : oids) {
            json.writeString(oid.toString());
        }
        json.writeEndArray();
    }
}
