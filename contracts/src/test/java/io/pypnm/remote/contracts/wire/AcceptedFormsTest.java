package io.pypnm.remote.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pypnm.remote.contracts.command.Command;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The forms in which PyPNM writes commands, and some leniency: each means what its sample says, and is passed on in
/// that form.
class AcceptedFormsTest {
    private static final Golden UPSTREAM = Golden.in("upstream");

    private final MessageCodec codec = new MessageCodec();
    private final ObjectMapper json = new ObjectMapper();

    static Set<String> forms() throws IOException {
        return UPSTREAM.names();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void formMeansTheCommand(String name) throws Exception {
        JsonNode sample = json.readTree(UPSTREAM.read(name));

        Command command = codec.decodeCommand(json.writeValueAsBytes(sample.get("given")));

        assertThat(json.readTree(codec.encode(command))).isEqualTo(sample.get("means"));
        assertThat(codec.decodeCommand(json.writeValueAsBytes(sample.get("means"))))
                .isEqualTo(command);
    }
}
