package io.pypnm.remote.contracts.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The keys of the Python agent's file, as our agent has to read them.
final class UpstreamFileTest {
    private static final Path HOME = Path.of("/home/pnm");
    private static final String CANARY = "s3cr3t-canary";
    private static final String EXAMPLE = """
        {
          "_comment": "one agent beside the CMTS",
          "agent_id": "jump-ams-01",
          "pypnm_server": {"url": "ws://127.0.0.1:8000/api/agents/ws", "auth_token": "s3cr3t-canary",
                               "reconnect_interval": 5},
          "pypnm_ssh_tunnel": {"enabled": false, "ssh_host": "pnm.example.net", "ssh_port": 22, "ssh_user": "tunnel",
                               "ssh_key_file": "~/.ssh/id_ed25519", "local_port": 8000, "remote_port": 8000},
          "peer_tunnels": [
            {"enabled": false, "label": "cm-agent", "ssh_host": "cm-jump.example.net", "ssh_user": "tunnel",
             "ssh_key_file": "~/.ssh/id_ed25519", "local_port": 8000, "remote_port": 8000, "keepalive_interval": 30,
             "ssh_options": ["IdentitiesOnly=yes"]},
            {"enabled": false, "label": "file-agent", "ssh_host": "files.example.net", "remote_port": 8001}],
          "cmts_access": {"enabled": true, "community": "s3cr3t-canary", "write_community": "",
                              "ssh_enabled": false},
          "cm_access": {"enabled": false, "community": "s3cr3t-canary",
                        "proxy": {"host": null, "port": 22, "username": null, "key_file": null}},
          "cmts_list": [{"name": "ams", "ip": "192.0.2.1", "community": "s3cr3t-canary"}],
          "workers": {"gui": 50, "bulk": 2},
          "redis": {"host": null, "port": 6379},
          "tftp_server": {"host": null, "tftp_path": "/tftpboot", "pnm_file_get_enabled": false}
        }
        """;

    private record Agent(URI url, Duration reconnect, List<String> peers, boolean cmts, int workers) {
        static Agent from(Settings settings) {
            settings.key("agent_id").env("PYPNM_AGENT_ID").text().required("missing");
            settings.key("pypnm_server.auth_token")
                    .alias("gui_server.auth_token", "token", "auth_token")
                    .env("PYPNM_AUTH_TOKEN")
                    .secret()
                    .required(new Secret("missing"));
            tunnel(settings.key("pypnm_ssh_tunnel").alias("gui_ssh_tunnel").section());
            community(settings.key("cm_access.community").alias("cm_direct.community", "modem_community"));
            community(settings.key("cmts_access.community").env("PYPNM_CMTS_COMMUNITY", "CMTS_SNMP_COMMUNITY"));
            community(settings.key("cmts_access.write_community"));
            settings.key("cmts_access.ssh_enabled").flag().orElse(false);
            settings.key("cm_access.enabled").alias("cm_direct.enabled").flag().orElse(false);
            host(settings.key("cm_access.proxy").alias("cm_proxy").section());
            host(settings.section("tftp_server"));
            settings.key("tftp_server.tftp_path").path(HOME).orElse(Path.of("/tftpboot"));
            settings.key("tftp_server.pnm_file_get_enabled").flag().orElse(false);
            settings.key("workers.bulk").integer(1, 512).orElse(2);
            settings.ignore("redis", "answers are not cached");
            settings.key("cmts_list").sections().forEach(Agent::cmts);
            return new Agent(
                    settings.key("pypnm_server.url")
                            .alias("gui_server.url", "server_url")
                            .env("PYPNM_SERVER_URL")
                            .uri("ws", "wss")
                            .required(URI.create("ws://missing")),
                    settings.key("pypnm_server.reconnect_interval")
                            .seconds(Duration.ofSeconds(1), Duration.ofHours(1))
                            .orElse(Duration.ofSeconds(5)),
                    settings.key("peer_tunnels").alias("peer_tunnel").sections().stream()
                            .map(Agent::tunnel)
                            .toList(),
                    settings.key("cmts_access.enabled")
                            .alias("cmts_access.snmp_direct")
                            .flag()
                            .orElse(true),
                    settings.key("workers.gui")
                            .alias("workers.interactive")
                            .integer(1, 512)
                            .orElse(50));
        }

