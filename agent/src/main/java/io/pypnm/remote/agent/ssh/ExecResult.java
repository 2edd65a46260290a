package io.pypnm.remote.agent.ssh;

import java.nio.charset.StandardCharsets;

/// What a command that ran on an SSH server left behind. Immutable.
public final class ExecResult {
    private final End end;
    private final byte[] output;
    private final byte[] errors;

    ExecResult(End end, byte[] output, byte[] errors) {
        this.end = end;
        this.output = output.clone();
        this.errors = errors.clone();
    }

    /// Why nothing more came.
    public sealed interface End {
        /// It ended by itself.
        record Exited(int status) implements End {}

        /// A signal ended it.
        ///
        /// @param signal without `SIG`, as in RFC 4254 section 6.10
        record Signalled(String signal) implements End {}

        /// The channel was closed and nobody said how the command ended, as some devices do.
        record Closed() implements End {}

        /// It wrote more than was wanted, and was told to end.
        record TooLarge() implements End {}

        /// The deadline passed. It was told to end, if it had begun.
        record OutOfTime() implements End {}

        /// The connection broke. The command may go on, or not have begun.
        record Lost() implements End {}
    }

    public End end() {
        return end;
    }

    /// Standard output, cut at the limit.
    public byte[] output() {
        return output.clone();
    }

    /// Standard error, cut at the limit.
    public byte[] errors() {
        return errors.clone();
    }

    /// Standard output, read as UTF-8.
    public String outputText() {
        return new String(output, StandardCharsets.UTF_8);
    }

    /// Standard error, read as UTF-8.
    public String errorText() {
        return new String(errors, StandardCharsets.UTF_8);
    }
}
