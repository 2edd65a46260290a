package io.pypnm.remote.contracts.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UnknownKeyTest {
    private static void read(Settings settings) {
        settings.key("pypnm_server.url").alias("gui_server.url").text().optional();
        settings.section("cm_access.proxy").key("host").text().optional();
        settings.key("peer_tunnels")
                .sections()
                .forEach(it -> it.key("label").text().optional());
    }

    @ParameterizedTest
    @CsvSource({
        "pypnm_sever, pypnm_server",
        "pypnm-server, pypnm_server",
        "PYPNM_SERVER, pypnm_server",
        "pypnm_sevrer, pypnm_server",
        "gui_srver, gui_server",
        "peer_tunnel, peer_tunnels",
    })
    void misspeltKeyIsAProblemWithASuggestion(String key, String suggestion) {
        assertThat(Reading.of("{\"" + key + "\": {}}").problems(UnknownKeyTest::read))
                .containsExactly("agent_config.json:1:2: " + key + ": unknown key, did you mean " + suggestion + "?");
    }

    @Test
    void keyLikeNoOtherHasNoSuggestion() {
        assertThat(Reading.of("{\"redis\": null}").problems(UnknownKeyTest::read))
                .containsExactly("agent_config.json:1:2: redis: unknown key");
    }

    @Test
    void keyAtTheWrongLevelIsToldItsPlace() {
        assertThat(Reading.of("{\"host\": \"a\"}").problems(UnknownKeyTest::read))
                .containsExactly("agent_config.json:1:2: host: unknown key, did you mean cm_access.proxy.host?");
    }

    @Test
    void nestedUnknownKeysAreEachAProblem() {
        Reading reading = Reading.of("""
            {
              "cm_access": {"prox": {"host": 1}, "proxy": {"hots": 1, "deep": {"er": 1}}},
              "peer_tunnels": [{"label": "a"}, {"lable": "b"}]
            }
            """);

        assertThat(reading.problems(UnknownKeyTest::read))
                .containsExactly(
                        "agent_config.json:2:17: cm_access.prox: unknown key, did you mean proxy?",
                        "agent_config.json:2:48: cm_access.proxy.hots: unknown key, did you mean host?",
                        "agent_config.json:2:59: cm_access.proxy.deep: unknown key",
                        "agent_config.json:3:37: peer_tunnels[1].lable: unknown key, did you mean label?");
    }

    @Test
    void commentsAreIgnoredAtEveryLevelHoweverOften() {
        Reading reading = Reading.of("""
            {
              "_comment": "one", "_comment": "two", "_comment_cm": ["three"],
              "cm_access": {"_comment": {"four": 4}, "proxy": {"host": "a", "_comment": 5}},
            }
            """);

        assertThat(reading.<Boolean>value(settings -> {
                    read(settings);
                    return true;
                }))
                .isTrue();
    }

    @Test
    void ignoredKeysAreKnownWithAllTheyContain() {
        Reading reading = Reading.of("{\"redis\": {\"host\": 1}, \"old\": 2, \"odl\": 3}");

        assertThat(reading.problems(settings -> {
                    settings.ignore("redis", "no cache");
                    settings.ignore("old", "no use");
                }))
                .containsExactly("agent_config.json:1:34: odl: unknown key, did you mean old?");
    }

    @Test
    void foreignKeysAreAllowedInThatVeryObjectOnly() {
        Reading reading = Reading.of("""
            {"snmp": {"remote_agent": {"timeout": 1, "tiemout": 2}, "version": 3}, "other": {"a": 4}}
            """);

        assertThat(reading.problems(settings -> {
                    settings.allowForeignKeys();
                    settings.section("snmp").allowForeignKeys();
                    settings.key("snmp.remote_agent.timeout").integer(0, 9).optional();
                }))
                .containsExactly(
                        "agent_config.json:1:42: snmp.remote_agent.tiemout: unknown key," + " did you mean timeout?");
    }

    @Test
    void objectWhereAValueBelongsIsOneProblemOnly() {
        Reading reading = Reading.of("{\"a\": {\"b\": 1}, \"c\": 2}");

        assertThat(reading.problems(settings -> {
                    settings.key("a").text().optional();
                    Settings c = settings.section("c");
                    List.of("d", "e").forEach(key -> c.key(key).text().optional());
                }))
                .containsExactly(
                        "agent_config.json:1:7: a: must be a text in double quotes, is an object",
                        "agent_config.json:1:22: c: must be an object in braces, is a number");
    }

    @ParameterizedTest
    @CsvSource({
        "abc, abc, 0",
        "abc, ABC, 0",
        "abc, abd, 1",
        "abc, acb, 1",
        "abc, ab, 1",
        "ab, abc, 1",
        "'', abc, 3",
        "ca, abc, 3",
        "kitten, sitting, 3"
    })
    void distanceCountsEditsAndSwaps(String left, String right, int distance) {
        assertThat(KnownKeys.distance(left, right)).isEqualTo(distance);
    }
}
