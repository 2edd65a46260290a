package io.pypnm.remote.agent.cli;

import io.pypnm.remote.agent.ssh.login.LoginSettings;
import io.pypnm.remote.agent.ssh.login.SshLogin;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.config.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Whose command lines the agent reaches, and how.
public record CliConfig(Map<DeviceAddress, CliHost> hosts) {
    public CliConfig {
        hosts = Map.copyOf(hosts);
    }

    /// One CMTS.
    record CliHost(SshLogin login, CliProfile profile, Privilege privilege) {}

    /// What commands are typed as.
    sealed interface Privilege {
        /// What the login gives.
        record OfLogin() implements Privilege {}

        /// What the device gives for a password.
        record Enabled(Secret password) implements Privilege {}
    }

    /// Reads `cmts_access.ssh_*`, `cmts_list[].ssh` and `cli_profiles`.
    ///
    /// @param home  what `~` stands for
    /// @param cmtss the entries of `cmts_list` with their addresses
    public static CliConfig from(Settings settings, Path home, Map<DeviceAddress, Settings> cmtss) {
        CliProfiles profiles = CliProfiles.from(settings);
        Settings access = settings.section("cmts_access");
        boolean enabled = access.key("ssh_enabled").flag().orElse(false);
        LoginSettings.Defaults defaults = new LoginSettings(home, "ssh_", "").defaults(access, enabled);
        Map<DeviceAddress, CliHost> hosts = new HashMap<>();
        cmtss.forEach((address, entry) -> {
            Settings ssh = entry.section("ssh");
            boolean wanted = ssh.key("enabled").flag().orElse(enabled);
            var login = new LoginSettings(home, "", "").at(address.toString(), ssh, defaults, wanted);
            CliProfile profile = profile(profiles, entry, ssh);
            Privilege privilege = privilege(ssh, home, wanted);
            login.ifPresent(it -> hosts.put(address, new CliHost(it, profile, privilege)));
        });
        settings.check(
                !enabled || !cmtss.isEmpty(),
                "reaches the CMTSs of cmts_list, which is empty",
                "cmts_access.ssh_enabled");
        return new CliConfig(hosts);
    }

    private static CliProfile profile(CliProfiles profiles, Settings entry, Settings ssh) {
        String byVendor = profiles.nameFor(entry.key("vendor").text().orElse(""));
        String name = ssh.key("profile").text().orElse(byVendor);
        CliProfile profile = profiles.byName().get(name);
        ssh.check(
                profile != null,
                "must be one of "
                        + String.join(
                                ", ",
                                profiles.byName().keySet().stream().sorted().toList()),
                "profile");
        return profile == null ? CliProfile.PLAIN : profile;
    }

    private static Privilege privilege(Settings ssh, Path home, boolean wanted) {
        var key = ssh.key("enable_password_file");
        Optional<Secret> password = wanted
                ? key.secretFile(home).optional()
                : key.path(home).optional().flatMap(_ -> Optional.empty());
        return password.<Privilege>map(Privilege.Enabled::new).orElseGet(Privilege.OfLogin::new);
    }
}
