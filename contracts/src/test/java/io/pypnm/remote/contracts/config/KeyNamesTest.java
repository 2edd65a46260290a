package io.pypnm.remote.contracts.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Keys with more than one name, and objects of keys.
final class KeyNamesTest {
    @Test
    void valueUnderAnAliasIsFoundAndShownUnderTheCanonicalName() {
        Reading reading = Reading.of("{\"gui_server\": {\"url\": \"ws://h\"}}");

        URI url = reading.value(s -> s.key("pypnm_server.url")
                .alias("gui_server.url", "server_url")
                .uri("ws")
                .required(URI.create("ws://missing")));

        assertThat(url).isEqualTo(URI.create("ws://h"));
        assertThat(reading.configuration().effectiveTable())
                .isEqualTo("pypnm_server.url  ws://h  agent_config.json:1:24");
    }

    @Test
    void twoNamesWithDifferentValuesAreAProblem() {
        Reading reading = Reading.of("{\"cm\": \"1\",\n\"modem\": \"2\"}");

        assertThat(reading.problems(s -> s.key("cm").alias("modem").text().optional()))
                .containsExactly(
                        "agent_config.json:2:10: modem: differs from cm at agent_config.json:1:8, which means the"
                                + " same");
    }

    @Test
    void twoNamesWithTheSameValueAreNoProblem() {
        Reading reading = Reading.of("{\"cm\": \"60s\", \"modem\": \"1m\"}");

        Optional<Duration> value = reading.value(s -> s.key("cm")
                .alias("modem")
                .duration(Duration.ofMillis(1), Duration.ofDays(9))
                .optional());

        assertThat(value).contains(Duration.ofMinutes(1));
    }

    @Test
    void badValueUnderAnAliasIsAProblemEvenBesideAGoodOne() {
        Reading reading = Reading.of("{\"cm\": 1, \"modem\": 99}");

        assertThat(reading.problems(
                        s -> s.key("cm").alias("modem").integer(1, 9).optional()))
                .containsExactly("agent_config.json:1:20: modem: must be an integer from 1 to 9, is 99");
    }

    @Test
    void sectionsUnderTwoNamesAreMergedKeyByKey() {
        Reading reading = Reading.of("""
            {"cm_access": {"proxy": {"host": "a"}},
             "cm_proxy": {"user": "b", "host": "c"}}
            """);

        assertThat(reading.problems(s -> {
                    Settings proxy = s.key("cm_access.proxy").alias("cm_proxy").section();
                    proxy.key("host").text().optional();
                    assertThat(proxy.key("username").alias("user").text().optional())
                            .contains("b");
                }))
                .containsExactly("agent_config.json:2:36: cm_proxy.host: differs from cm_access.proxy.host"
                        + " at agent_config.json:1:34, which means the same");
    }

    @Test
    void listOfObjectsIsReadOneByOne() {
        Reading reading = Reading.of("""
            {"peers": [
              {"port": 1},
              {"port": 0},
              {"prot": 2}, 7
            ]}
            """);

        assertThat(reading.problems(s -> s.key("peers")
                        .alias("peer")
                        .sections()
                        .forEach(peer -> peer.key("port").integer(1, 9).optional())))
                .containsExactly(
                        "agent_config.json:3:12: peers[1].port: must be an integer from 1 to 9, is 0",
                        "agent_config.json:4:4: peers[2].prot: unknown key, did you mean port?",
                        "agent_config.json:4:16: peers[3]: must be an object in braces, is a number");
    }

    @Test
    void singleObjectIsAListOfOne() {
        Reading reading = Reading.of("{\"peer\": {\"port\": 1}}");

        List<Integer> ports = reading.value(s -> s.key("peers").alias("peer").sections().stream()
                .map(peer -> peer.key("port").integer(1, 9).orElse(9))
                .toList());

        assertThat(ports).containsExactly(1);
    }

    @Test
    void listOfObjectsUnderTwoNamesIsAProblem() {
        Reading reading = Reading.of("{\"peers\": [],\n\"peer\": {}}");

        assertThat(reading.problems(s -> s.key("peers").alias("peer").sections()))
                .containsExactly("agent_config.json:2:9: peer: means the same as peers at"
                        + " agent_config.json:1:11; keep one");
    }

    @Test
    void objectWithNamesOfTheOperatorsChoiceIsReadByName() {
        Reading reading = Reading.of("""
            {"profiles": {"_comment": "x", "lab.1": {"port": 1}, "core": {"port": 2}}}
            """);

        Map<String, Settings> profiles = reading.value(s -> {
            Map<String, Settings> named = s.key("profiles").namedSections();
            named.values().forEach(profile -> profile.key("port").integer(1, 9).optional());
            return named;
        });

        assertThat(profiles.keySet()).containsExactly("lab.1", "core");
    }
}
