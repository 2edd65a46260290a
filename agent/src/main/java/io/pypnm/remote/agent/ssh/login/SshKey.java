package io.pypnm.remote.agent.ssh.login;

import io.pypnm.remote.contracts.config.Secret;
import java.nio.file.Path;

/// What an agent proves itself with to an SSH server: ed25519, ECDSA or RSA keys, never a password.
public sealed interface SshKey {
    /// A private key in a file, in OpenSSH's, PEM's or PKCS#8's form, without a passphrase.
    record File(Path file) implements SshKey {}

    /// The same, locked with a passphrase.
    record LockedFile(Path file, Secret passphrase) implements SshKey {}

    /// The keys of the ssh-agent that listens on a Unix domain socket.
    record Agent(Path socket) implements SshKey {}
}
