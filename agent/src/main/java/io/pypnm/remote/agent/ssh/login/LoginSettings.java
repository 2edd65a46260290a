package io.pypnm.remote.agent.ssh.login;

import io.pypnm.remote.contracts.config.FilePermissions;
import io.pypnm.remote.contracts.config.Key;
import io.pypnm.remote.contracts.config.Problem;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Reads an [SshLogin] by the names that upstream gave its parts, some of which it prefixes with `ssh_`.
///
/// @param home        what `~` stands for
/// @param prefix      `ssh_` where upstream has it, else empty; the other form is understood, too
/// @param environment begin of the names of the environment variables, such as `PYPNM_SSH`; empty: there are none
public record LoginSettings(Path home, String prefix, String environment) {
    private static final int MAX_PORT = 65_535;
    private static final Path NO_KEY = Path.of("/missing");

    /// Reads the keys of `section`: host, port, user, key_file, passphrase_file, legacy_algorithms. All are asked for
    /// in any case, so that none of a feature that is off is unknown.
    ///
    /// @return the login, if the section names a host
    public Optional<SshLogin> host(Settings section) {
        Optional<String> host =
                named(section, "host", "HOST").as(LoginSettings::host).optional();
        return login(section, host, host.isPresent());
    }

    /// The same for a feature with a switch of its own.
    ///
    /// @param wanted whether it is on, so that host, user and key must be there
    public Optional<SshLogin> login(Settings section, boolean wanted) {
        Key key = named(section, "host", "HOST");
        Optional<String> host = wanted
                ? Optional.of(key.as(LoginSettings::host).required("missing"))
                : key.as(LoginSettings::host).optional();
        return login(section, host, wanted);
    }

    private Optional<SshLogin> login(Settings section, Optional<String> host, boolean wanted) {
        int port = named(section, "port", "PORT").integer(1, MAX_PORT).orElse(SshHost.STANDARD_PORT);
        Key userKey = (prefix.isEmpty()
                        ? section.key("username").alias("user", "ssh_user")
                        : section.key("ssh_user").alias("user", "username"))
                .env(variables("USER"));
        String user = wanted
                ? userKey.as(LoginSettings::user).required("missing")
                : userKey.as(LoginSettings::user).orElse("none");
        Optional<SshKey> key = key(section, wanted);
        boolean legacy = section.key("legacy_algorithms").flag().orElse(false);
        return host.filter(_ -> wanted)
                .flatMap(name -> key.map(it -> new SshLogin(new SshHost(name, port), user, it, legacy)));
    }

    /// A key file if there is one, else the keys of the ssh-agent.
    private Optional<SshKey> key(Settings section, boolean wanted) {
        Optional<Path> file = named(section, "key_file", "KEY").path(home).optional();
        Key passphraseFile = section.key("passphrase_file");
        Optional<Secret> passphrase = wanted ? passphraseFile.secretFile(home).optional() : ignored(passphraseFile);
        Optional<Path> agent =
                section.key("agent_socket").env("SSH_AUTH_SOCK").path(home).optional();
        if (!wanted) {
            return Optional.empty();
        }
        String name = prefix + "key_file";
        section.check(
                file.isPresent() || agent.isPresent(), "is required, as there is no ssh-agent (SSH_AUTH_SOCK)", name);
        file.flatMap(LoginSettings::problem).ifPresent(problem -> section.check(false, problem, name));
        return file.isPresent()
                ? Optional.of(passphrase
                        .<SshKey>map(it -> new SshKey.LockedFile(file.get(), it))
                        .orElseGet(() -> new SshKey.File(file.get())))
                : Optional.of(agent.<SshKey>map(SshKey.Agent::new).orElseGet(() -> new SshKey.File(NO_KEY)));
    }

    private Optional<Secret> ignored(Key passphraseFile) {
        var _ = passphraseFile.path(home).optional();
        return Optional.empty();
    }

    private static Optional<String> problem(Path file) {
        return Files.isReadable(file)
                ? FilePermissions.requirePrivate(file).map(Problem::message)
                : Optional.of("names " + file + ", which cannot be read");
    }

    private Key named(Settings section, String name, String variable) {
        String other = prefix.isEmpty() ? "ssh_" + name : name;
        return section.key(prefix + name).alias(other).env(variables(variable));
    }

    private String[] variables(String name) {
        return environment.isEmpty() ? new String[0] : new String[] {environment + "_" + name};
    }

    private static String host(String text) {
        return new SshHost(text, SshHost.STANDARD_PORT).name();
    }

    private static String user(String text) {
        return new SshLogin(new SshHost("any", SshHost.STANDARD_PORT), text, new SshKey.File(NO_KEY), false).user();
    }
}
