package io.pypnm.remote.lab.ssh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/// An SSH server on loopback that serves one directory by SFTP, as `/`. It lets in whoever has the key it made, under
/// any name, and does nothing else: no commands, no terminals, no forwarding. Its keys stay the same from start to
/// start. Thread-safe.
public final class SshHost implements AutoCloseable {
    private final SshServer server;
    private final SshKeys keys;
    private final SftpWatch watch = new SftpWatch();
    private volatile KeyPair hostKey;

    private SshHost(SshKeys keys) throws IOException {
        this.keys = keys;
        hostKey = keys.host();
        server = SshServer.setUpDefaultServer();
    }

    /// Starts one; on return it listens.
    ///
    /// @param address port 0 picks one
    /// @param root    the directory that is served
    /// @param folder  for its files: the host's key; `id_ecdsa`, the key it lets in; and `known_hosts`, which names it
    public static SshHost start(InetSocketAddress address, Path root, Path folder) throws IOException {
        if (!address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(address + " is no loopback address");
        }
        var host = new SshHost(SshKeys.in(folder));
        host.configure(address, root);
        host.server.start();
        try {
            host.writeKnownHosts();
        } catch (IOException e) {
            host.close();
            throw e;
        }
        return host;
    }

    private void configure(InetSocketAddress address, Path root) throws IOException {
        server.setHost(address.getHostString());
        server.setPort(address.getPort());
        server.setKeyPairProvider(new ItsKey());
        PublicKey welcome = keys.user().getPublic();
        server.setPublickeyAuthenticator((_, key, _) -> KeyUtils.compareKeys(welcome, key));
        server.setFileSystemFactory(new VirtualFileSystemFactory(root.toAbsolutePath()));
        var sftp = new SftpSubsystemFactory.Builder().build();
        sftp.addSftpEventListener(watch);
        server.setSubsystemFactories(List.of(sftp));
    }

    public int port() {
        return server.getPort();
    }

    /// The private key it lets in, as OpenSSH writes it; without a passphrase.
    public Path userKey() {
        return keys.userFile();
    }

    /// A file of known_hosts(5) with its address and its key.
    public Path knownHosts() {
        return keys.knownHosts();
    }

    /// What was asked of it by SFTP, and the orders to misbehave.
    public SftpWatch sftp() {
        return watch;
    }

    /// Shows new connections another key than [#knownHosts] names, as a host does that was set up anew, or another in
    /// its place.
    public void showAnotherKey() throws IOException {
        hostKey = SshKeys.generate();
    }

    /// Ends all sessions without a word.
    public void dropSessions() {
        server.getActiveSessions().forEach(session -> session.close(true));
    }

    private void writeKnownHosts() throws IOException {
        var line = new StringBuilder("[127.0.0.1]:").append(port()).append(' ');
        PublicKeyEntry.appendPublicKeyEntry(line, hostKey.getPublic());
        Files.writeString(keys.knownHosts(), line.append('\n'), StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    private final class ItsKey implements KeyPairProvider {
        @Override
        public Iterable<KeyPair> loadKeys(SessionContext session) throws IOException, GeneralSecurityException {
            return List.of(hostKey);
        }
    }
}
