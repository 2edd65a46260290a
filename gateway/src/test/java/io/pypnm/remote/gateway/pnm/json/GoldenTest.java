package io.pypnm.remote.gateway.pnm.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pypnm.remote.gateway.pnm.SampleFiles;
import io.pypnm.remote.gateway.pnm.file.CaptureFiles;
import io.pypnm.remote.gateway.pnm.file.CaptureRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds every figure of every sample to `golden.json`, which two other decoders agreed on.
final class GoldenTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode GOLDEN = golden();

    /// Excerpts that the file has of a few samples only, as parts of arrays: name, array, from.
    private static final Map<String, Excerpt> EXCERPTS = Map.of(
            "first_15_raw", new Excerpt("raw", 0),
            "values_1198_to_1202_db", new Excerpt("values_db", 1198),
            "values_at_120_to_135", new Excerpt("values", 120));

    private record Excerpt(String array, int from) {}

    private static JsonNode golden() {
        try {
            return JSON.readTree(SampleFiles.read("golden.json")).path("files");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<String> wholeFiles() {
        return files(false);
    }

    static Stream<String> malformedFiles() {
        return files(true);
    }

    private static Stream<String> files(boolean malformed) {
        return GOLDEN.properties().stream()
                .filter(file -> file.getValue().path("kind").asText().equals("malformed") == malformed)
                .map(Map.Entry::getKey);
    }

    @ParameterizedTest
    @MethodSource("wholeFiles")
    void everyFigureIsEqual(String name) throws Exception {
        JsonNode expected = GOLDEN.path(name).path("expected");

        JsonNode decoded = JSON.readTree(CaptureJson.pretty(CaptureFiles.decode(SampleFiles.read(name))));

        assertThat(decoded.path("kind")).isEqualTo(GOLDEN.path(name).path("kind"));
        requireMembers("", decoded, expected);
    }

    @ParameterizedTest
    @MethodSource("malformedFiles")
    void malformedFileIsRefusedForTheReasonGiven(String name) throws Exception {
        byte[] file = SampleFiles.read(name);
        String reason = GOLDEN.path(name).path("expected").path("reason").asText();

        assertThatThrownBy(() -> CaptureFiles.decode(file))
                .isInstanceOf(CaptureRefusedException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @MethodSource({"wholeFiles", "malformedFiles"})
    void sampleIsTheOneThatWasMeasured(String name) throws Exception {
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(SampleFiles.read(name));

        assertThat(HexFormat.of().formatHex(sha256))
                .isEqualTo(GOLDEN.path(name).path("sha256").asText());
    }

    @Test
    void eachKindOfSampleIsThere() {
        assertThat(wholeFiles().map(name -> GOLDEN.path(name).path("kind").asText()))
                .contains("rxmer", "chanest", "const", "hist", "preeq", "fec", "specsnmp", "modprof", "us_ofdma_rxmer");
    }

    private static void requireMembers(String path, JsonNode decoded, JsonNode expected) {
        for (Map.Entry<String, JsonNode> member : expected.properties()) {
            String name = member.getKey();
            Excerpt excerpt = EXCERPTS.get(name);
            if (excerpt != null) {
                JsonNode array = decoded.path(excerpt.array());
                for (int i = 0; i < member.getValue().size(); i++) {
                    int k = excerpt.from() + i;
                    require(
                            path + "/" + name + "/" + i,
                            array.path(k),
                            member.getValue().get(i));
                }
            } else if (!name.equals("note")) {
                require(path + "/" + name, decoded.path(name), member.getValue());
            }
        }
    }

    private static void require(String path, JsonNode decoded, JsonNode expected) {
        if (expected.isObject()) {
            requireMembers(path, decoded, expected);
        } else if (expected.isArray()) {
            assertThat(decoded.size()).as("size of %s", path).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                require(path + "/" + i, decoded.path(i), expected.get(i));
            }
        } else if (expected.isFloatingPointNumber()) {
            assertThat(decoded.isNumber()).as("%s is a number", path).isTrue();
            assertThat(decoded.doubleValue())
                    .as(path)
                    .isCloseTo(expected.doubleValue(), within(path.contains("group_delay") ? 1e-3 : 1e-6));
        } else if (expected.isIntegralNumber()) {
            assertThat(decoded.isNumber()).as("%s is a number", path).isTrue();
            assertThat(decoded.decimalValue()).as(path).isEqualByComparingTo(expected.decimalValue());
        } else {
            assertThat(List.of(decoded)).as(path).containsExactly(expected);
        }
    }
}
