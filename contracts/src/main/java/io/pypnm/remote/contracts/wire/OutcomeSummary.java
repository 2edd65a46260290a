package io.pypnm.remote.contracts.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.pypnm.remote.contracts.address.CommandId;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What can be said of an outcome without its reply.
public record OutcomeSummary(OutcomeKind kind, CommandId command) {

    static OutcomeSummary read(JsonParser parser) throws IOException, MalformedMessageException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw Field.malformedBody("must be an object");
        }
        @Nullable String outcome = null;
        @Nullable String command = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            switch (parser.currentName()) {
                case "outcome" -> outcome = text(parser, "outcome", outcome);
                case "command" -> command = text(parser, "command", command);
                default -> {
                    parser.nextToken();
                    parser.skipChildren();
                }
            }
        }
        if (parser.nextToken() != null) {
            throw Field.malformedBody("has more after the outcome");
        }
        if (outcome == null || command == null) {
            throw Field.malformedBody("lacks outcome or command");
        }
        // Read as the whole outcome is, so that both speak of an error in the same words.
        Field head = Field.body(
                JsonNodeFactory.instance.objectNode().put("outcome", outcome).put("command", command));
        return new OutcomeSummary(OutcomeJson.kind(head), OutcomeJson.command(head));
    }

    private static String text(JsonParser parser, String name, @Nullable String before)
            throws IOException, MalformedMessageException {
        if (before != null) {
            throw Field.malformedBody("has " + name + " twice");
        }
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            throw Field.malformedBody("must have a string for " + name);
        }
        return parser.getText();
    }
}
