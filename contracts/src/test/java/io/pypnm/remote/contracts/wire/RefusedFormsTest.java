package io.pypnm.remote.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is not understood is refused, for the reason and in the words that its sample says.
class RefusedFormsTest {
    private static final Golden REFUSED = Golden.in("refused");

    private final MessageCodec codec = new MessageCodec();
    private final ObjectMapper json = new ObjectMapper();

    static Set<String> forms() throws IOException {
        return REFUSED.names();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void formIsRefused(String name) throws Exception {
        JsonNode sample = json.readTree(REFUSED.read(name));
        byte[] body = body(sample.get("given"));

        MalformedMessageException refusal = catchThrowableOfType(
                MalformedMessageException.class, () -> decode(sample.get("of").textValue(), body));

        assertThat(refusal).hasMessage(sample.get("message").textValue()).hasMessageNotContaining("s3cret");
        assertThat(refusal.reason().name()).isEqualTo(sample.get("reason").textValue());
    }

    /// A text is the body itself, since not all of them are JSON.
    private byte[] body(JsonNode given) throws IOException {
        return given.isTextual() ? given.textValue().getBytes(StandardCharsets.UTF_8) : json.writeValueAsBytes(given);
    }

    private Object decode(String what, byte[] body) throws MalformedMessageException {
        return switch (what) {
            case "command" -> codec.decodeCommand(body);
            case "outcome" -> codec.decodeOutcome(body);
            default -> throw new AssertionError("a sample is of a command or an outcome, not of " + what);
        };
    }
}