        private static String tunnel(Settings tunnel) {
            Stream.of("local_port", "remote_port", "ssh_port")
                    .forEach(key -> tunnel.key(key).integer(1, 65535).orElse(8000));
            tunnel.key("enabled").flag().orElse(true);
            tunnel.key("ssh_user").text().optional();
            tunnel.key("ssh_key_file").alias("key_file").path(HOME).optional();
            tunnel.key("ssh_options").strings().orElse(List.of());
            tunnel.key("keepalive_interval")
                    .seconds(Duration.ZERO, Duration.ofMinutes(10))
                    .orElse(Duration.ofSeconds(30));
            String host = tunnel.key("ssh_host").text().required("missing");
            return tunnel.key("label").text().orElse(host);
        }

        private static void cmts(Settings cmts) {
            cmts.key("name").text().optional();
            cmts.key("ip").text().required("missing");
            community(cmts.key("community"));
        }

        private static void host(Settings host) {
            host.key("host").text().optional();
            host.key("port").integer(1, 65535).orElse(22);
            host.key("username").alias("user").text().optional();
            host.key("key_file").path(HOME).optional();
        }

        private static void community(Key key) {
            key.secret().optional();
        }
    }

    @Test
    void exampleFileIsReadWhole() {
        Reading reading = Reading.of(EXAMPLE, Map.of("PYPNM_SERVER_URL", "wss://gateway.example.net/ws/agent"));

        Agent agent = reading.value(Agent::from);

        assertThat(agent)
                .isEqualTo(new Agent(
                        URI.create("wss://gateway.example.net/ws/agent"),
                        Duration.ofSeconds(5),
                        List.of("cm-agent", "file-agent"),
                        true,
                        50));
        assertThat(reading.configuration().effectiveTable())
                .contains("pypnm_server.auth_token", "peer_tunnels[1].label", "environment PYPNM_SERVER_URL")
                .doesNotContain(CANARY);
    }

    /// The seed is fixed: a failure is found again under its round's number.
    @Test
    void damagedFileIsEitherReadOrRefusedByTheTypedExceptionAlone() {
        Random random = new Random(20_251);
        int refused = 0;
        for (int round = 0; round < 2_000; round++) {
            String text = damage(EXAMPLE, random);
            try {
                Configuration.parse(Reading.FILE, text, Map.of()).read(Agent::from);
            } catch (ConfigurationException e) {
                refused++;
                if (e.problems().isEmpty() || e.toString().contains(CANARY)) {
                    throw new AssertionError("round " + round + ": " + text, e);
                }
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("round " + round + ": " + text, e);
            }
        }
        assertThat(refused).isBetween(1_000, 1_999);
    }

    private static String damage(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            int at = random.nextInt(damaged.length());
            switch (random.nextInt(6)) {
                case 0 -> damaged.deleteCharAt(at);
                case 1 -> damaged.insert(at, "{}[]\",:\\/*1e\u0000\n\ufffd\ud800".charAt(random.nextInt(16)));
                case 2 -> damaged.setCharAt(at, (char) random.nextInt(0x180));
                case 3 -> damaged.setCharAt(at, "{}[]\",:\\/* -.tfn".charAt(random.nextInt(16)));
                case 4 -> damaged.insert(at, damaged.substring(at, Math.min(at + 9, damaged.length())));
                default -> damaged.setLength(Math.max(1, damaged.length() - random.nextInt(40)));
            }
        }
        return damaged.toString();
    }
}
