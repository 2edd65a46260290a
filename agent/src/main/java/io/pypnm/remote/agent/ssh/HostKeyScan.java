package io.pypnm.remote.agent.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.Session;
import io.pypnm.remote.agent.ssh.login.KnownHosts;
import io.pypnm.remote.agent.ssh.login.ServerKey;
import io.pypnm.remote.agent.ssh.login.SshHost;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;

/// Asks a server for its keys, one type after another, and leaves before anybody logs in.
public final class HostKeyScan {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final ThreadFactory threads;

    /// @param threads of virtual threads, for JSch
    public HostKeyScan(ThreadFactory threads) {
        this.threads = threads;
    }

    /// The keys that the server shows, at most one of each type.
    ///
    /// @throws IOException if it shows none within 15 s, with the reason
    public List<ServerKey> of(SshHost host) throws IOException, InterruptedException {
        List<ServerKey> keys = new ArrayList<>();
        IOException last = new IOException(host + " shows no key of a type that is known here");
        for (String types : Algorithms.HOST_KEY_TYPES) {
            var guard = new HostKeyGuard(host, KnownHosts.NONE);
            var line = new Line(LIMIT);
            try {
                Attempt.await(work -> threads.newThread(work).start(), () -> connect(host, types, line, guard), LIMIT);
            } catch (JSchAlgoNegoFailException | JSchHostKeyException e) {
                // It has no key of these types, or has shown one that nobody trusts yet.
            } catch (JSchException e) {
                last = new IOException(host + " shows no key: " + e.getMessage(), e);
            } catch (TimeoutException e) {
                throw new IOException(host + " shows no key within " + LIMIT.toSeconds() + " s", e);
            } finally {
                line.cut();
            }
            HostKeyGuard.Shown shown = guard.shown();
            if (shown != null) {
                keys.add(shown.key());
            }
        }
        if (keys.isEmpty()) {
            throw last;
        }
        return keys;
    }

    private static Session connect(SshHost host, String types, Line line, HostKeyGuard guard) throws JSchException {
        Session session = new JSch().getSession("nobody", host.name(), host.port());
        session.setSocketFactory(line);
        session.setHostKeyRepository(guard);
        session.setConfig("StrictHostKeyChecking", "yes");
        Algorithms.offer(session, true);
        Algorithms.offerHostKey(session, types);
        session.connect((int) LIMIT.toMillis());
        return session;
    }
}
