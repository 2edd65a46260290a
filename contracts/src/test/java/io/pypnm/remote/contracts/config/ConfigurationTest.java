package io.pypnm.remote.contracts.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationTest {
    private static final Duration MAX = Duration.ofHours(1);

    /// Relations are checked in the record, as everywhere.
    private record Link(String gateway, Duration min, Duration max) {
        private Link {
            if (min.compareTo(max) > 0) {
                throw new IllegalArgumentException("link.min " + min + " is longer than link.max " + max);
            }
        }

        static Link from(Settings settings) {
            Settings link = settings.section("link");
            return new Link(
                    link.key("gateway").env("GATEWAY").text().required("missing"),
                    link.key("min").env("LINK_MIN").duration(Duration.ZERO, MAX).orElse(Duration.ofSeconds(1)),
                    link.key("max").duration(Duration.ZERO, MAX).orElse(Duration.ofMinutes(1)));
        }
    }

    @Test
    void fileWithCommentsAndTrailingCommasIsRead() {
        Reading reading = Reading.of("""
            // which gateway
            {
              "link": { /* ours */ "gateway": "a", "min": "2s", },
            }
            // the end
            """);

        assertThat(reading.value(Link::from)).isEqualTo(new Link("a", Duration.ofSeconds(2), Duration.ofMinutes(1)));
    }

    @Test
    void fourMistakesInOneFileGiveFourLines() {
        Reading reading = Reading.of("""
            {
              "pypnm_sever": {"url": "wss://gateway"},
              "link": {
                "min": "ten",
                "max": 60,
              },
            }
            """);

        assertThat(reading.problems(Link::from))
                .containsExactly(
                        "agent_config.json:2:3: pypnm_sever: unknown key",
                        "agent_config.json:3:11: link.gateway: is required (here or as GATEWAY in the environment)",
                        "agent_config.json:4:12: link.min: must be a duration (ms, s, m, h, d) from 0s to 1h, is ten",
                        "agent_config.json:5:12: link.max: must be a duration (ms, s, m, h, d) from 0s to 1h,"
                                + " is a number");
    }

    @Test
    void exceptionCountsItsProblemsAndListsThem() {
        ConfigurationException failure = Reading.of("{\"lnik\": {}}", Map.of("GATEWAY", "a", "LINK_MIN", "1"))
                .failure(Link::from);

        assertThat(failure).hasMessage("""
            the configuration has 2 problems:
              agent_config.json:1:2: lnik: unknown key, did you mean link?
              environment LINK_MIN: link.min: must be a duration (ms, s, m, h, d) from 0s to 1h, is 1\
            """);
    }

    @Test
    void exceptionWithHundredsOfProblemsListsTheFirstFifty() {
        String json = "{\"a\": [" + "1,".repeat(400) + "]}";

        ConfigurationException failure =
                Reading.of(json).failure(s -> s.key("a").strings().optional());

        assertThat(failure.problems()).hasSize(400);
        assertThat(failure.toString().lines()).hasSize(52).last().isEqualTo("  ... and 350 more");
    }

    @Test
    void environmentWinsOverTheFileKeyByKey() {
        Reading reading = Reading.of(
                "{\"link\": {\"gateway\": \"file\", \"min\": \"2s\"}}", Map.of("LINK_MIN", " 3s ", "UNRELATED", "x"));

        assertThat(reading.value(Link::from)).isEqualTo(new Link("file", Duration.ofSeconds(3), Duration.ofMinutes(1)));
    }

    @Test
    void emptyVariableCountsAsNotSet() {
        Reading reading = Reading.of("{\"link\": {\"gateway\": \"file\"}}", Map.of("GATEWAY", " "));

        assertThat(reading.value(Link::from).gateway()).isEqualTo("file");
    }

    @Test
    void firstVariableThatIsSetCounts() {
        Reading reading = Reading.of("{}", Map.of("SECOND", "2", "THIRD", "3"));

        Optional<String> value = reading.value(
                s -> s.key("a").env("FIRST", "SECOND", "THIRD").text().optional());

        assertThat(value).contains("2");
    }

    @Test
    void environmentAloneIsEnough() throws ConfigurationException {
        Configuration configuration = Configuration.empty(Map.of("GATEWAY", "a"));

        assertThat(configuration.read(Link::from).gateway()).isEqualTo("a");
    }

    @Test
    void missingKeyWithoutAFileHasNoPlace() {
        Reading reading = new Reading(Configuration.empty(Map.of()));

        assertThat(reading.problems(Link::from))
                .containsExactly("link.gateway: is required (here or as GATEWAY in the environment)");
    }

    @Test
    void effectiveSettingsTellValueAndOrigin() {
        Reading reading = Reading.of("""
            {
              "link": {"gateway": "file"},
              "redis": {"host": "cache"}
            }
            """, Map.of("LINK_MIN", "30s"));

        reading.value(settings -> {
            settings.ignore("redis", "answers are not cached");
            settings.ignore("equalizer", "absent anyway");
            settings.key("proxy").text().optional();
            return Link.from(settings);
        });

        assertThat(reading.configuration().effectiveTable()).isEqualTo("""
            redis         not used: answers are not cached  agent_config.json:3:12
            proxy         not set                           default
            link.gateway  file                              agent_config.json:2:23
            link.min      30s                               environment LINK_MIN
            link.max      1m                                default\
            """);
    }

    @Test
    void relationRefusedByTheRecordIsAProblem() {
        Reading reading = Reading.of("{\"link\": {\"gateway\": \"a\", \"min\": \"2m\", \"max\": \"1m\"}}");

        ConfigurationException failure = reading.failure(Link::from);

        assertThat(failure.problems())
                .extracting(Problem::message)
                .containsExactly("link.min PT2M is longer than link.max PT1M");
        assertThat(failure).hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void standInRefusedByTheRecordAddsNoProblem() {
        Reading reading = Reading.of("{\"link\": {\"gateway\": \"a\", \"min\": \"2m\", \"max\": \"60\"}}");

        assertThat(reading.problems(settings -> {
                    Settings link = settings.section("link");
                    new Link(
                            link.key("gateway").text().required("missing"),
                            link.key("min").duration(Duration.ZERO, MAX).orElse(Duration.ZERO),
                            link.key("max").duration(Duration.ZERO, MAX).orElse(Duration.ofSeconds(1)));
                }))
                .singleElement()
                .asString()
                .contains("link.max: must be");
    }

    @Test
    void relationThatDoesNotHoldBlamesTheFirstKeyWhereItWasSet() {
        Map<String, String> environment = Map.of("LOW", "9");

        assertThat(Reading.of("{\n\"a\": {\"low\": 5,\n\"high\": 3}}").problems(ConfigurationTest::checkLowIsBelowHigh))
                .containsExactly("agent_config.json:2:14: a.low: is above high");
        assertThat(Reading.of("{\"a\": {\"high\": 3}}", environment).problems(ConfigurationTest::checkLowIsBelowHigh))
                .containsExactly("environment LOW: a.low: is above high");
    }

    @Test
    void relationIsNotCheckedAgainstAStandIn() {
        assertThat(Reading.of("{\"a\": {\"low\": 5, \"high\": \"3\"}}")
                        .problems(ConfigurationTest::checkLowIsBelowHigh))
                .containsExactly("agent_config.json:1:26: a.high: must be an integer from 0 to 10, is a text");
    }

    @Test
    void relationThatHoldsIsNoProblem() {
        assertThat(Reading.of("{\"a\": {\"low\": 3, \"high\": 3}}").<Boolean>value(settings -> {
                    checkLowIsBelowHigh(settings);
                    return true;
                }))
                .isTrue();
    }

    private static void checkLowIsBelowHigh(Settings settings) {
        Settings a = settings.section("a");
        int low = a.key("low").env("LOW").integer(0, 10).orElse(0);
        int high = a.key("high").integer(0, 10).orElse(1);
        a.check(low <= high, "is above high", "low", "high");
    }

    @Test
    void fileIsLoadedFromDisk(@TempDir Path directory) throws IOException, ConfigurationException {
        Path file = Files.writeString(directory.resolve("c.json"), "\uFEFF{\"link\": {\"gateway\": \"b\u00e9ta\"}}");

        Configuration configuration = Configuration.load(file, Map.of());

        assertThat(configuration.read(Link::from).gateway()).isEqualTo("b\u00e9ta");
    }

    @Test
    void absentFileIsTheOnlyProblem(@TempDir Path directory) {
        Path file = directory.resolve("c.json");

        assertThat(new Reading(Configuration.load(file, Map.of())).problems(Link::from))
                .containsExactly(file + ":1:1: does not exist");
    }

    @Test
    void directoryIsNoConfiguration(@TempDir Path directory) {
        assertThat(new Reading(Configuration.load(directory, Map.of())).problems(Link::from))
                .containsExactly(directory + ":1:1: cannot be read: Is a directory");
    }

    @Test
    void fileOverOneMebibyteIsRefused(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("c.json"), "{}" + " ".repeat(1 << 20));

        assertThat(new Reading(Configuration.load(file, Map.of())).problems(Link::from))
                .containsExactly(file + ":1:1: is larger than 1 MiB");
    }

    @Test
    void orderOfProblemsIsThatOfTheFile() {
        Reading reading = Reading.of("{\"c\": 1, \"b\": 2,\n \"a\": 3}");

        List<String> keys =
                reading
                        .failure(s -> List.of("a", "b", "c")
                                .forEach(key -> s.key(key).text().optional()))
                        .problems()
                        .stream()
                        .map(Problem::key)
                        .toList();

        assertThat(keys).containsExactly("c", "b", "a");
    }

    @Test
    void whatIsPrintedCannotSteerATerminal() {
        Reading reading = Reading.of("{\"\\u001b[2J\": 1, \"a\": \"\\u001b]0;x\\u0007\\u202e\"}");

        ConfigurationException failure =
                reading.failure(s -> s.key("a").integer(0, 1).orElse(0));
        reading.configuration().effectiveTable();

        assertThat(failure.getMessage()).contains("?[2J").doesNotContainPattern("[\\p{Cntrl}\u202e&&[^\\n]]");
    }

    @Test
    void valueOfAForeignTextIsPrintedWithoutControlCharacters() {
        Reading reading = Reading.of("{\"a\": \"x\\u001b\\ny\"}");

        Optional<String> value = reading.value(s -> s.key("a").text().optional());

        assertThat(value).contains("x\u001b\ny");
        assertThat(reading.configuration().effective())
                .extracting(Configuration.Effective::value)
                .containsExactly("x??y");
    }
}
