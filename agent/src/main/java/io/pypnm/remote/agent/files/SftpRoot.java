package io.pypnm.remote.agent.files;

import io.pypnm.remote.agent.files.sftp.SftpClient;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.ssh.SshSessions;
import io.pypnm.remote.agent.ssh.SshStreams;
import java.io.IOException;
import java.util.concurrent.ThreadFactory;

/// A directory of the TFTP host, reached by SFTP: one channel for each command, on sessions that are kept.
final class SftpRoot implements Root {
    private static final ThreadFactory THREADS =
            Thread.ofVirtual().name("sftp-", 0).factory();

    private final SshSessions sessions;
    private final FileConfig.Captures.OnHost host;

    SftpRoot(SshSessions sessions, FileConfig.Captures.OnHost host) {
        this.sessions = sessions;
        this.host = host;
    }

    @Override
    public String origin() {
        return host.login().host() + ":" + host.directory();
    }

    @Override
    public Folder open(Deadline deadline) throws CommandFailedException, InterruptedException {
        SshStreams streams = sessions.subsystem(host.login(), "sftp", deadline);
        try {
            SftpClient client = SftpClient.start(streams.in(), streams.out(), THREADS);
            return new SftpFolder(origin(), host.directory(), client, streams);
        } catch (IOException e) {
            streams.close();
            throw SftpFolder.failure(origin(), e, streams);
        }
    }
}
