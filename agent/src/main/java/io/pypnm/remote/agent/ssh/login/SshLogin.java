package io.pypnm.remote.agent.ssh.login;

/// Whom to be at which SSH server. Sessions are pooled by it.
///
/// @param legacy whether algorithms of the SHA-1 and CBC time are offered too, which old CMTSs need
public record SshLogin(SshHost host, String user, SshKey key, boolean legacy) {
    public SshLogin {
        requireUser(user);
    }

    static void requireUser(String user) {
        if (user.isBlank() || !user.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("user must be of visible ASCII characters");
        }
    }

    /// For messages.
    @Override
    public String toString() {
        return user + "@" + host;
    }
}
