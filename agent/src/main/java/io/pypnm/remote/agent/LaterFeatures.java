package io.pypnm.remote.agent;

import io.pypnm.remote.contracts.config.Key;
import io.pypnm.remote.contracts.config.Settings;
import java.nio.file.Path;

/// Upstream's features that this version does not have. Their settings are read, so that a file written for the Python
/// agent is understood; one that is switched on stops the start, since an agent without its tunnel or its proxy would
/// look alive and do nothing.
final class LaterFeatures {
    private static final String NOT_YET = "is not in this version yet: ";
    private static final int MAX_PORT = 65_535;

    private LaterFeatures() {}

    static void read(Settings settings, Path home) {
        tunnels(settings, home);
        boolean ssh = settings.key("cmts_access.ssh_enabled").flag().orElse(false);
        settings.check(!ssh, NOT_YET + "the CMTS command line is not reached", "cmts_access.ssh_enabled");
        var _ = settings.key("cmts_access.ssh_user").text().optional();
        var _ = settings.key("cmts_access.ssh_key_file").path(home).optional();

        Settings proxy = settings.key("cm_access.proxy").alias("cm_proxy").section();
        boolean viaProxy = host(proxy, "PYPNM_CM_PROXY", home);
        settings.check(!viaProxy, NOT_YET + "modems are reached directly", "cm_access.proxy.host");

        files(settings, home);
        settings.ignore("cm_access.enabled", "what may be reached is said by policy.networks");
        settings.ignore("cm_direct.enabled", "what may be reached is said by policy.networks");
        settings.ignore("cmts_access.enabled", "what may be reached is said by policy.networks");
        settings.ignore("cmts_access.snmp_direct", "what may be reached is said by policy.networks");
        settings.ignore("snmp_direct", "what may be reached is said by policy.networks");
        settings.ignore("redis", "inventories are not cached on the agent");
        settings.ignore("equalizer", "the gateway walks the CMTS itself");
    }

    private static void tunnels(Settings settings, Path home) {
        Settings tunnel =
                settings.key("pypnm_ssh_tunnel").alias("gui_ssh_tunnel").section();
        boolean enabled = tunnel.key("enabled").env("PYPNM_SSH_TUNNEL").flag().orElse(false);
        sshLogin(tunnel, home, true);
        tunnel.check(!enabled, NOT_YET + "bring the tunnel up outside of the agent", "enabled");
        for (Settings peer : settings.key("peer_tunnels").alias("peer_tunnel").sections()) {
            boolean peerEnabled = peer.key("enabled").flag().orElse(true);
            sshLogin(peer, home, false);
            var _ = peer.key("label").text().optional();
            var _ = peer.key("ssh_options").strings().optional();
            var _ = peer.key("keepalive_interval").integer(0, 86_400).optional();
            peer.check(!peerEnabled, NOT_YET + "bring the tunnel up outside of the agent", "enabled");
        }
    }

    private static void sshLogin(Settings tunnel, Path home, boolean fromEnvironment) {
        var _ = variable(tunnel.key("ssh_host"), "PYPNM_SSH_HOST", fromEnvironment)
                .text()
                .optional();
        var _ = variable(tunnel.key("ssh_port"), "PYPNM_SSH_PORT", fromEnvironment)
                .integer(1, MAX_PORT)
                .optional();
        var _ = variable(tunnel.key("ssh_user"), "PYPNM_SSH_USER", fromEnvironment)
                .text()
                .optional();
        var _ = variable(tunnel.key("ssh_key_file").alias("key_file"), "PYPNM_SSH_KEY", fromEnvironment)
                .path(home)
                .optional();
        var _ = variable(tunnel.key("local_port"), "PYPNM_LOCAL_PORT", fromEnvironment)
                .integer(1, MAX_PORT)
                .optional();
        var _ = variable(tunnel.key("remote_port"), "PYPNM_REMOTE_PORT", fromEnvironment)
                .integer(1, MAX_PORT)
                .optional();
    }

    private static Key variable(Key key, String name, boolean fromEnvironment) {
        return fromEnvironment ? key.env(name) : key;
    }

    private static void files(Settings settings, Path home) {
        Settings tftp = settings.section("tftp_server");
        var _ = tftp.key("pnm_file_write_root")
                .env("PYPNM_PNM_WRITE_ROOT")
                .path(home)
                .optional();
        for (String name : new String[] {"delete", "housekeeping"}) {
            String key = "pnm_file_" + name + "_enabled";
            boolean enabled = tftp.key(key)
                    .env("PYPNM_PNM_FILE_" + name.toUpperCase(java.util.Locale.ROOT) + "_ENABLED")
                    .flag()
                    .orElse(false);
            tftp.check(!enabled, NOT_YET + "the agent does not remove capture files", key);
        }
    }

    /// Whether a host is named.
    private static boolean host(Settings login, String prefix, Path home) {
        boolean named =
                login.key("host").env(prefix + "_HOST").text().optional().isPresent();
        var _ = login.key("port").env(prefix + "_PORT").integer(1, MAX_PORT).optional();
        var _ = login.key("username").alias("user").env(prefix + "_USER").text().optional();
        var _ = login.key("key_file").env(prefix + "_KEY").path(home).optional();
        return named;
    }
}
