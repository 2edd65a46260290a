package io.pypnm.remote.agent;

import io.pypnm.remote.contracts.config.Settings;
import java.nio.file.Path;
import java.util.Locale;

/// Upstream's features that this version does not have. Their settings are read, so that a file written for the Python
/// agent is understood; one that is switched on stops the start, since an agent that removes nothing would look alive
/// while its disk fills.
final class LaterFeatures {
    private static final String NOT_YET = "is not in this version yet: ";

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
        var _ = tftp.key("pnm_file_write_root")
                .env("PYPNM_PNM_WRITE_ROOT")
                .path(home)
                .optional();
        for (String name : new String[] {"delete", "housekeeping"}) {
            String key = "pnm_file_" + name + "_enabled";
            boolean enabled = tftp.key(key)
                    .env("PYPNM_PNM_FILE_" + name.toUpperCase(Locale.ROOT) + "_ENABLED")
                    .flag()
                    .orElse(false);
            tftp.check(!enabled, NOT_YET + "the agent does not remove capture files", key);
        }
    }
}
