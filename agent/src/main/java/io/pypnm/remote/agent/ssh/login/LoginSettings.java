package io.pypnm.remote.agent.ssh.login;

import io.pypnm.remote.contracts.config.FilePermissions;
import io.pypnm.remote.contracts.config.Key;
import io.pypnm.remote.contracts.config.Problem;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads an [SshLogin] by the names that upstream gave its parts, some of which it prefixes with `ssh_`. All keys are
/// asked for in any case, so that none of a feature that is off is unknown; but files are looked at, and what is
/// missing is noted, only if the login is wanted.
///
/// @param home        what `~` stands for
/// @param prefix      `ssh_` where upstream has it, else empty; the other form is understood, too
/// @param environment begin of the names of the environment variables, such as `PYPNM_SSH`; empty: there are none
public record LoginSettings(Path home, String prefix, String environment) {
    private static final int MAX_PORT = 65_535;
    private static final Path NO_KEY = Path.of("/missing");

    /// What holds for all logins of a kind, and is not said for one alone.
    public record Defaults(
            @Nullable String user,
            @Nullable Path keyFile,
            @Nullable Secret passphrase) {
        static final Defaults NONE = new Defaults(null, null, null);
    }

    /// The login of a section, if it names a host.
    public Optional<SshLogin> host(Settings section) {
        Optional<String> host = hostKey(section).as(LoginSettings::host).optional();
        return login(host.orElse(null), section, Defaults.NONE, host.isPresent());
    }

    /// The login of a feature with a switch of its own.
    ///
    /// @param wanted whether it is on, so that the section must name a host
    public Optional<SshLogin> login(Settings section, boolean wanted) {
        Key key = hostKey(section);
        String host = wanted
                ? key.as(LoginSettings::host).required("missing")
                : key.as(LoginSettings::host).optional().orElse(null);
        return login(host, section, Defaults.NONE, wanted);
    }

    /// The login at a host that the section does not name.
    public Optional<SshLogin> at(String host, Settings section, Defaults defaults, boolean wanted) {
        return login(host, section, defaults, wanted);
    }

    /// What `section` says of user and key for others.
    ///
    /// @param wanted whether somebody may need them
    public Defaults defaults(Settings section, boolean wanted) {
        return new Defaults(
                userKey(section).as(LoginSettings::user).optional().orElse(null),
                keyFile(section, wanted).orElse(null),
                passphrase(section, wanted).orElse(null));
    }

    private Optional<SshLogin> login(@Nullable String host, Settings section, Defaults defaults, boolean wanted) {
        int port = named(section, "port", "PORT").integer(1, MAX_PORT).orElse(SshHost.STANDARD_PORT);
        Key userKey = userKey(section);
        Optional<String> standard = Optional.ofNullable(defaults.user());
        String user = wanted && standard.isEmpty()
                ? userKey.as(LoginSettings::user).required("missing")
                : userKey.as(LoginSettings::user).optional().or(() -> standard).orElse("none");
        SshKey key = key(section, defaults, wanted);
        boolean legacy = section.key("legacy_algorithms").flag().orElse(false);
        return host == null || !wanted
                ? Optional.empty()
                : Optional.of(new SshLogin(new SshHost(host, port), user, key, legacy));
    }

    /// A key file if there is one, else the keys of the ssh-agent.
    private SshKey key(Settings section, Defaults defaults, boolean wanted) {
        Optional<Path> own = keyFile(section, wanted);
        Optional<Secret> ownPassphrase = passphrase(section, wanted);
        Optional<Path> agent =
                section.key("agent_socket").env("SSH_AUTH_SOCK").path(home).optional();
        Optional<Path> file = own.or(() -> Optional.ofNullable(defaults.keyFile()));
        Optional<Secret> passphrase =
                own.isPresent() ? ownPassphrase : ownPassphrase.or(() -> Optional.ofNullable(defaults.passphrase()));
        section.check(
                !wanted || file.isPresent() || agent.isPresent(),
                "is required, as there is no ssh-agent (SSH_AUTH_SOCK)",
                prefix + "key_file");
        if (file.isEmpty() && agent.isPresent()) {
            return new SshKey.Agent(agent.get());
        }
        Path chosen = file.orElse(NO_KEY);
        return passphrase.<SshKey>map(it -> new SshKey.LockedFile(chosen, it)).orElseGet(() -> new SshKey.File(chosen));
    }

    private Optional<Path> keyFile(Settings section, boolean wanted) {
        Optional<Path> file = named(section, "key_file", "KEY").path(home).optional();
        file.filter(_ -> wanted)
                .flatMap(LoginSettings::problem)
                .ifPresent(problem -> section.check(false, problem, prefix + "key_file"));
        return file;
    }

    private Optional<Secret> passphrase(Settings section, boolean wanted) {
        Key key = section.key(prefix + "passphrase_file");
        if (wanted) {
            return key.secretFile(home).optional();
        }
        var _ = key.path(home).optional();
        return Optional.empty();
    }

    private static Optional<String> problem(Path file) {
        return Files.isReadable(file)
                ? FilePermissions.requirePrivate(file).map(Problem::message)
                : Optional.of("names " + file + ", which cannot be read");
    }

    private Key hostKey(Settings section) {
        return named(section, "host", "HOST");
    }

    private Key userKey(Settings section) {
        Key key = prefix.isEmpty()
                ? section.key("username").alias("user", "ssh_user")
                : section.key("ssh_user").alias("user", "username");
        return key.env(variables("USER"));
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
        SshLogin.requireUser(text);
        return text;
    }
}
