package io.pypnm.remote.agent.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import io.pypnm.remote.agent.ssh.login.KnownHosts;
import io.pypnm.remote.agent.ssh.login.ServerKey;
import io.pypnm.remote.agent.ssh.login.SshHost;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says to JSch, for one connection, whether a host's key is trusted, and remembers what it was. JSch's own reader of
/// known_hosts is not used: it calls a key of another type unknown where the host is known, and hides what was shown.
final class HostKeyGuard implements HostKeyRepository {
    private final SshHost host;
    private final KnownHosts knownHosts;
    /// Written by the connecting thread, read after its end or failure.
    private volatile @Nullable Shown shown;

    HostKeyGuard(SshHost host, KnownHosts knownHosts) {
        this.host = host;
        this.knownHosts = knownHosts;
    }

    /// The key that the server has shown, and what is known of it.
    record Shown(ServerKey key, KnownHosts.Verdict verdict) {}

    /// What the server has shown, if it came to that.
    @Nullable
    Shown shown() {
        return shown;
    }

    @Override
    public int check(String name, byte[] blob) {
        ServerKey key = new ServerKey(blob);
        KnownHosts.Verdict verdict = knownHosts.check(host, key);
        shown = new Shown(key, verdict);
        return switch (verdict) {
            case TRUSTED -> OK;
            case UNKNOWN -> NOT_INCLUDED;
            case CHANGED, REVOKED -> CHANGED;
        };
    }

    /// JSch asks the server for a key of a type that is known.
    @Override
    public HostKey[] getHostKey(String name, @Nullable String type) {
        List<HostKey> keys = new ArrayList<>();
        for (ServerKey key : knownHosts.trusted(host)) {
            try {
                keys.add(new HostKey(name, key.blob()));
            } catch (JSchException e) {
                // Of a type that JSch does not speak, so the server cannot be asked for it.
            }
        }
        return keys.toArray(HostKey[]::new);
    }

    @Override
    public HostKey[] getHostKey() {
        return new HostKey[0];
    }

    @Override
    public void add(HostKey key, UserInfo user) {
        throw new UnsupportedOperationException("keys are trusted by people only");
    }

    @Override
    public void remove(String name, String type) {
        throw new UnsupportedOperationException("keys are trusted by people only");
    }

    @Override
    public void remove(String name, String type, byte[] key) {
        throw new UnsupportedOperationException("keys are trusted by people only");
    }

    @Override
    public String getKnownHostsRepositoryID() {
        return "known_hosts";
    }
}
