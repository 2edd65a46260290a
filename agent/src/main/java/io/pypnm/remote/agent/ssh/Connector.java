package io.pypnm.remote.agent.ssh;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import com.jcraft.jsch.SSHAgentConnector;
import com.jcraft.jsch.Session;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.ssh.login.KnownHosts;
import io.pypnm.remote.agent.ssh.login.SshConfig;
import io.pypnm.remote.agent.ssh.login.SshKey;
import io.pypnm.remote.agent.ssh.login.SshLogin;
import io.pypnm.remote.contracts.config.FilePermissions;
import io.pypnm.remote.contracts.outcome.FailureCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;

/// Connects and logs in: each session is an object graph of its own. Safe for use by many threads.
final class Connector {
    private final List<Path> knownHostsFiles;
    private final SshConfig.Limits limits;
    private final Failures failures;
    private final ThreadFactory threads;

    /// @param knownHostsFiles read anew for each connection
    /// @param threads         for JSch
    Connector(List<Path> knownHostsFiles, SshConfig.Limits limits, Failures failures, ThreadFactory threads) {
        this.knownHostsFiles = List.copyOf(knownHostsFiles);
        this.limits = limits;
        this.failures = failures;
        this.threads = threads;
    }

    /// Opens a session.
    ///
    /// @throws CommandFailedException `UNREACHABLE`, `HOST_KEY_REJECTED`, `AUTH_FAILED`, `DEVICE_ERROR` if there is no
    ///     common algorithm, `RUN_FOR` if the deadline passed first
    SshConnection connect(SshLogin login, Deadline deadline) throws CommandFailedException, InterruptedException {
        boolean hurried = deadline.left().compareTo(limits.connect()) < 0;
        Duration limit = hurried ? deadline.left() : limits.connect();
        // Ours is the limit that counts: those of JSch and of TCP are for each read alone, and say less.
        Duration patience = limits.connect().plusSeconds(1);
        var line = new Line(patience);
        var guard = new HostKeyGuard(login.host(), knownHosts());
        try {
            Session session = prepare(login, line, guard);
            Attempt.await(
                    work -> threads.newThread(work).start(),
                    () -> {
                        session.connect((int) patience.toMillis());
                        return session;
                    },
                    limit);
            return new SshConnection(login, session, line, limits, threads);
        } catch (JSchException e) {
            line.cut();
            throw failures.ofConnect(login, e, guard);
        } catch (TimeoutException e) {
            line.cut();
            throw hurried ? Failures.runFor(login.host()) : Failures.silent(login.host(), limit);
        } catch (InterruptedException e) {
            line.cut();
            throw e;
        }
    }

    private KnownHosts knownHosts() throws CommandFailedException {
        try {
            return KnownHosts.read(knownHostsFiles);
        } catch (IOException e) {
            throw new CommandFailedException(
                    FailureCode.INTERNAL, "the trusted host keys cannot be read: " + e.getMessage());
        }
    }

    private Session prepare(SshLogin login, Line line, HostKeyGuard guard)
            throws JSchException, CommandFailedException {
        var jsch = new JSch();
        Session session =
                jsch.getSession(login.user(), login.host().name(), login.host().port());
        session.setSocketFactory(line);
        session.setHostKeyRepository(guard);
        session.setThreadFactory(threads);
        session.setConfig("StrictHostKeyChecking", "yes");
        session.setConfig("PreferredAuthentications", "publickey");
        Algorithms.offer(session, login.legacy());
        addKey(jsch, login);
        session.setServerAliveInterval((int) limits.keepAlive().toMillis());
        session.setServerAliveCountMax(2);
        return session;
    }

    private static void addKey(JSch jsch, SshLogin login) throws CommandFailedException, JSchException {
        switch (login.key()) {
            case SshKey.File(Path file) -> addKey(jsch, login, file, new byte[0]);
            case SshKey.LockedFile(Path file, var passphrase) ->
                addKey(jsch, login, file, passphrase.reveal().getBytes(StandardCharsets.UTF_8));
            case SshKey.Agent(Path socket) -> {
                try {
                    jsch.setIdentityRepository(new AgentIdentityRepository(new SSHAgentConnector(socket)));
                } catch (AgentProxyException e) {
                    throw new IllegalStateException("Java since 16 has Unix domain sockets", e);
                }
            }
        }
    }

    /// JSch takes a key it cannot open, and then says of the login that it failed; so the key is opened first.
    private static void addKey(JSch jsch, SshLogin login, Path file, byte[] passphrase) throws CommandFailedException {
        if (Files.exists(file) && FilePermissions.requirePrivate(file).isPresent()) {
            throw Failures.key(login, file, "can be read by others; run: chmod 600 " + file);
        }
        byte[] key;
        boolean locked;
        try {
            key = Files.readAllBytes(file);
            locked = KeyPair.load(jsch, key, null).isEncrypted();
        } catch (IOException e) {
            throw Failures.key(login, file, "cannot be read");
        } catch (JSchException | RuntimeException e) {
            throw Failures.key(login, file, "is no private key that can be used");
        }
        if (locked && passphrase.length == 0) {
            throw Failures.key(login, file, "is locked, and no passphrase_file is set");
        }
        try {
            jsch.addIdentity(file.toString(), key, null, locked ? passphrase : null);
        } catch (JSchException | RuntimeException e) {
            throw Failures.key(login, file, "has another passphrase");
        }
        for (Identity identity : jsch.getIdentityRepository().getIdentities()) {
            if (identity.isEncrypted()) {
                throw Failures.key(login, file, "has another passphrase");
            }
        }
    }
}
