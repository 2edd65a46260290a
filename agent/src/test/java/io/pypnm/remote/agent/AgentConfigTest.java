package io.pypnm.remote.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.agent.link.LinkConfig;
import io.pypnm.remote.agent.operation.CommandRefusedException;
import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.policy.CredentialStore;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.command.SnmpAccess.DeviceRole;
import io.pypnm.remote.contracts.config.Configuration;
import io.pypnm.remote.contracts.config.ConfigurationException;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AgentConfigTest {
    private static final Path HOME = Path.of("/home/pnm");
    private static final String LEAST = """
            "agent_id": "jump-01", "pypnm_server": {"url": "wss://pnm.example.net", "auth_token": "t-1"}
            """;
    private static final DeviceAddress MODEM = DeviceAddress.parse("10.0.0.1");
    private static final DeviceAddress CMTS = DeviceAddress.parse("192.0.2.1");

    @Test
    void agentNeedsANameAGatewayAndAToken() throws Exception {
        AgentConfig config = read("{" + LEAST + "}");

        assertThat(config.link().agent()).isEqualTo(new AgentId("jump-01"));
        assertThat(config.link().gateway()).isEqualTo(URI.create("wss://pnm.example.net/ws/agent"));
        assertThat(config.link().token().reveal()).isEqualTo("t-1");
        assertThat(config.link().trust()).isEqualTo(new LinkConfig.Trust.Platform());
        assertThat(config.run().lane(Lane.INTERACTIVE).workers()).isEqualTo(50);
        assertThat(config.run().lane(Lane.INTERACTIVE).places()).isEqualTo(400);
        assertThat(config.run().perTarget()).isEqualTo(1);
        assertThat(config.stopWithin()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void whatIsMissingIsToldAllAtOnce() {
        assertThatThrownBy(() -> read("{}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("agent_id: is required")
                .hasMessageContaining("pypnm_server.url: is required")
                .hasMessageContaining("pypnm_server.auth_token: is required");
    }

    @Test
    void upstreamsFlatFormAndItsEnvironmentAreUnderstood() throws Exception {
        AgentConfig config = read("""
                {"agent_id": "a", "server_url": "ws://127.0.0.1:8000/api/agents/ws", "token": "t",
                 "reconnect_interval": 5, "modem_community": "m", "workers": {"gui": 7, "identity": 8},
                 "redis": {"host": null, "port": 6379}}
                """, Map.of("PYPNM_AGENT_ID", "from-environment", "AGENT_BULK_THREADS", "3"));

        assertThat(config.link().agent()).isEqualTo(new AgentId("from-environment"));
        assertThat(config.link().gateway()).hasPath("/api/agents/ws");
        assertThat(config.link().timing().backoffMin()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.run().lane(Lane.INTERACTIVE).workers()).isEqualTo(7);
        assertThat(config.run().lane(Lane.BULK).workers()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws://127.0.0.1:8080", "ws://localhost:8080", "ws://[::1]:8080", "wss://pnm.example.net"})
    void tokenTravelsEncryptedOrStaysOnThisHost(String url) throws Exception {
        AgentConfig config = read("{\"agent_id\": \"a\", \"server_url\": \"" + url + "\", \"token\": \"t\"}");

        assertThat(config.link().gateway()).hasToString(url + "/ws/agent");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ws://pnm.example.net",
                "ws://10.0.0.1:8080",
                "ws://127.0.0.1.example.net",
                "ws://localhost.example.net"
            })
    void tokenNeverTravelsInClear(String url) {
        assertThatThrownBy(() -> read("{\"agent_id\": \"a\", \"server_url\": \"" + url + "\", \"token\": \"t\"}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("ws goes to loopback only");
    }

    /// As upstream has it: the URL's host is not reached any more, its path is.
    @ParameterizedTest
    @CsvSource({
        "'\"url\": \"wss://pnm.example.net/api/agents/ws\",', ws://127.0.0.1:8001/api/agents/ws",
        "'', ws://127.0.0.1:8001/ws/agent"
    })
    void tunnelLeadsToTheGateway(String url, String gateway, @TempDir Path folder) throws Exception {
        Path key = Files.createFile(
                folder.resolve("id"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));

        AgentConfig config = read("""
                {"agent_id": "a", "pypnm_server": {%s "auth_token": "t"},
                 "pypnm_ssh_tunnel": {"enabled": true, "ssh_host": "h", "ssh_user": "u", "ssh_key_file": "%s",
                                      "local_port": 8001}}
                """.formatted(url, key));

        assertThat(config.link().gateway()).hasToString(gateway);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "tftp_server": {"pnm_file_delete_enabled": true}          | tftp_server.pnm_file_delete_enabled
            """)
    void featureOfALaterVersionStopsTheStartWhenItIsSwitchedOn(String setting, String key) {
        assertThatThrownBy(() -> read("{" + LEAST + ", " + setting + "}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(key)
                .hasMessageContaining("is not in this version yet");
    }

    @Test
    void featureOfALaterVersionThatIsSwitchedOffIsNoProblem() throws Exception {
        read("{" + LEAST + """
                , "pypnm_ssh_tunnel": {"enabled": false, "ssh_host": "h", "ssh_port": 22, "key_file": "~/.ssh/id"},
                 "peer_tunnels": [{"enabled": false, "label": "x", "ssh_options": ["A=b"], "keepalive_interval": 30}],
                 "cm_access": {"enabled": true, "proxy": {"host": null, "port": 22}},
                 "tftp_server": {"host": null, "tftp_path": "/tftpboot", "pnm_file_get_enabled": false}}
                """);
    }

    @Test
    void misspeltKeyIsAProblemWithASuggestion() {
        assertThatThrownBy(() -> read("{" + LEAST + ", \"polcy\": {}}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("unknown key, did you mean policy?");
    }

    @Test
    void communitiesAreFoundByRoleAddressAndName() throws Exception {
        CredentialStore store = store("""
                "cm_access": {"community": "cm-r", "write_community": "cm-w"},
                "cmts_access": {"community": "cmts-r"},
                "cmts_list": [{"name": "ams", "ip": "192.0.2.1", "community": "ams-r", "write_community": "ams-w",
                               "vendor": "x", "type": "y", "in_flight": 2}],
                "credentials": {"lab": {"community": "lab-r"}}
                """);

        assertThat(community(store, new SnmpAccess.Automatic(), MODEM, false)).isEqualTo("cm-r");
        assertThat(community(store, new SnmpAccess.Automatic(), MODEM, true)).isEqualTo("cm-w");
        assertThat(community(store, new SnmpAccess.Automatic(), CMTS, false)).isEqualTo("ams-r");
        assertThat(community(store, new SnmpAccess.ByRole(DeviceRole.CMTS), CMTS, true))
                .isEqualTo("ams-w");
        assertThat(community(store, new SnmpAccess.ByRole(DeviceRole.CMTS), MODEM, false))
                .isEqualTo("cmts-r");
        assertThat(community(store, new SnmpAccess.ByRole(DeviceRole.CM), CMTS, false))
                .isEqualTo("cm-r");
        assertThat(community(store, new SnmpAccess.Profile("lab"), MODEM, false))
                .isEqualTo("lab-r");
    }

    @Test
    void credentialThatIsNotThereIsRefusedAndNeverGuessed() throws Exception {
        CredentialStore store = store("\"credentials\": {\"lab\": {\"community\": \"r\"}}");

        assertUnknown(store, new SnmpAccess.Automatic(), false, "no community in cm_access");
        assertUnknown(store, new SnmpAccess.ByRole(DeviceRole.CMTS), true, "no write_community in cmts_access");
        assertUnknown(store, new SnmpAccess.Profile("lab"), true, "no write_community in credentials.lab");
        assertUnknown(store, new SnmpAccess.Profile("other"), false, "no credential named other");
    }

    @Test
    void communityOfTheRequestIsTakenUnlessThatIsTurnedOff() throws Exception {
        SnmpAccess inline = new SnmpAccess.Community(new Secret("mine"));
        CredentialStore off = store("\"allow_inline_credentials\": false");

        assertThat(community(store("\"redis\": null"), inline, MODEM, true)).isEqualTo("mine");
        assertThatThrownBy(() -> off.snmp(inline, MODEM, false))
                .isInstanceOfSatisfying(
                        CommandRefusedException.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.POLICY));
    }

    @Test
    void usmUserTakesThePlaceOfCommunities() throws Exception {
        String auth = "\"auth_protocol\": \"sha-256\", \"auth_password\": \"canary-one\"";
        String priv = "\"priv_protocol\": \"aes-256-cisco\", \"priv_password\": \"canary-two\"";
        CredentialStore store = store("\"cm_access\": {\"usm\": {\"user\": \"cm\", " + auth + ", " + priv + "}},"
                + " \"cmts_list\": [{\"ip\": \"192.0.2.1\", \"usm\": {\"user\": \"cmts\", " + auth + "}}],"
                + " \"credentials\": {\"lab\": {\"usm\": {\"user\": \"lab\"}}}");
        var authentication =
                new SnmpSecurity.Authentication(SnmpSecurity.AuthProtocol.SHA_256, new Secret("canary-one"));
        var privacy = new SnmpSecurity.Privacy(SnmpSecurity.PrivProtocol.AES_256_CISCO, new Secret("canary-two"));

        var encrypting = new SnmpSecurity.AuthPriv("cm", authentication, privacy);
        assertThat(store.snmp(new SnmpAccess.Automatic(), MODEM, false)).isEqualTo(encrypting);
        assertThat(store.snmp(new SnmpAccess.Automatic(), MODEM, true)).isEqualTo(encrypting);
        assertThat(encrypting.toString()).doesNotContain("canary");
        assertThat(store.snmp(new SnmpAccess.Automatic(), CMTS, true))
                .isEqualTo(new SnmpSecurity.AuthNoPriv("cmts", authentication));
        assertThat(store.snmp(new SnmpAccess.Profile("lab"), MODEM, false))
                .isEqualTo(new SnmpSecurity.NoAuthNoPriv("lab"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        'user': 'u'}, 'community': 'c'                                         | cannot stand beside a community
        'auth_protocol': 'sha', 'auth_password': 'long-enough'}                | usm.user: is required
        'user': 'u', 'auth_protocol': 'sha', 'auth_password': 'short'}         | auth_password: must have at least 8
        'user': 'u', 'auth_protocol': 'sha'}                                   | auth_password: is required
        'user': 'u', 'auth_password': 'long-enough'}                           | auth_protocol: is required
        'user': 'u', 'priv_protocol': 'aes-128', 'priv_password': 'long-enough'} | needs auth_protocol
        'user': 'u', 'auth_protocol': 'sha-3', 'auth_password': 'long-enough'} | auth_protocol: must be one of
        'user': 'a name of more than thirty-two bytes'}                        | has 36
        """, quoteCharacter = '`')
    void usmUserThatCannotBeIsAProblem(String settings, String problem) {
        String json = "{" + LEAST + ", \"cm_access\": {'usm': {" + settings + "}}";

        assertThatThrownBy(() -> read(json.replace('\'', '"')))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void listedCmtsBearsSeveralCommandsAtOnce() throws Exception {
        AgentConfig config = read("{" + LEAST + ", \"cmts_list\": [{\"ip\": \"192.0.2.1\"},"
                + " {\"ip\": \"192.0.2.2\", \"in_flight\": 9, \"max_repetitions\": 20}]}");

        DeviceAddress second = DeviceAddress.parse("192.0.2.2");
        assertThat(config.run().exceptions()).containsOnly(Map.entry(CMTS, 4), Map.entry(second, 9));
        assertThat(config.snmp().repetitions()).containsOnly(Map.entry(second, 20));
    }

    @Test
    void secretsAreNotAmongWhatIsShown() throws Exception {
        Configuration configuration = Configuration.parse(
                "test",
                "{" + LEAST + ", \"cm_access\": {\"community\": \"canary-1\"},"
                        + " \"credentials\": {\"x\": {\"write_community\": \"canary-2\"}}}",
                Map.of("PYPNM_CMTS_COMMUNITY", "canary-3"));
        configuration.read(settings -> AgentConfig.from(settings, HOME));

        assertThat(configuration.effectiveTable())
                .contains("cm_access.community", "credentials.x.write_community", "PYPNM_CMTS_COMMUNITY")
                .doesNotContain("canary", "t-1");
    }

    private static CredentialStore store(String settings) throws ConfigurationException {
        return new CredentialStore(read("{" + LEAST + ", " + settings + "}").credentials());
    }

    private static String community(CredentialStore store, SnmpAccess access, DeviceAddress address, boolean write)
            throws CommandRefusedException {
        return ((SnmpSecurity.Community) store.snmp(access, address, write))
                .community()
                .reveal();
    }

    private static void assertUnknown(CredentialStore store, SnmpAccess access, boolean write, String detail) {
        assertThatThrownBy(() -> store.snmp(access, MODEM, write))
                .isInstanceOfSatisfying(
                        CommandRefusedException.class,
                        e -> assertThat(e.code()).isEqualTo(RefusalCode.CREDENTIAL_UNKNOWN))
                .hasMessageContaining(detail);
    }

    private static AgentConfig read(String json) throws ConfigurationException {
        return read(json, Map.of());
    }

    private static AgentConfig read(String json, Map<String, String> environment) throws ConfigurationException {
        return Configuration.parse("test", json, environment).read(settings -> AgentConfig.from(settings, HOME));
    }
}
