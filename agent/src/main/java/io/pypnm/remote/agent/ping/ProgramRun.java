package io.pypnm.remote.agent.ping;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.contracts.outcome.FailureCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// One run of a ping program of this host, which no shell sees.
///
/// @param output      of both streams
/// @param interrupted whether the deadline passed before it had ended
record ProgramRun(String output, boolean interrupted) {
    /// More than one takes to print what it has.
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /// Runs it, until the deadline at most: it then gets SIGINT, on which all ping programs print what they have.
    ///
    /// @throws IOException            if there is no such program
    /// @throws CommandFailedException `RUN_FOR` if it does not heed the signal
    static ProgramRun of(List<String> command, int maxOutputBytes, Deadline deadline)
            throws IOException, CommandFailedException, InterruptedException {
        var builder = new ProcessBuilder(command);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.redirectErrorStream(true).start();
        try {
            // Read beside it: what it prints of many targets fills a pipe.
            var output = new FutureTask<>(() -> process.getInputStream().readNBytes(maxOutputBytes));
            Thread.ofVirtual().name("ping output").start(output);
            boolean ended = process.waitFor(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
            if (!ended) {
                interrupt(process);
                if (!process.waitFor(LAST_WORDS)) {
                    throw new CommandFailedException(
                            FailureCode.RUN_FOR, "run-for passed before " + command.getFirst() + " had ended");
                }
            }
            return new ProgramRun(new String(output.get(), StandardCharsets.US_ASCII), !ended);
        } catch (ExecutionException e) {
            throw new IOException("the output of " + command.getFirst() + " cannot be read", e.getCause());
        } finally {
            process.destroyForcibly();
        }
    }

    /// Java itself sends no SIGINT.
    private static void interrupt(Process process) throws IOException {
        new ProcessBuilder("sh", "-c", "kill -INT \"$1\"", "sh", Long.toString(process.pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /// Its first line, for people.
    String firstLine() {
        String said = output.strip().lines().findFirst().orElse("nothing");
        return said.substring(0, Math.min(said.length(), 200));
    }
}
