package io.pypnm.remote.contracts.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.IOException;
import java.util.function.Consumer;

/// The varbinds of an outcome, `{...,"reply":{"type":"varbinds","varbinds":[...]}}`, one at a time.
final class VarBindStream {
    private VarBindStream() {}

    static void read(JsonParser parser, ObjectReader entries, Consumer<VarBind> each)
            throws IOException, MalformedMessageException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw Field.malformedBody("must be an object");
        }
        if (findField(parser, "reply", JsonToken.START_OBJECT)
                && findField(parser, "varbinds", JsonToken.START_ARRAY)) {
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                JsonNode entry = entries.readTree(parser);
                each.accept(SnmpJson.read(Field.body(entry)));
            }
            if (parser.currentToken() != JsonToken.END_ARRAY) {
                throw Field.malformedBody("must have nothing but objects in reply.varbinds");
            }
        }
    }

    /// Goes to the value of a field of the object that has just begun.
    ///
    /// @return whether it is there, and begins so
    private static boolean findField(JsonParser parser, String name, JsonToken begin) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = parser.currentName().equals(name);
            JsonToken value = parser.nextToken();
            if (found) {
                return value == begin;
            }
            parser.skipChildren();
        }
        return false;
    }
}
