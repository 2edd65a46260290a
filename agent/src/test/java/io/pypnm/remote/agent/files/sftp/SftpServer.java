package io.pypnm.remote.agent.files.sftp;

import java.io.IOException;
import java.nio.file.Path;

/// OpenSSH's sftp-server, without SSH around it.
record SftpServer(Process process, SftpClient client) implements AutoCloseable {
    private static final String PROGRAM = "/usr/lib/openssh/sftp-server";

    static SftpServer start(Path directory) throws IOException {
        Process process = new ProcessBuilder(PROGRAM, "-e", "-d", directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var threads = Thread.ofVirtual().factory();
        return new SftpServer(process, SftpClient.start(process.getInputStream(), process.getOutputStream(), threads));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
