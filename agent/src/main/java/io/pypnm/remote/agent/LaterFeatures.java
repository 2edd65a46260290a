package io.pypnm.remote.agent;

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

        files(settings, home);
        settings.ignore("cm_access.enabled", "what may be reached is said by policy.networks");
        settings.ignore("cm_direct.enabled", "what may be reached is said by policy.networks");
        settings.ignore("cmts_access.enabled", "what may be reached is said by policy.networks");
        settings.ignore("cmts_access.snmp_direct", "what may be reached is said by policy.networks");
        settings.ignore("snmp_direct", "what may be reached is said by policy.networks");
        settings.ignore("redis", "inventories are not cached on the agent");
    }

    private static void files(Settings settings, Path home) {
        Settings tftp = settings.section("tftp_server");
        boolean tftpHost = host(tftp, "PYPNM_TFTP_SSH", home);
        tftp.check(!tftpHost, NOT_YET + "files are not fetched from a TFTP host", "host");
        var _ = tftp.key("tftp_path")
                .env("PYPNM_TFTP_PATH", "TFTP_ROOT")
                .path(home)
                .optional();
        var _ = tftp.key("pnm_file_write_root")
                .env("PYPNM_PNM_WRITE_ROOT")
                .path(home)
                .optional();
        for (String name : new String[] {"get", "delete", "housekeeping"}) {
            String key = "pnm_file_" + name + "_enabled";
            boolean enabled = tftp.key(key)
                    .env("PYPNM_PNM_FILE_" + name.toUpperCase(java.util.Locale.ROOT) + "_ENABLED")
                    .flag()
                    .orElse(false);
            tftp.check(!enabled, NOT_YET + "the agent does not touch capture files", key);
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
