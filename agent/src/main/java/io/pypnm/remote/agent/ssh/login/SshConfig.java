package io.pypnm.remote.agent.ssh.login;

import io.pypnm.remote.contracts.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What holds for all SSH of an agent.
///
/// @param knownHosts files of host keys to trust beside the agent's own, never written to
public record SshConfig(List<Path> knownHosts, Limits limits) {
    public SshConfig {
        knownHosts = List.copyOf(knownHosts);
    }

    /// Bounds in time and number.
    ///
    /// @param connect   for TCP, key exchange and login together
    /// @param open      for a server to open a channel and to take its request; then the session counts as dead
    /// @param keepAlive silence after which the server is asked for a sign of life, twice; then the session is dead
    /// @param idle      after which an unused session is closed
    /// @param sessions  to one login at once
    /// @param channels  of one session at once; OpenSSH's `MaxSessions` is 10
    public record Limits(
            Duration connect, Duration open, Duration keepAlive, Duration idle, int sessions, int channels) {
        public static final Limits STANDARD = new Limits(
                Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofMinutes(5), 4, 8);
    }

    /// Reads `ssh.known_hosts`.
    ///
    /// @param home what `~` stands for
    public static SshConfig from(Settings settings, Path home) {
        return new SshConfig(
                settings.key("ssh.known_hosts").path(home).optional().stream().toList(), Limits.STANDARD);
    }
}
