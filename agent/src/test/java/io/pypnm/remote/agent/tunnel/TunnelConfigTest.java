package io.pypnm.remote.agent.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.agent.ssh.login.SshHost;
import io.pypnm.remote.agent.ssh.login.SshKey;
import io.pypnm.remote.agent.tunnel.TunnelConfig.Direction;
import io.pypnm.remote.agent.tunnel.TunnelConfig.Route;
import io.pypnm.remote.contracts.config.Configuration;
import io.pypnm.remote.contracts.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TunnelConfigTest {
    @TempDir
    private Path home;

    private Path key;

    @BeforeEach
    void makeKey() throws IOException {
        key = Files.createFile(
                home.resolve("id"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                {"pypnm_ssh_tunnel": {"enabled": true, "ssh_host": "pnm.example.net", "ssh_port": 2222, "ssh_user": "t",
                                      "ssh_key_file": "~/id", "local_port": 8001, "remote_port": 8002}}
                """, """
                {"gui_ssh_tunnel": {"enabled": true, "ssh_host": "pnm.example.net", "ssh_port": 2222, "ssh_user": "t",
                                    "key_file": "~/id", "local_port": 8001, "remote_port": 8002}}
                """})
    void upstreamsTunnelIsUnderstood(String text) throws Exception {
        assertGatewayTunnel(read(text, Map.of()));
    }

    @Test
    void upstreamsEnvironmentIsUnderstood() throws Exception {
        assertGatewayTunnel(read(
                "{}",
                Map.of(
                        "PYPNM_SSH_TUNNEL", "True",
                        "PYPNM_SSH_HOST", "pnm.example.net",
                        "PYPNM_SSH_PORT", "2222",
                        "PYPNM_SSH_USER", "t",
                        "PYPNM_SSH_KEY", "~/id",
                        "PYPNM_LOCAL_PORT", "8001",
                        "PYPNM_REMOTE_PORT", "8002")));
    }

    private void assertGatewayTunnel(TunnelConfig config) {
        assertThat(config.gatewayPort()).hasValue(8001);
        Route route = config.routes().getFirst();
        assertThat(route.login().host()).isEqualTo(new SshHost("pnm.example.net", 2222));
        assertThat(route.login().user()).isEqualTo("t");
        assertThat(route.login().key()).isEqualTo(new SshKey.File(key));
        assertThat(route.direction()).isEqualTo(Direction.THERE);
        assertThat(route.remotePort()).isEqualTo(8002);
    }

    @Test
    void peersAreKnownByTheirLabelsOrHosts() throws Exception {
        TunnelConfig config = read("""
                {"peer_tunnels": [
                  {"label": "cm-agent", "ssh_host": "a", "ssh_user": "t", "ssh_key_file": "~/id", "keepalive_interval": 7,
                   "ssh_options": ["IdentitiesOnly=yes", "StrictHostKeyChecking=yes", "ExitOnForwardFailure yes"]},
                  {"ssh_host": "b", "ssh_port": 2222, "ssh_user": "t", "key_file": "~/id", "remote_port": 8001},
                  {"enabled": false, "ssh_host": "c", "ssh_options": ["ProxyCommand=nc %h %p"]}]}
                """, Map.of());

        assertThat(config.gatewayPort()).isEmpty();
        assertThat(config.routes()).extracting(Route::label).containsExactly("cm-agent", "b:2222");
        assertThat(config.routes()).extracting(Route::direction).containsOnly(Direction.BACK);
        assertThat(config.routes()).extracting(Route::localPort).containsOnly(8000);
        assertThat(config.routes()).extracting(Route::remotePort).containsExactly(8000, 8001);
        assertThat(config.routes())
                .extracting(Route::keepAlive)
                .containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(30));
    }

    @Test
    void withoutAKeyFileTheSshAgentServes() throws Exception {
        TunnelConfig config = read("""
                {"pypnm_ssh_tunnel": {"enabled": true, "ssh_host": "h", "ssh_user": "u"}}
                """, Map.of("SSH_AUTH_SOCK", "/run/agent.socket"));

        assertThat(config.routes().getFirst().login().key()).isEqualTo(new SshKey.Agent(Path.of("/run/agent.socket")));
    }

    @Test
    void tunnelThatIsOffNeedsNothing() throws Exception {
        TunnelConfig config = read("""
                {"pypnm_ssh_tunnel": {"enabled": false, "ssh_host": "h", "ssh_key_file": "~/nowhere"},
                 "peer_tunnel": {"enabled": false}}
                """, Map.of());

        assertThat(config.routes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ProxyCommand=nc %h %p",
                "StrictHostKeyChecking=no",
                "StrictHostKeyChecking=accept-new",
                "UserKnownHostsFile=/dev/null",
                "ExitOnForwardFailure=no",
                "GatewayPorts=yes",
                "nonsense"
            })
    void optionThatCannotBeFollowedStopsTheStart(String option) {
        assertThatThrownBy(() -> read("""
                        {"peer_tunnels": [{"ssh_host": "a", "ssh_user": "t", "ssh_key_file": "~/id",
                                           "ssh_options": ["%s"]}]}
                        """.formatted(option), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(
                        "peer_tunnels[0].ssh_options: has " + option + ", which this agent cannot follow");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "pypnm_ssh_tunnel": {"enabled": true}                              | pypnm_ssh_tunnel.ssh_host: is required
            "pypnm_ssh_tunnel": {"enabled": true, "ssh_host": "h"}             | pypnm_ssh_tunnel.ssh_user: is required
            "peer_tunnels": [{"ssh_host": "h", "ssh_user": "u"}]               | peer_tunnels[0].ssh_key_file: is required
            "peer_tunnels": [{"ssh_host": "h h", "ssh_user": "u"}]             | host must be a name or an address
            """)
    void whatIsMissingIsNamed(String setting, String problem) {
        assertThatThrownBy(() -> read("{" + setting + "}", Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(problem);
    }

    private TunnelConfig read(String text, Map<String, String> environment) throws ConfigurationException {
        return Configuration.parse("agent_config.json", text, environment)
                .read(settings -> TunnelConfig.from(settings, home));
    }
}
