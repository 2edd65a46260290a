package io.pypnm.remote.contracts.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.config.Secret;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/// Which device a command is for, with whose credential, and how patiently: parameters beside those of the command.
final class TargetJson {
    /// Upstream's commands differ in which they read; here each reads all, in this order.
    private static final String[] NAMES = {"target_ip", "modem_ip", "ip", "cmts_ip", "cmts_host", "target"};

    private static final String REDACTED = "***";

    private TargetJson() {}

    /// How an inline community is written.
    enum Secrets {
        REVEALED,
        REDACTED
    }

    static void write(JsonGenerator json, SnmpTarget target, Secrets secrets) throws IOException {
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

    /// As upstream writes time.
    static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros().toPlainString();
    }

    static SnmpTarget read(Field params, Duration defaultTimeout) throws MalformedMessageException {
        return new SnmpTarget(
                address(params),
                params.integer("port", SnmpTarget.DEFAULT_PORT),
                access(params),
                params.seconds("timeout", defaultTimeout),
                params.integer("retries", SnmpTarget.DEFAULT_RETRIES));
    }

    static DeviceAddress address(Field params) throws MalformedMessageException {
        Optional<Field> target = params.find(NAMES);
        return (target.isPresent() ? target.get() : params.get(NAMES[0])).parsed(DeviceAddress::parse);
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
            return community.get().parsed(TargetJson::community);
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
}
