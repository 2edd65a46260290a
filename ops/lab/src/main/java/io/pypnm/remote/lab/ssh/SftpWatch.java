package io.pypnm.remote.lab.ssh;

import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.DirectoryHandle;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.Handle;
import org.apache.sshd.sftp.server.SftpEventListener;

/// Counts what SFTP is asked for, and takes orders to refuse a file or to cut a transfer. Thread-safe.
public final class SftpWatch implements SftpEventListener {
    private static final long NEVER = Long.MAX_VALUE;

    private final AtomicInteger listings = new AtomicInteger();
    private final AtomicInteger opens = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong cutAt = new AtomicLong(NEVER);
    private final Set<String> denied = ConcurrentHashMap.newKeySet();

    SftpWatch() {}

    /// Directories opened to be listed.
    public int listings() {
        return listings.get();
    }

    /// Files opened.
    public int opens() {
        return opens.get();
    }

    /// Refuses to open this file from now on: permission denied.
    ///
    /// @param name without a directory
    public void deny(String name) {
        denied.add(name);
    }

    /// Ends the session, once, that is about to send more than this from now on.
    ///
    /// @param bytes at least 0
    public void cutAfter(long bytes) {
        sent.set(0);
        cutAt.set(bytes);
    }

    @Override
    public void opening(ServerSession session, String remoteHandle, Handle localHandle) throws AccessDeniedException {
        if (localHandle instanceof DirectoryHandle) {
            listings.incrementAndGet();
            return;
        }
        opens.incrementAndGet();
        Path name = localHandle.getFile().getFileName();
        if (name != null && denied.contains(name.toString())) {
            throw new AccessDeniedException(name.toString());
        }
    }

    @Override
    public void reading(
            ServerSession session,
            String remoteHandle,
            FileHandle localHandle,
            long offset,
            byte[] data,
            int dataOffset,
            int dataLen) {
        if (sent.addAndGet(dataLen) > cutAt.get() && cutAt.getAndSet(NEVER) != NEVER) {
            session.close(true);
        }
    }

    /// For people: what was asked so far.
    public Map<String, Integer> counts() {
        return Map.of("listings", listings(), "opens", opens());
    }
}
