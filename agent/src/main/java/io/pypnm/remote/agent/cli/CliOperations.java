package io.pypnm.remote.agent.cli;

import io.pypnm.remote.agent.cli.CliConfig.CliHost;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.CommandRefusedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.ssh.ExecResult;
import io.pypnm.remote.agent.ssh.ExecResult.End;
import io.pypnm.remote.agent.ssh.SshSessions;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import io.pypnm.remote.contracts.outcome.Reply;
import java.util.List;
import java.util.Objects;

/// Runs `cmts_command` on the CMTSs that the agent's settings name. Safe for use by many threads.
public final class CliOperations {
    /// Of what one command prints; past it the rest is left out, and said to be missing.
    private static final int MAX_BYTES = 4 << 20;

    private static final String MAYBE_DONE = "; it may have been carried out";

    private final CliConfig config;
    private final SshSessions sessions;
    private final int maxBytes;

    public CliOperations(CliConfig config, SshSessions sessions) {
        this(config, sessions, MAX_BYTES);
    }

    CliOperations(CliConfig config, SshSessions sessions, int maxBytes) {
        this.config = config;
        this.sessions = sessions;
        this.maxBytes = maxBytes;
    }

    /// Whether there is a CMTS whose command line is reached.
    public boolean isConfigured() {
        return !config.hosts().isEmpty();
    }

    /// Whether the agent has any business with this command line. Which commands may be typed says the policy.
    ///
    /// @throws CommandRefusedException `POLICY` if the CMTS is not set up for it
    public void check(Command.CmtsCommand command) throws CommandRefusedException {
        if (!config.hosts().containsKey(command.cmts())) {
            throw new CommandRefusedException(
                    RefusalCode.POLICY,
                    "the command line of " + command.cmts() + " is reached only if cmts_list has it with ssh.enabled");
        }
    }

    /// Types the command and waits until it has ended. An error that the device prints is output like any other.
    ///
    /// @return `Completed`; `Partial` with what was printed when the size, the deadline or the loss of the session
    ///     ended it; `Unknown` if nothing was printed by then
    /// @throws CommandFailedException as [SshSessions], and only before the command was typed; `DEVICE_ERROR` also if
    ///     the device closed the session, `AUTH_FAILED` also if it does not take the password for its privileged mode
    public Outcome run(Command.CmtsCommand command, Deadline deadline)
            throws CommandFailedException, InterruptedException {
        CliHost host = Objects.requireNonNull(config.hosts().get(command.cmts()));
        return switch (host.profile().mode()) {
            case EXEC -> exec(host, command.line(), deadline);
            case SHELL -> type(host, command.line(), deadline);
        };
    }

    private Outcome exec(CliHost host, String line, Deadline deadline)
            throws CommandFailedException, InterruptedException {
        ExecResult result = sessions.exec(host.login(), line, "", maxBytes, deadline);
        List<String> lines = lines(result.outputText());
        List<String> errors = lines(result.errorText());
        return switch (result.end()) {
            case End.Exited(int status) ->
                completed(lines, errors, new Reply.CliOutput.End.Exited(Integer.toUnsignedLong(status)));
            case End.Signalled(String signal) -> completed(lines, errors, new Reply.CliOutput.End.Killed(signal));
            case End.Closed() -> completed(lines, errors, new Reply.CliOutput.End.Prompted());
            case End.TooLarge() -> partial(line, lines, errors, tooLarge(line));
            case End.OutOfTime() -> partial(line, lines, errors, outOfTime(line));
            case End.Lost() -> partial(line, lines, errors, lost(line, host));
        };
    }

    private Outcome type(CliHost host, String line, Deadline deadline)
            throws CommandFailedException, InterruptedException {
        try (Dialogue dialogue = Dialogue.open(sessions, host, maxBytes, deadline)) {
            Dialogue.Printed printed = dialogue.run(line);
            return switch (printed.event()) {
                case SAID -> completed(printed.lines(), List.of(), new Reply.CliOutput.End.Prompted());
                case FULL -> partial(line, printed.lines(), List.of(), tooLarge(line));
                case OUT_OF_TIME -> partial(line, printed.lines(), List.of(), outOfTime(line));
                case ENDED -> partial(line, printed.lines(), List.of(), lost(line, host));
            };
        }
    }

    private static Outcome completed(List<String> lines, List<String> errors, Reply.CliOutput.End end) {
        return new Outcome.Completed(new Reply.CliOutput(lines, errors, end));
    }

    private static Outcome partial(String command, List<String> lines, List<String> errors, Missing missing) {
        if (lines.isEmpty() && errors.isEmpty()) {
            return new Outcome.Unknown(command + " printed nothing: " + missing.detail());
        }
        var output = new Reply.CliOutput(lines, errors, new Reply.CliOutput.End.Prompted());
        return new Outcome.Partial(output, List.of(missing));
    }

    private Missing tooLarge(String command) {
        return new Missing(command, Missing.Code.TOO_LARGE, "cut off after " + maxBytes + " bytes");
    }

    private static Missing outOfTime(String command) {
        return new Missing(command, Missing.Code.RUN_FOR, "run-for passed before it had ended" + MAYBE_DONE);
    }

    private static Missing lost(String command, CliHost host) {
        return new Missing(
                command,
                Missing.Code.DEVICE_TIMEOUT,
                host.login().host() + " ended the session, or was lost, before the command had ended" + MAYBE_DONE);
    }

    /// The last one without its end, if it has none.
    private static List<String> lines(String text) {
        return text.lines().toList();
    }
}
