package io.pypnm.remote.agent.ping;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.ping.Echoed.Echoes;
import io.pypnm.remote.contracts.outcome.FailureCode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
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
            return new Echoes(0, List.of());
        }
        Process process = start(program, target, fitting, patience);
        try {
            if (!process.waitFor(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new CommandFailedException(FailureCode.RUN_FOR, "run-for passed before ping had ended");
            }
            byte[] output = process.getInputStream().readNBytes(MAX_OUTPUT_BYTES);
            return parse(new String(output, StandardCharsets.US_ASCII), target);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(String program, InetAddress target, int count, Duration patience) throws IOException {
        String seconds = Long.toString(patience.plus(ALMOST_A_SECOND).toSeconds());
        var builder =
                new ProcessBuilder(program, "-c", Integer.toString(count), "-W", seconds, target.getHostAddress());
        builder.environment().put("LC_ALL", "C");
        return builder.redirectErrorStream(true).start();
    }

    static Echoes parse(String output, InetAddress target) throws IOException, CommandFailedException {
        var microsByNumber = new TreeMap<Integer, Integer>();
        int sent = -1;
        for (String line : output.lines().toList()) {
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
            throw unusable(output, target);
        }
        return new Echoes(sent, List.copyOf(microsByNumber.values()));
    }

    private static IOException unusable(String output, InetAddress target) throws CommandFailedException {
        String said = output.strip().lines().findFirst().orElse("nothing");
        String bounded = said.substring(0, Math.min(said.length(), 200));
        if (bounded.endsWith("unreachable")) {
            throw new CommandFailedException(
                    FailureCode.UNREACHABLE, "cannot send to " + target.getHostAddress() + ": " + bounded);
        }
        return new IOException("ping said: " + bounded);
    }
}
