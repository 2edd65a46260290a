package io.pypnm.remote.agent.ssh;

import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.JSchSessionDisconnectException;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.ssh.login.ServerKey;
import io.pypnm.remote.agent.ssh.login.SshHost;
import io.pypnm.remote.agent.ssh.login.SshKey;
import io.pypnm.remote.agent.ssh.login.SshLogin;
import io.pypnm.remote.contracts.outcome.FailureCode;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;

/// Turns what JSch throws into failures that say what is wrong and what to do.
///
/// @param trustCommand begin of the command that trusts a host, such as `pypnm-agent trust-host`
record Failures(String trustCommand) {
    /// RFC 4253 section 11.1: the server gave up, as a rule after too many keys.
    private static final int NO_MORE_AUTH_METHODS = 14;
    private static final int PROTOCOL_ERROR = 2;

    CommandFailedException ofConnect(SshLogin login, JSchException e, HostKeyGuard guard) {
        SshHost host = login.host();
        HostKeyGuard.Shown shown = guard.shown();
        if (e instanceof JSchHostKeyException && shown != null) {
            return hostKey(host, shown);
        }
        if (e instanceof JSchAlgoNegoFailException negotiation) {
            String remedy = login.legacy() ? "" : "; for an old device: legacy_algorithms";
            return new CommandFailedException(
                    FailureCode.DEVICE_ERROR,
                    host + " has none of the " + negotiation.getAlgorithmName() + " algorithms, but "
                            + negotiation.getServerProposal() + remedy);
        }
        if (isAuthentication(e)) {
            return new CommandFailedException(
                    FailureCode.AUTH_FAILED, host + " does not let in " + login.user() + " with " + keyName(login));
        }
        if (e.getCause() instanceof UnknownHostException) {
            return new CommandFailedException(FailureCode.UNREACHABLE, "nobody knows the address of " + host.name());
        }
        Throwable reason = e.getCause() == null ? e : e.getCause();
        return new CommandFailedException(
                FailureCode.UNREACHABLE, "no SSH session with " + host + ": " + reason.getMessage());
    }

    private static boolean isAuthentication(JSchException e) {
        if (e instanceof JSchSessionDisconnectException end) {
            return end.getReasonCode() == NO_MORE_AUTH_METHODS
                    || (end.getReasonCode() == PROTOCOL_ERROR
                            && end.getDescription().contains("authentication failures"));
        }
        return e.getMessage() != null && e.getMessage().startsWith("Auth ");
    }

    private CommandFailedException hostKey(SshHost host, HostKeyGuard.Shown shown) {
        ServerKey key = shown.key();
        String remedy = "; if that is right: " + trustCommand + " " + host;
        return new CommandFailedException(
                FailureCode.HOST_KEY_REJECTED,
                switch (shown.verdict()) {
                    case CHANGED ->
                        host + " is known by another key than the " + key + " it shows" + remedy + " --replace";
                    case REVOKED -> host + " shows the " + key + ", which is revoked";
                    case UNKNOWN, TRUSTED -> host + " is not known and shows the " + key + remedy;
                });
    }

    private static String keyName(SshLogin login) {
        return switch (login.key()) {
            case SshKey.File(Path file) -> "the key " + file;
            case SshKey.LockedFile locked -> "the key " + locked.file();
            case SshKey.Agent(Path socket) -> "a key of the ssh-agent at " + socket;
        };
    }

    static CommandFailedException key(SshLogin login, Path file, String reason) {
        return new CommandFailedException(FailureCode.AUTH_FAILED, "the key " + file + " for " + login + " " + reason);
    }

    static CommandFailedException runFor(SshHost host) {
        return new CommandFailedException(FailureCode.RUN_FOR, "run-for passed before " + host + " was ready");
    }

    static CommandFailedException silent(SshHost host, Duration limit) {
        return new CommandFailedException(
                FailureCode.UNREACHABLE, host + " did not let us in within " + limit.toSeconds() + " s");
    }

    static CommandFailedException lost(SshHost host) {
        return new CommandFailedException(FailureCode.UNREACHABLE, "the connection with " + host + " was lost");
    }

    static CommandFailedException lost(SshHost host, String reason) {
        return new CommandFailedException(
                FailureCode.UNREACHABLE, "the connection with " + host + " was lost: " + reason);
    }

    static CommandFailedException refusesChannels(SshHost host) {
        return new CommandFailedException(FailureCode.DEVICE_ERROR, host + " opens no channel");
    }

    static CommandFailedException refusesRequest(SshHost host, String request) {
        return new CommandFailedException(FailureCode.DEVICE_ERROR, host + " refuses " + request);
    }
}
