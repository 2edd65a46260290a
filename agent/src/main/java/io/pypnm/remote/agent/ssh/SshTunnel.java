package io.pypnm.remote.agent.ssh;

import io.pypnm.remote.agent.operation.CommandFailedException;
import java.time.Duration;

/// A session that carries forwarded TCP connections, until it is closed or lost. It does not come back by itself. Safe
/// for use by many threads.
public final class SshTunnel implements AutoCloseable {
    private final SshConnection connection;
    private final Duration limit;

    SshTunnel(SshConnection connection, Duration limit) {
        this.connection = connection;
        this.limit = limit;
    }

    /// Listens on 127.0.0.1 of this host, as `ssh -L localPort:remoteHost:remotePort`.
    ///
    /// @param localPort  0: one that is free
    /// @param remoteHost as the server names it
    /// @return the port that it listens on
    /// @throws CommandFailedException `DEVICE_ERROR` if the port is in use here
    public int forwardLocal(int localPort, String remoteHost, int remotePort)
            throws CommandFailedException, InterruptedException {
        return connection.forwardLocal(localPort, remoteHost, remotePort, limit);
    }

    /// Has the server listen on its loopback interface, as `ssh -R remotePort:127.0.0.1:localPort`.
    ///
    /// @throws CommandFailedException `DEVICE_ERROR` if the server does not, as the port is in use there or forbidden
    public void forwardRemote(int remotePort, int localPort) throws CommandFailedException, InterruptedException {
        connection.forwardRemote(remotePort, localPort, limit);
    }

    /// Asks the server for a sign of life after this much silence.
    public void keepAlive(Duration interval) throws CommandFailedException {
        connection.keepAlive(interval);
    }

    /// Whether the session is up, as far as anybody has noticed.
    public boolean isUp() {
        return connection.isUp();
    }

    /// Waits until the session has ended; says whether it has.
    public boolean awaitEnd(Duration time) throws InterruptedException {
        return connection.awaitEnd(time);
    }

    /// Ends the session and all connections in it. Does not wait.
    @Override
    public void close() {
        connection.cut();
    }
}
