package io.pypnm.remote.agent.snmp.hop;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.snmp.SnmpEngine;
import io.pypnm.remote.agent.snmp.SnmpPeer;
import io.pypnm.remote.agent.snmp.SnmpRequest;
import io.pypnm.remote.agent.snmp.SnmpResponse;
import io.pypnm.remote.agent.ssh.ExecResult;
import io.pypnm.remote.agent.ssh.SshSessions;
import io.pypnm.remote.agent.ssh.login.SshLogin;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// SNMP by net-snmp's tools on one hop. Safe for use by many threads.
public final class HopEngine implements SnmpEngine {
    /// 500 varbinds of the longest octets in hexadecimal take less.
    private static final int MAX_OUTPUT_BYTES = 4 << 20;

    private static final int NO_SUCH_PROGRAM = 127;

    private final SshLogin hop;
    private final SshSessions sessions;

    /// @param sessions closed by their owner, not here
    public HopEngine(SshLogin hop, SshSessions sessions) {
        this.hop = hop;
        this.sessions = sessions;
    }

    /// As [SnmpEngine#exchange]; and all that [SshSessions#exec] says of a hop that cannot be used.
    @Override
    public SnmpResponse exchange(SnmpPeer peer, SnmpRequest request, Deadline deadline)
            throws CommandFailedException, InterruptedException {
        if (deadline.hasPassed()) {
            throw failed(FailureCode.RUN_FOR, "run-for passed before anything was sent to " + peer);
        }
        ToolCommand command = command(peer, request, deadline);
        if (request.mayBeRepeated()) {
            return response(peer, request, run(command, deadline));
        }
        // Whether the hop can be used is found out by what does nothing. What goes wrong from then on may have come to
        // the device, and must not look as if it had not.
        require(sessions.exec(hop, "true", "", MAX_OUTPUT_BYTES, deadline));
        ExecResult result;
        try {
            result = run(command, deadline);
        } catch (CommandFailedException e) {
            throw open(request, e.code(), e.detail());
        }
        return response(peer, request, result);
    }

    /// A failure that leaves open whether the device did what was asked. Of a SET it is said as of one whose answer
    /// was lost.
    private static CommandFailedException open(SnmpRequest request, FailureCode code, String detail) {
        return failed(request.mayBeRepeated() ? code : FailureCode.DEVICE_TIMEOUT, detail);
    }

    private ToolCommand command(SnmpPeer peer, SnmpRequest request, Deadline deadline) throws CommandFailedException {
        try {
            return ToolCommand.of(peer, request, deadline.left());
        } catch (IllegalArgumentException e) {
            throw failed(FailureCode.DEVICE_ERROR, "cannot ask " + peer + " through " + hop + ": " + e.getMessage());
        }
    }

    private ExecResult run(ToolCommand command, Deadline deadline) throws CommandFailedException, InterruptedException {
        return sessions.exec(hop, command.line(), command.input(), MAX_OUTPUT_BYTES, deadline);
    }

    private void require(ExecResult nothing) throws CommandFailedException {
        if (!nothing.end().equals(new ExecResult.End.Exited(0))) {
            throw failed(
                    FailureCode.UNREACHABLE,
                    hop + " runs no commands: " + nothing.end() + " " + ToolOutput.cut(nothing.errorText()));
        }
    }

    private SnmpResponse response(SnmpPeer peer, SnmpRequest request, ExecResult result) throws CommandFailedException {
        return switch (result.end()) {
            case ExecResult.End.Exited(int status) -> response(peer, request, result, status);
            case ExecResult.End.OutOfTime _ ->
                throw open(
                        request, FailureCode.RUN_FOR, "run-for passed while waiting for " + peer + " through " + hop);
            case ExecResult.End.TooLarge _ ->
                throw open(
                        request,
                        FailureCode.TOO_LARGE,
                        "the answer of " + peer + " is too large to come through " + hop);
            case ExecResult.End.Lost _, ExecResult.End.Closed _, ExecResult.End.Signalled _ ->
                throw open(request, FailureCode.UNREACHABLE, "lost " + hop + " while it asked " + peer);
        };
    }

    private SnmpResponse response(SnmpPeer peer, SnmpRequest request, ExecResult result, int status)
            throws CommandFailedException {
        String errors = ToolCommand.printed(result.errorText());
        if (status == 0) {
            try {
                return new SnmpResponse(0, 0, ToolOutput.varBinds(ToolCommand.printed(result.outputText())));
            } catch (IllegalArgumentException e) {
                throw open(
                        request,
                        FailureCode.DEVICE_ERROR,
                        "what " + hop + " prints of " + peer + " is " + e.getMessage());
            }
        }
        Optional<SnmpResponse> response = ToolOutput.error(errors, objects(request));
        if (response.isPresent()) {
            return response.get();
        }
        throw failure(peer, request, status, errors);
    }

    private CommandFailedException failure(SnmpPeer peer, SnmpRequest request, int status, String errors) {
        String said = ToolOutput.cut(errors);
        return switch (status) {
            case NO_SUCH_PROGRAM -> failed(FailureCode.DEVICE_ERROR, hop + " has no net-snmp tools: " + said);
            case ToolCommand.NO_SETTINGS ->
                failed(FailureCode.DEVICE_ERROR, hop + " has no room for the tools' settings: " + said);
            default ->
                switch (Complaint.of(errors)) {
                    case SILENCE -> silence(peer, request);
                    case REJECTION -> failed(FailureCode.AUTH_FAILED, peer + " through " + hop + ": " + said);
                    case NO_ROUTE -> failed(FailureCode.UNREACHABLE, hop + " cannot send to " + peer + ": " + said);
                    case UNREADABLE -> open(request, FailureCode.AUTH_FAILED, peer + " through " + hop + ": " + said);
                    case OTHER -> open(request, FailureCode.DEVICE_ERROR, hop + " said of " + peer + ": " + said);
                };
        };
    }

    private CommandFailedException silence(SnmpPeer peer, SnmpRequest request) {
        int sends = request.mayBeRepeated() ? 1 + peer.retries() : 1;
        return failed(
                FailureCode.DEVICE_TIMEOUT,
                "no answer from " + peer + " through " + hop + " after " + sends + (sends == 1 ? " send" : " sends"));
    }

    private static List<Oid> objects(SnmpRequest request) {
        return switch (request) {
            case SnmpRequest.Get(List<Oid> oids) -> oids;
            case SnmpRequest.GetNext(List<Oid> after) -> after;
            case SnmpRequest.GetBulk(List<Oid> after, int _) -> after;
            case SnmpRequest.Set(List<VarBind> varBinds) ->
                varBinds.stream().map(VarBind::oid).toList();
        };
    }

    /// What a tool can say instead of an answer.
    private enum Complaint {
        SILENCE("Timeout"),
        REJECTION("Authentication failure|Unknown user name|Unsupported security level" + "|Not in time window"),
        UNREADABLE("Decryption error"),
        NO_ROUTE("Failure in sendto|No route to host|Network is unreachable|Unknown host"),
        OTHER("");

        private final Pattern words;

        Complaint(String words) {
            this.words = Pattern.compile(words);
        }

        static Complaint of(String errors) {
            return Stream.of(values())
                    .filter(complaint -> complaint.words.matcher(errors).find())
                    .findFirst()
                    .orElse(OTHER);
        }
    }

    private static CommandFailedException failed(FailureCode code, String detail) {
        return new CommandFailedException(code, detail);
    }

    @Override
    public Map<String, String> facts() {
        return Map.of();
    }

    @Override
    public void close() {}
}
