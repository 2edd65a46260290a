package io.pypnm.remote.agent.ping;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.ping.Echoed.Echoes;
import io.pypnm.remote.agent.ping.Echoed.End;
import io.pypnm.remote.contracts.outcome.FailureCode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The host's `ping`: that of iputils or of busybox. Its arguments are fixed but for a number and an address literal,
/// and no shell sees them.
final class PingProgram {
    /// More than 20 echoes ever print; what a flood of duplicates prints past the pipe's room is never read.
    private static final int MAX_OUTPUT_BYTES = 16 * 1024;

    /// `64 bytes from 10.1.2.3: icmp_seq=1 ttl=64 time=0.178 ms`; busybox says `seq=0`.
    private static final Pattern ANSWER = Pattern.compile("seq=(\\d{1,5}) .*time[=<](\\d{1,7}(?:\\.\\d{1,6})?) ?ms");

    /// `3 packets transmitted, 3 received, ...`; busybox says `3 packets received`.
    private static final Pattern TOTAL = Pattern.compile("(\\d{1,5}) packets transmitted");

    private static final Duration ALMOST_A_SECOND = Duration.ofNanos(999_999_999);

    private PingProgram() {}

    /// Sends a request each second; fewer if the deadline leaves no time for all.
    ///
    /// @param patience wait for the last answer, rounded up to whole seconds
    /// @throws IOException if there is no such program, or it could not do its work
    static Echoes echo(String program, InetAddress target, int count, Duration patience, Deadline deadline)
            throws IOException, CommandFailedException, InterruptedException {
        int fitting = (int) Math.min(count, deadline.left().toSeconds());
        if (fitting == 0) {
            return new Echoes(0, List.of(), new End.OutOfTime(false));
        }
        String seconds = Long.toString(patience.plus(ALMOST_A_SECOND).toSeconds());
        List<String> command =
                List.of(program, "-c", Integer.toString(fitting), "-W", seconds, target.getHostAddress());
        return parse(ProgramRun.of(command, MAX_OUTPUT_BYTES, deadline), target, count);
    }

    /// Reads what it printed.
    ///
    /// @throws IOException if it could not do its work
    static Echoes parse(ProgramRun run, InetAddress target, int count) throws IOException, CommandFailedException {
        var microsByNumber = new TreeMap<Integer, Integer>();
        int sent = -1;
        for (String line : run.output().lines().toList()) {
            Matcher answer = ANSWER.matcher(line);
            Matcher total = TOTAL.matcher(line);
            if (answer.find()) {
                int micros = new BigDecimal(answer.group(2)).movePointRight(3).intValue();
                microsByNumber.putIfAbsent(Integer.valueOf(answer.group(1)), micros);
            } else if (total.find()) {
                sent = Integer.parseInt(total.group(1));
            }
        }
        if (sent < microsByNumber.size() || sent < 1) {
            throw unusable(run, target);
        }
        boolean waiting = run.interrupted() && microsByNumber.size() < sent;
        End end = waiting || sent < count ? new End.OutOfTime(waiting) : new End.Whole();
        return new Echoes(sent, List.copyOf(microsByNumber.values()), end);
    }

    private static IOException unusable(ProgramRun run, InetAddress target) throws CommandFailedException {
        if (run.interrupted()) {
            throw new CommandFailedException(FailureCode.RUN_FOR, "run-for passed before ping had ended");
        }
        String said = run.firstLine();
        if (said.endsWith("unreachable")) {
            throw new CommandFailedException(
                    FailureCode.UNREACHABLE, "cannot send to " + target.getHostAddress() + ": " + said);
        }
        return new IOException("ping said: " + said);
    }
}
