package io.pypnm.remote.lab.pnm;

import io.pypnm.remote.lab.tftp.TftpClient;
import java.io.IOException;

/// How a modem's files leave it.
@FunctionalInterface
public interface Uplink {
    /// Blocks until the file is there.
    void send(TftpClient.Upload upload) throws IOException;
}
