package io.pypnm.remote.agent.ssh;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.ChannelShell;
import com.jcraft.jsch.ChannelSubsystem;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// What a server is asked to run on a channel (RFC 4254 section 6.5).
sealed interface ChannelRequest {
    /// What a server may send ahead, half of what the reader of a subsystem lets wait. JSch widens the window when half
    /// is used; its own of 1 MiB holds a transfer to some 25 MB/s at 20 ms.
    int SUBSYSTEM_WINDOW_BYTES = 4 << 20;
    /// What every peer can send and take at once (RFC 4253 section 6.1), and OpenSSH does.
    int SUBSYSTEM_PACKET_BYTES = 32 << 10;

    /// A command line, for the shell of the user.
    record Exec(String commandLine, String input) implements ChannelRequest {
        @Override
        public String toString() {
            return "to run commands";
        }
    }

    /// A shell in a terminal.
    record Shell(SshShell.Terminal terminal) implements ChannelRequest {
        @Override
        public String toString() {
            return "a shell";
        }
    }

    /// Such as `sftp`.
    record Subsystem(String name) implements ChannelRequest {
        @Override
        public String toString() {
            return "the subsystem " + name;
        }
    }

    /// A channel of the session, not yet opened. Its streams are set first: JSch drops what arrives before that.
    default Channel prepare(Session session, ChannelSink sink) throws JSchException {
        Channel channel = session.openChannel(
                switch (this) {
                    case Exec _ -> "exec";
                    case Shell _ -> "shell";
                    case Subsystem _ -> "subsystem";
                });
        channel.setOutputStream(new Pushed(sink, true));
        channel.setExtOutputStream(new Pushed(sink, false));
        switch (this) {
            case Exec(String commandLine, String input) -> {
                ((ChannelExec) channel).setCommand(commandLine.getBytes(StandardCharsets.UTF_8));
                channel.setInputStream(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
            }
            case Shell(SshShell.Terminal terminal) -> {
                ((ChannelShell) channel).setPty(!terminal.type().isEmpty());
                ((ChannelShell) channel).setPtyType(terminal.type(), terminal.columns(), terminal.rows(), 0, 0);
            }
            case Subsystem(String name) -> {
                ((ChannelSubsystem) channel).setSubsystem(name);
                channel.setLocalWindowSizeMax(SUBSYSTEM_WINDOW_BYTES);
                channel.setLocalPacketSize(SUBSYSTEM_PACKET_BYTES);
            }
        }
        return channel;
    }

    /// What JSch writes to. It closes the one for standard output at the peer's EOF already, that for standard error
    /// only with the channel, after the exit status.
    final class Pushed extends OutputStream {
        private final ChannelSink sink;
        private final boolean standardOutput;

        private Pushed(ChannelSink sink, boolean standardOutput) {
            this.sink = sink;
            this.standardOutput = standardOutput;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            if (standardOutput) {
                sink.output(buffer, offset, length);
            } else {
                sink.errors(buffer, offset, length);
            }
        }

        @Override
        public void close() {
            if (!standardOutput) {
                sink.ended();
            }
        }
    }
}
