package io.pypnm.remote.contracts.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretTest {
    private static final String CANARY = "hunter2-canary";

    static Path privateFile(Path file, String text) throws IOException {
        return fileWithMode(file, text, "rw-r-----");
    }

    static Path openFile(Path file, String text) throws IOException {
        return fileWithMode(file, text, "rw-r--r--");
    }

    private static Path fileWithMode(Path file, String text, String mode) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void secretCannotPrint() {
        Secret secret = new Secret(CANARY);

        assertThat(secret).hasToString("***");
        assertThat(List.of(Optional.of(secret))).asString().doesNotContain(CANARY);
        assertThat(secret).isNotInstanceOf(Serializable.class);
        assertThatThrownBy(() -> new ObjectMapper().writeValueAsString(secret))
                .hasMessageContaining("No serializer found");
    }

    @Test
    void secretIsRevealedOnRequest() {
        assertThat(new Secret(CANARY).reveal()).isEqualTo(CANARY);
    }

    @Test
    void secretsAreEqualByValueAndHashesTellNothing() {
        Secret secret = new Secret("a");

        assertThat(secret)
                .isEqualTo(new Secret("a"))
                .isNotEqualTo(new Secret("b"))
                .isNotEqualTo("a");
        assertThat(secret.hashCode()).isEqualTo(new Secret("b").hashCode());
    }

    @Test
    void blankSecretIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Secret(" "))
                .withMessage("a secret must not be blank");
    }

    @Test
    void configuredSecretShowsNowhere() {
        Reading reading =
                Reading.of("{\"a\": \"" + CANARY + "\", \"b\": [\"" + CANARY + "\"]}", Map.of("TOKEN", CANARY + 2));

        ConfigurationException failure = reading.failure(settings -> {
            settings.key("a").secret().optional();
            settings.key("a").alias("b").secret().optional();
            settings.key("c").env("TOKEN").secret().optional();
            settings.key("d").secret().orElse(new Secret(CANARY));
        });

        assertThat(failure.toString()
                        + failure.problems()
                        + reading.configuration().effective())
                .contains("b: must be a text in double quotes, is a list", "environment TOKEN", "***")
                .doesNotContain(CANARY);
    }

    @Test
    void secretsThatDifferUnderTwoNamesAreNotQuoted() {
        Reading reading = Reading.of("{\"a\": \"" + CANARY + "\", \"b\": \"" + CANARY + "2\"}");

        assertThat(reading.failure(s -> s.key("a").alias("b").secret().optional()))
                .hasMessageContaining("b: differs from a")
                .hasMessageNotContaining(CANARY);
    }

    @Test
    void nodesOfTheFileDoNotPrintTheirText() {
        SettingsParser.Parsed parsed = SettingsParser.parse("c.json", "{\"a\": [\"" + CANARY + "\"]}");

        assertThat(parsed).asString().contains("a text at c.json:1:8").doesNotContain(CANARY);
    }

    @Test
    void fileWithASecretMustBePrivate(@TempDir Path directory) throws IOException {
        Path file = openFile(directory.resolve("it's.json"), "{\"a\": \"" + CANARY + "\", \"b\": \"x\"}");

        ConfigurationException failure = new Reading(Configuration.load(file, Map.of("TOKEN", "other")))
                .failure(settings -> {
                    settings.key("a").env("TOKEN").secret().optional();
                    settings.key("b").secret().optional();
                });

        assertThat(failure.problems())
                .singleElement()
                .asString()
                .isEqualTo(file + ":1:1: holds a secret but has mode rw-r--r--; run: chmod 600 '" + directory
                        + "/it'\\''s.json'");
    }

    @Test
    void fileWithoutASecretMayBePublic(@TempDir Path directory) throws IOException, ConfigurationException {
        Path file = openFile(directory.resolve("c.json"), "{\"b\": \"x\"}");

        Configuration configuration = Configuration.load(file, Map.of("TOKEN", "t"));

        assertThat(configuration.<String>read(settings -> {
                    settings.key("a").env("TOKEN").secret().required(new Secret("missing"));
                    return settings.key("b").text().required("missing");
                }))
                .isEqualTo("x");
    }

    @Test
    void modesUpTo0640ArePrivate(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("f");

        for (String mode : List.of("r--------", "rw-------", "rwx------", "rw-r-----")) {
            fileWithMode(file, "x", mode);
            assertThat(FilePermissions.requirePrivate(file)).as(mode).isEmpty();
            Files.delete(file);
        }
        for (String mode : List.of("rw-rw----", "rw----r--", "rw-----w-", "rw------x")) {
            fileWithMode(file, "x", mode);
            assertThat(FilePermissions.requirePrivate(file))
                    .as(mode)
                    .hasValueSatisfying(it -> assertThat(it.message()).contains(mode, "chmod 600"));
            Files.delete(file);
        }
    }

    @Test
    void permissionsOfAFileThatIsGoneAreAProblem(@TempDir Path directory) {
        assertThat(FilePermissions.requirePrivate(directory.resolve("gone"))).isPresent();
    }

    @Test
    void secretFileIsReadWithoutItsLineEnd(@TempDir Path home) throws IOException {
        privateFile(home.resolve("token"), "hunter2\n");
        Reading reading = Reading.of("{\"token_file\": \"~/token\"}");

        Optional<Secret> secret =
                reading.value(s -> s.key("token_file").secretFile(home).optional());

        assertThat(secret).contains(new Secret("hunter2"));
        assertThat(reading.configuration().effectiveTable()).contains("***").doesNotContain("hunter2");
    }

    @Test
    void secretFileOpenToOthersIsAProblem(@TempDir Path home) throws IOException {
        Path token = openFile(home.resolve("token"), "hunter2\n");

        assertThat(Reading.of("{\"f\": \"~/token\"}")
                        .problems(s -> s.key("f").secretFile(home).optional()))
                .containsExactly("agent_config.json:1:7: f: " + token
                        + " holds a secret but has mode rw-r--r--; run: chmod 600 '" + token + "'");
    }

    @Test
    void secretFileThatIsEmptyOrHugeIsAProblem(@TempDir Path home) throws IOException {
        Path empty = privateFile(home.resolve("empty"), "\n");
        Path huge = privateFile(home.resolve("huge"), "x".repeat(1 << 17));

        assertThat(Reading.of("{\"a\": \"~/empty\", \"b\": \"~/huge\"}").problems(s -> {
                    s.key("a").secretFile(home).optional();
                    s.key("b").secretFile(home).optional();
                }))
                .containsExactly(
                        "agent_config.json:1:7: a: " + empty + " must hold 1 to 65536 bytes",
                        "agent_config.json:1:23: b: " + huge + " must hold 1 to 65536 bytes");
    }
}
