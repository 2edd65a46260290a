package io.pypnm.remote.contracts.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class KeyTest {
    private static final Path HOME = Path.of("/home/pnm");

    private enum Mode {
        EMBEDDED,
        VERY_EXTERNAL
    }

    private static Setting<String> label(Key key) {
        return key.as(text -> {
            if (!text.matches("[a-z]+")) {
                throw new IllegalArgumentException("label must be a-z, is " + text);
            }
            return "label " + text;
        });
    }

    private static Arguments row(Function<Key, Setting<?>> type, String json, Object expected) {
        return Arguments.argumentSet(json, type, json, expected);
    }

    private static Setting<Duration> duration(Key key) {
        return key.duration(Duration.ofMillis(1), Duration.ofDays(9));
    }

    private static Setting<Duration> seconds(Key key) {
        return key.seconds(Duration.ZERO, Duration.ofMinutes(5));
    }

    private static Setting<Long> bytes(Key key) {
        return key.bytes(1, 1L << 40);
    }

    static Stream<Arguments> goodValues() {
        return Stream.of(
                row(Key::text, "\"x y\"", "x y"),
                row(KeyTest::label, "\"abc\"", "label abc"),
                row(key -> key.integer(-5, 5), "-5", -5),
                row(key -> key.integer(-5, 5), "5", 5),
                row(Key::flag, "true", true),
                row(Key::flag, "false", false),
                row(KeyTest::duration, "\"500ms\"", Duration.ofMillis(500)),
                row(KeyTest::duration, "\"10 s\"", Duration.ofSeconds(10)),
                row(KeyTest::duration, "\"1m\"", Duration.ofMinutes(1)),
                row(KeyTest::duration, "\"2h\"", Duration.ofHours(2)),
                row(KeyTest::duration, "\"9d\"", Duration.ofDays(9)),
                row(KeyTest::seconds, "5", Duration.ofSeconds(5)),
                row(KeyTest::seconds, "0.25", Duration.ofMillis(250)),
                row(KeyTest::bytes, "\"64MiB\"", 64L << 20),
                row(KeyTest::bytes, "\"3 KiB\"", 3L << 10),
                row(KeyTest::bytes, "\"1GiB\"", 1L << 30),
                row(KeyTest::bytes, "\"7B\"", 7L),
                row(KeyTest::bytes, "10737418240", 10L << 30),
                row(key -> key.uri("wss", "ws"), "\"ws://[::1]:80/a\"", URI.create("ws://[::1]:80/a")),
                row(key -> key.path(HOME), "\"~/.ssh/id\"", HOME.resolve(".ssh/id")),
                row(key -> key.path(HOME), "\"~\"", HOME),
                row(key -> key.path(HOME), "\"/var/../etc\"", Path.of("/etc")),
                row(key -> key.paths(HOME), "[\"~/a\", \"/b\"]", List.of(HOME.resolve("a"), Path.of("/b"))),
                row(key -> key.choice(Mode.class), "\"very-external\"", Mode.VERY_EXTERNAL),
                row(Key::secret, "\"hunter2\"", new Secret("hunter2")),
                row(Key::strings, "[\"a\", \"b\"]", List.of("a", "b")),
                row(Key::strings, "[]", List.of()),
                row(key -> key.list(Integer::valueOf), "[\"1\", \"2\"]", List.of(1, 2)));
    }

    @ParameterizedTest
    @MethodSource("goodValues")
    void goodValueIsRead(Function<Key, Setting<?>> type, String json, Object expected) {
        Optional<?> value = Reading.of("{\"a\": " + json + "}")
                .value(s -> type.apply(s.key("a")).optional());

        assertThat(value.orElseThrow()).isEqualTo(expected);
    }

    static Stream<Arguments> badValues() {
        return Stream.of(
                row(Key::text, "1", "must be a text in double quotes, is a number"),
                row(Key::text, "true", "must be a text in double quotes, is true or false"),
                row(Key::text, "{}", "must be a text in double quotes, is an object"),
                row(Key::text, "[]", "must be a text in double quotes, is a list"),
                row(KeyTest::label, "\"A\"", "label must be a-z, is A"),
                row(key -> key.integer(1, 5), "0", "must be an integer from 1 to 5, is 0"),
                row(key -> key.integer(1, 5), "6", "must be an integer from 1 to 5, is 6"),
                row(key -> key.integer(1, 5), "2.0", "must be an integer from 1 to 5, is 2.0"),
                row(key -> key.integer(1, 5), "1e999999999", "must be an integer from 1 to 5, is 1e999999999"),
                row(key -> key.integer(1, 5), "4294967298", "must be an integer from 1 to 5, is 4294967298"),
                row(key -> key.integer(1, 5), "\"2\"", "must be an integer from 1 to 5, is a text"),
                row(Key::flag, "\"true\"", "must be true or false, is a text"),
                row(Key::flag, "1", "must be true or false, is a number"),
                row(KeyTest::duration, "\"10\"", "must be a duration (ms, s, m, h, d) from 1ms to 9d, is 10"),
                row(KeyTest::duration, "\"-1s\"", "must be a duration (ms, s, m, h, d) from 1ms to 9d, is -1s"),
                row(KeyTest::duration, "\"0s\"", "must be a duration (ms, s, m, h, d) from 1ms to 9d, is 0s"),
                row(KeyTest::duration, "\"217h\"", "must be a duration (ms, s, m, h, d) from 1ms to 9d, is 217h"),
                row(
                        KeyTest::duration,
                        "\"999999999d\"",
                        "must be a duration (ms, s, m, h, d) from 1ms to 9d, is 999999999d"),
                row(KeyTest::duration, "10", "must be a duration (ms, s, m, h, d) from 1ms to 9d, is a number"),
                row(KeyTest::seconds, "\"5s\"", "must be a number of seconds from 0 to 300, is a text"),
                row(KeyTest::seconds, "-1", "must be a number of seconds from 0 to 300, is -1"),
                row(KeyTest::seconds, "300.001", "must be a number of seconds from 0 to 300, is 300.001"),
                row(KeyTest::seconds, "1e9", "must be a number of seconds from 0 to 300, is 1e9"),
                row(KeyTest::bytes, "\"64MB\"", "must be a size (B, KiB, MiB, GiB) from 1B to 1024GiB, is 64MB"),
                row(KeyTest::bytes, "0", "must be a size (B, KiB, MiB, GiB) from 1B to 1024GiB, is 0"),
                row(
                        KeyTest::bytes,
                        "\"17179869184GiB\"",
                        "must be a size (B, KiB, MiB, GiB) from 1B to 1024GiB, is 17179869184GiB"),
                row(key -> key.uri("wss"), "\"ws://host\"", "must be an absolute URI with a host and scheme wss"),
                row(
                        key -> key.uri("wss", "ws"),
                        "\"wss:host\"",
                        "must be an absolute URI with a host and scheme wss or ws"),
                row(
                        key -> key.uri("wss"),
                        "\"wss://a b\"",
                        "must be an absolute URI with a host and scheme wss, is not a URI at all"),
                row(key -> key.uri("wss"), "\"wss://user:hunter2@host\"", "must not have a user or password in it"),
                row(
                        key -> key.path(HOME),
                        "\"logs/agent.log\"",
                        "must be an absolute path or one that begins with ~/, is logs/agent.log"),
                row(
                        key -> key.path(HOME),
                        "\"~other/x\"",
                        "must be an absolute path or one that begins with ~/, is ~other/x"),
                row(key -> key.path(HOME), "\"/a\\u0000\"", "is not a path: Nul character not allowed"),
                row(
                        key -> key.choice(Mode.class),
                        "\"EMBEDDED\"",
                        "must be one of embedded, very-external, is EMBEDDED"),
                row(Key::secret, "123456", "must be a text in double quotes, is a number"),
                row(key -> key.secretFile(HOME), "\"/no/such\"", "/no/such does not exist"),
                row(Key::strings, "\"a\"", "must be a list in brackets, is a text"));
    }

    @ParameterizedTest
    @MethodSource("badValues")
    void badValueIsAProblemAtItsPlace(Function<Key, Setting<?>> type, String json, String message) {
        Reading reading = Reading.of("{\n  \"a\": " + json + "}");

        assertThat(reading.problems(s -> type.apply(s.key("a")).optional()))
                .containsExactly("agent_config.json:2:8: a: " + message);
    }

    @Test
    void badElementsOfAListAreEachAProblem() {
        Reading reading = Reading.of("{\"a\": [\"1\", 2, \"x\",\n \"\", null]}");

        assertThat(reading.problems(s -> s.key("a").list(Integer::valueOf).optional()))
                .containsExactly(
                        "agent_config.json:1:13: a[1]: must be a text in double quotes, is a number",
                        "agent_config.json:1:16: a[2]: For input string: \"x\"",
                        "agent_config.json:2:2: a[3]: must not be blank",
                        "agent_config.json:2:6: a[4]: must be a text in double quotes, is null");
    }

    static Stream<Arguments> environmentValues() {
        return Stream.of(
                row(Key::text, "x", "x"),
                row(key -> key.integer(1, 512), "512", 512),
                row(Key::flag, "True", true),
                row(KeyTest::duration, "2h", Duration.ofHours(2)),
                row(KeyTest::seconds, "5", Duration.ofSeconds(5)),
                row(KeyTest::bytes, "64MiB", 64L << 20),
                row(key -> key.uri("ws"), "ws://h", URI.create("ws://h")),
                row(key -> key.path(HOME), "~/x", HOME.resolve("x")),
                row(key -> key.choice(Mode.class), "embedded", Mode.EMBEDDED),
                row(Key::secret, "hunter2", new Secret("hunter2")),
                row(Key::strings, "a, b", List.of("a", "b")));
    }

    @ParameterizedTest
    @MethodSource("environmentValues")
    void everyTypeIsReadFromTheEnvironment(Function<Key, Setting<?>> type, String text, Object expected) {
        Reading reading = Reading.of("{}", Map.of("VARIABLE", text));

        Optional<?> value =
                reading.value(s -> type.apply(s.key("a").env("VARIABLE")).optional());

        assertThat(value.orElseThrow()).isEqualTo(expected);
        assertThat(reading.configuration().effective())
                .extracting(Configuration.Effective::origin)
                .containsExactly(new Origin.InEnvironment("VARIABLE"));
    }

    static Stream<Arguments> badEnvironmentValues() {
        return Stream.of(
                row(KeyTest::label, "A", "label must be a-z, is A"),
                row(key -> key.integer(1, 512), "many", "must be an integer from 1 to 512, is many"),
                row(Key::flag, "1", "must be true or false, is 1"),
                row(KeyTest::duration, "5", "must be a duration (ms, s, m, h, d) from 1ms to 9d, is 5"),
                row(KeyTest::seconds, "5s", "must be a number of seconds from 0 to 300, is 5s"),
                row(KeyTest::bytes, "1k", "must be a size (B, KiB, MiB, GiB) from 1B to 1024GiB, is 1k"),
                row(key -> key.uri("ws"), "h", "must be an absolute URI with a host and scheme ws"),
                row(key -> key.path(HOME), "x", "must be an absolute path or one that begins with ~/, is x"),
                row(key -> key.choice(Mode.class), "x", "must be one of embedded, very-external, is x"),
                row(Key::strings, "a,,b", "must not be blank"));
    }

    @ParameterizedTest
    @MethodSource("badEnvironmentValues")
    void badVariableIsAProblemThatNamesIt(Function<Key, Setting<?>> type, String text, String message) {
        Reading reading = Reading.of("{}", Map.of("VARIABLE", text));

        assertThat(reading.problems(s -> type.apply(s.key("a").env("VARIABLE")).optional()))
                .containsExactly("environment VARIABLE: a: " + message);
    }

    @ParameterizedTest
    @MethodSource("goodValues")
    void absentNullAndBlankAreNotSet(Function<Key, Setting<?>> type) {
        Reading reading = Reading.of("{\"b\": null, \"c\": \" \"}");

        List<Boolean> present = reading.value(s -> Stream.of("a", "b", "c")
                .map(name -> type.apply(s.key(name)).optional().isPresent())
                .toList());

        assertThat(present).containsExactly(false, false, false);
    }

    @ParameterizedTest
    @MethodSource("goodValues")
    void requiredKeyThatIsNotSetIsAProblem(Function<Key, Setting<?>> type) {
        Reading reading = Reading.of("{\"x\": {\n\"b\": null, \"c\": \"\"}}");

        assertThat(reading.problems(s -> Stream.of("a", "b", "c")
                        .forEach(name -> require(type.apply(s.section("x").key(name))))))
                .containsExactly(
                        "agent_config.json:1:7: x.a: is required",
                        "agent_config.json:2:6: x.b: is required",
                        "agent_config.json:2:17: x.c: is required");
    }

    @SuppressWarnings("unchecked")
    private static void require(Setting<?> setting) {
        ((Setting<Object>) setting).required("stand-in");
    }

    @Test
    void defaultHoldsWhereNothingIsSet() {
        Reading reading = Reading.of("{}");

        List<Object> values = reading.value(s -> List.of(
                s.key("a").text().orElse("t"),
                s.key("b").integer(1, 9).orElse(4),
                duration(s.key("c")).orElse(Duration.ofMillis(1500)),
                seconds(s.key("d")).orElse(Duration.ZERO),
                bytes(s.key("e")).orElse(3L << 20),
                s.key("f").choice(Mode.class).orElse(Mode.VERY_EXTERNAL),
                s.key("g").strings().orElse(List.of("x", "y")),
                s.key("h").secret().orElse(new Secret("canary"))));

        assertThat(values)
                .containsExactly(
                        "t",
                        4,
                        Duration.ofMillis(1500),
                        Duration.ZERO,
                        3L << 20,
                        Mode.VERY_EXTERNAL,
                        List.of("x", "y"),
                        new Secret("canary"));
        assertThat(reading.configuration().effective())
                .extracting(Configuration.Effective::value)
                .containsExactly("t", "4", "1500ms", "0s", "3MiB", "very-external", "[x, y]", "***");
    }
}
