package io.pypnm.remote.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.gateway.locate.Cost;
import io.pypnm.remote.gateway.locate.ModemAddress;
import io.pypnm.remote.gateway.locate.ModemLocation;
import io.pypnm.remote.gateway.locate.Unanswered;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// Where a modem is; the schema `ModemLocation` of the OpenAPI document. What is not known is left out.
final class LocationJson {
    private LocationJson() {}

    static void write(JsonGenerator json, ModemLocation location, List<Unanswered> unanswered, Cost cost)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("mac", location.mac().toString());
        json.writeStringField("status", status(location));
        json.writeStringField("cmts", location.cmts().name());
        json.writeStringField("cmts_address", location.cmts().address().toString());
        json.writeStringField("agent", location.agent().value());
        json.writeArrayFieldStart("addresses");
        for (ModemAddress address : location.addresses()) {
            json.writeStartObject();
            json.writeStringField("address", address.address().toString());
            json.writeStringField("source", address.source().object());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("state");
        json.writeNumberField("value", location.state().value());
        json.writeStringField("name", location.state().text());
        json.writeEndObject();
        known(json, "status_index", location.indices().status());
        known(json, "registration_id", location.indices().registration());
        known(json, "mac_domain", location.macDomain());
        known(json, "service_group", location.serviceGroup());
        json.writeStringField(
                "learnt_at", location.learnt().truncatedTo(ChronoUnit.MILLIS).toString());
        cost(json, cost);
        if (!unanswered.isEmpty()) {
            unanswered(json, unanswered);
        }
        json.writeEndObject();
    }

    private static String status(ModemLocation location) {
        if (!location.isReachable()) {
            return "offline";
        }
        return location.isIpv6Only() ? "online_ipv6_only" : "online";
    }

    private static void known(JsonGenerator json, String name, long value) throws IOException {
        if (value != 0) {
            json.writeNumberField(name, value);
        }
    }

    private static void cost(JsonGenerator json, Cost cost) throws IOException {
        json.writeNumberField("pdus", cost.pdus());
        json.writeArrayFieldStart("commands");
        for (CommandId command : cost.commands()) {
            json.writeString(command.toString());
        }
        json.writeEndArray();
    }

    private static void unanswered(JsonGenerator json, List<Unanswered> unanswered) throws IOException {
        json.writeArrayFieldStart("unanswered");
        for (Unanswered silent : unanswered) {
            json.writeStartObject();
            json.writeStringField("cmts", silent.cmts().name());
            json.writeStringField("code", silent.why().name());
            json.writeStringField("detail", silent.detail());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
