package io.pypnm.remote.agent.ssh;

import com.jcraft.jsch.JSchException;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeoutException;

/// A shell on an SSH server. What it says goes to the sink it was opened with. For use by one thread at a time.
public final class SshShell implements AutoCloseable {
    /// The pseudo-terminal of a shell (RFC 4254 section 6.2).
    ///
    /// @param type such as `vt100`; empty: there is no terminal
    public record Terminal(String type, int columns, int rows) {
        public static final Terminal NONE = new Terminal("", 0, 0);

        /// So large that nothing wraps a line or begins to page by itself.
        public static final Terminal WIDE = new Terminal("vt100", 512, 1000);
    }

    private final OpenChannel open;

    SshShell(OpenChannel open) {
        this.open = open;
    }

    /// Types `bytes`. Blocks until they are on their way, as the peer may read slowly. If the shell ends at the same
    /// time they may be lost: the sink tells of its end.
    ///
    /// @throws CommandFailedException `UNREACHABLE` if the channel or its session has ended, `RUN_FOR`
    public void send(byte[] bytes, Deadline deadline) throws CommandFailedException, InterruptedException {
        try {
            // To a closed channel JSch writes nothing, and says nothing.
            if (!isOpen()) {
                throw Failures.lost(open.connection().host());
            }
            OutputStream stream = open.channel().getOutputStream();
            boolean sent = Attempt.await(open.connection()::start, () -> write(stream, bytes), deadline.left());
            if (!sent) {
                throw Failures.lost(open.connection().host());
            }
        } catch (TimeoutException e) {
            throw Failures.runFor(open.connection().host());
        } catch (IOException | JSchException e) {
            throw Failures.lost(open.connection().host());
        }
    }

    private static boolean write(OutputStream stream, byte[] bytes) {
        try {
            stream.write(bytes);
            stream.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// Whether the server has not closed it.
    public boolean isOpen() {
        return !open.channel().isClosed() && open.connection().isUp();
    }

    /// Does not wait.
    @Override
    public void close() {
        open.close();
    }
}
