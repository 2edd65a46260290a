package io.pypnm.remote.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pypnm.remote.agent.cli.CliConfig.CliHost;
import io.pypnm.remote.agent.operation.CommandRefusedException;
import io.pypnm.remote.agent.ssh.SshSessions;
import io.pypnm.remote.agent.ssh.login.SshConfig;
import io.pypnm.remote.agent.ssh.login.SshHost;
import io.pypnm.remote.agent.ssh.login.SshKey;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.config.Configuration;
import io.pypnm.remote.contracts.config.ConfigurationException;
import io.pypnm.remote.contracts.config.Settings;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CliConfigTest {
    private static final DeviceAddress ONE = DeviceAddress.parse("192.0.2.1");
    private static final DeviceAddress TWO = DeviceAddress.parse("192.0.2.2");

    @TempDir
    private Path home;

    private Path key;

    @BeforeEach
    void makeKey() throws IOException {
        key = Files.createFile(
                home.resolve("id"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    @Test
    void upstreamsSwitchAndLoginHoldForEveryListedCmts() throws Exception {
        CliConfig config = read("""
                {"cmts_access": {"ssh_enabled": true, "ssh_user": "pnm", "ssh_key_file": "~/id"},
                 "cmts_list": [{"ip": "192.0.2.1", "vendor": "Cisco"},
                               {"ip": "192.0.2.2", "ssh": {"port": 2222, "user": "other", "profile": "casa"}}]}
                """);

        CliHost one = host(config, ONE);
        CliHost two = host(config, TWO);
        assertThat(one.login().host()).isEqualTo(new SshHost("192.0.2.1", 22));
        assertThat(one.login().user()).isEqualTo("pnm");
        assertThat(one.login().key()).isEqualTo(new SshKey.File(key));
        assertThat(one.profile().setup()).contains("terminal length 0");
        assertThat(two.login().host()).isEqualTo(new SshHost("192.0.2.2", 2222));
        assertThat(two.login().user()).isEqualTo("other");
        assertThat(two.login().key()).isEqualTo(new SshKey.File(key));
        assertThat(two.profile().setup()).containsExactly("page-off");
    }

    @Test
    void oneCmtsCanBeReachedAlone() throws Exception {
        CliConfig config = read("""
                {"cmts_list": [{"ip": "192.0.2.1", "ssh": {"enabled": true, "user": "pnm", "key_file": "~/id"}},
                               {"ip": "192.0.2.2"}]}
                """);

        assertThat(config.hosts()).containsOnlyKeys(ONE);
        assertThat(host(config, ONE).profile().mode()).isEqualTo(CliProfile.Mode.EXEC);
    }

    @Test
    void operatorAddsAndReplacesProfiles() throws Exception {
        CliConfig config = read("""
                {"cli_profiles": {"mine": {"prompt": "mine> ", "setup": ["quiet"], "pagers": ["<more>"]},
                                  "cisco": {"vendors": ["cisco"], "setup": ["other"]}},
                 "cmts_access": {"ssh_user": "pnm", "ssh_key_file": "~/id", "ssh_enabled": true},
                 "cmts_list": [{"ip": "192.0.2.1", "ssh": {"profile": "mine"}},
                               {"ip": "192.0.2.2", "vendor": "cisco"}]}
                """);

        assertThat(host(config, ONE).profile().isPager(" <more> ")).isTrue();
        assertThat(host(config, TWO).profile().setup()).containsExactly("other");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "ssh": {"enabled": true, "user": "pnm"}                                       | cmts_list[0].ssh.key_file: is required
            "ssh": {"enabled": true, "key_file": "~/id"}                                  | cmts_list[0].ssh.username: is required
            "ssh": {"enabled": true, "user": "pnm", "key_file": "~/nowhere"}              | which cannot be read
            "ssh": {"enabled": true, "user": "pnm", "key_file": "~/id", "profile": "nec"} | must be one of casa, cisco, commscope, exec, harmonic
            "ssh": {"enabled": true, "user": "a b", "key_file": "~/id"}                   | user must be of visible ASCII characters
            """)
    void whatIsMissingOrWrongIsNamed(String ssh, String problem) {
        assertThatThrownBy(() -> read("{\"cmts_list\": [{\"ip\": \"192.0.2.1\", " + ssh + "}]}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void keyThatOthersCanReadStopsTheStart() throws Exception {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> read("""
                        {"cmts_list": [{"ip": "192.0.2.1", "ssh": {"enabled": true, "user": "u", "key_file": "~/id"}}]}
                        """)).hasMessageContaining("chmod 600");
    }

    @Test
    void cmtsWithoutSshIsRefusedBeforeAnythingIsSent() throws Exception {
        CliConfig config = read("{\"cmts_list\": [{\"ip\": \"192.0.2.1\"}]}");
        try (SshSessions sessions = SshSessions.open(
                new SshConfig(List.of(), SshConfig.Limits.STANDARD),
                home.resolve("known_hosts"),
                "trust",
                System::nanoTime,
                Thread.ofVirtual().factory())) {
            var operations = new CliOperations(config, sessions);

            CommandRefusedException refusal = catchThrowableOfType(
                    CommandRefusedException.class,
                    () -> operations.check(new Command.CmtsCommand(ONE, "show version")));

            assertThat(refusal.code()).isEqualTo(RefusalCode.POLICY);
            assertThat(refusal.detail()).contains("192.0.2.1").contains("ssh.enabled");
        }
    }

    private static CliHost host(CliConfig config, DeviceAddress address) {
        return Objects.requireNonNull(config.hosts().get(address));
    }

    private CliConfig read(String text) throws ConfigurationException {
        return Configuration.parse("agent_config.json", text, Map.of()).read(settings -> {
            Map<DeviceAddress, Settings> cmtss = new HashMap<>();
            for (Settings entry : settings.key("cmts_list").sections()) {
                cmtss.put(entry.key("ip").as(DeviceAddress::parse).required(ONE), entry);
            }
            return CliConfig.from(settings, home, cmtss);
        });
    }
}
