package io.pypnm.remote.contracts.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class DamagedFileTest {
    private static final String AFTER_THE_END =
            "nothing but comments may follow the closing brace of the configuration";
    private static final String NO_OBJECT = "the file must hold one object in braces";
    private static final String NO_VALUE =
            "a colon and a value must come here; a text needs double quotes, true and false lower case";
    private static final String NO_COMMA = "a comma, a key in double quotes or a closing brace must come here";
    private static final String TOO_SHORT =
            "the file ends before it is complete: a closing brace, bracket, quote or */ is missing";
    private static final String OPEN_TEXT = "a text must end on the line it begins on: its closing quote is missing";

    private static void read(Settings settings) {
        settings.key("a").text().required("missing");
        settings.key("b").text().required("missing");
    }

    static Stream<Arguments> damagedFiles() {
        return Stream.of(
                Arguments.of("", "1:1: " + NO_OBJECT),
                Arguments.of("// nothing else\n", "2:1: " + NO_OBJECT),
                Arguments.of("[1]", "1:1: " + NO_OBJECT),
                Arguments.of("# shell\n{}", "1:1: " + NO_OBJECT),
                Arguments.of("{\n\"a\": hunter2,\n\"b\": 1}", "2:6: " + NO_VALUE),
                Arguments.of("{\"a\": True}", "1:7: " + NO_VALUE),
                Arguments.of("{\"a\": 'x'}", "1:7: " + NO_VALUE),
                Arguments.of("{\"a\": 01}", "1:8: " + NO_VALUE),
                Arguments.of("{\"a\" \"x\"}", "1:6: " + NO_VALUE),
                Arguments.of("{\n \"a\": \"x\"\n \"b\": \"y\"}", "3:2: " + NO_COMMA),
                Arguments.of("{\"a\": \"x\",, \"b\": \"y\"}", "1:11: " + NO_COMMA),
                Arguments.of("{a: \"x\"}", "1:2: " + NO_COMMA),
                Arguments.of("{\"a\": \"x\"]", "1:10: " + NO_COMMA),
                Arguments.of("{\"a\": [1 2]}", "1:10: a comma, a value or a closing bracket must come here"),
                Arguments.of("{\n\"a\": \"x\n}", "2:8: " + OPEN_TEXT),
                Arguments.of(
                        "{\"a\": \"C:\\x\"}", "1:11: JSON has no such escape: a backslash in a text is written twice"),
                Arguments.of("{\"a\": {\"c\": 1,\n", "2:1: " + TOO_SHORT),
                Arguments.of("{\"a\": \"x", "1:9: " + TOO_SHORT),
                Arguments.of("/* {}", "1:6: " + TOO_SHORT));
    }

    @ParameterizedTest
    @MethodSource("damagedFiles")
    void syntaxErrorIsAProblemAtItsPlaceAndNoKeyIsCalledMissing(String text, String problem) {
        assertThat(Reading.of(text)
                        .problems(settings -> settings.key("z").text().required("missing")))
                .contains("agent_config.json:" + problem)
                .noneMatch(it -> it.contains("is required"));
    }

    @Test
    void whatWasReadBeforeASyntaxErrorIsCheckedToo() {
        assertThat(Reading.of("{\"a\": 1,\n \"aa\": 2,\n \"b\" 3}").problems(DamagedFileTest::read))
                .containsExactly(
                        "agent_config.json:1:7: a: must be a text in double quotes, is a number",
                        "agent_config.json:2:2: aa: unknown key, did you mean a?",
                        "agent_config.json:3:6: " + NO_VALUE);
    }

    @ParameterizedTest
    @MethodSource("junk")
    void textAfterTheClosingBraceIsAProblem(String junk) {
        assertThat(Reading.of("{\"a\": \"x\", \"b\": \"y\"}\n" + junk).problems(DamagedFileTest::read))
                .containsExactly("agent_config.json:2:1: " + AFTER_THE_END);
    }

    static Stream<String> junk() {
        return Stream.of("EOF", "}", "{}", "chmod 600 agent_config.json", "\"x\"", ",", "'", "\\");
    }

    @Test
    void eachRawControlCharacterIsAProblemAndReadingGoesOn() {
        assertThat(Reading.of("{\"a\":\u0000 \"x\u001by\",\r\n\t\"b\": 1 }\u0007")
                        .problems(DamagedFileTest::read))
                .containsExactly(
                        "agent_config.json:1:6: raw control character U+0000",
                        "agent_config.json:1:10: raw control character U+001B",
                        "agent_config.json:2:7: b: must be a text in double quotes, is a number",
                        "agent_config.json:2:10: raw control character U+0007");
    }

    @Test
    void linesAreCountedForEveryKindOfLineEnd() {
        assertThat(Reading.of("{\r\r\n\n\u0001\"c\": 1}").problems(settings -> {}))
                .containsExactly("agent_config.json:4:1: raw control character U+0001");
        assertThat(Reading.of("{\r\r\n\n\"c\": 1}")
                        .problems(settings -> settings.key("c").text().optional()))
                .containsExactly("agent_config.json:4:6: c: must be a text in double quotes, is a number");
    }

    @Test
    void bytesThatAreNotUtf8AreAProblem(@TempDir Path directory) throws IOException {
        byte[] latin1 = "{\"a\": \"x\",\n \"b\": \"M\u00fcller\"}".getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(directory.resolve("c.json"), latin1);

        assertThat(new Reading(Configuration.load(file, Map.of())).problems(DamagedFileTest::read))
                .containsExactly(file + ":2:9: bytes that are not UTF-8");
    }

    @Test
    void duplicateKeysAreEachAProblem() {
        Reading reading = Reading.of("""
            {"a": "x",
             "a": "y",
             "b": "z", "c": [{"d": 1, "d": 1}]}
            """);

        assertThat(reading.problems(settings -> {
                    read(settings);
                    settings.ignore("c", "no use");
                }))
                .containsExactly(
                        "agent_config.json:2:2: a: is given twice, first on line 1",
                        "agent_config.json:3:27: c[0].d: is given twice, first on line 3");
    }

    @Test
    void nestingHasALimit() {
        String deep = "{\"a\":".repeat(100_000);

        assertThat(Reading.of(deep).problems(DamagedFileTest::read))
                .anyMatch(it -> it.endsWith("is nested deeper than 32 levels, or has a number of over 1000 digits"));
    }

    @Test
    void messagesNeverQuoteTheTextTheyStumbleOver() {
        assertThat(Reading.of("{\"token\": hunter2}").failure(settings -> {}))
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }
}
