package io.pypnm.remote.agent.ping;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.ping.Echoed.Echoes;
import io.pypnm.remote.contracts.outcome.FailureCode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The host's `fping`, one process for all targets. Its arguments are fixed but for numbers and address literals, and
/// no shell sees them.
final class FpingProgram {
    /// `10.1.2.3 : 0.52 - 1.10`: a round trip in milliseconds for each request, or `-`.
    private static final Pattern LINE =
            Pattern.compile("([0-9A-Fa-f.:]{2,45}) +:((?: (?:-|\\d{1,7}(?:\\.\\d{1,6})?))+)");

    private static final int MAX_OUTPUT_BYTES = 2 << 20;

    private FpingProgram() {}

    /// Pings them.
    ///
    /// @return one for each, in the same order
    /// @throws IOException if there is no such program, or it could not do its work
    static List<Echoed> echo(String program, List<InetAddress> targets, EchoPlan plan)
            throws IOException, CommandFailedException, InterruptedException {
        Process process = start(program, targets, plan);
        try {
            // Read beside it: what it prints of many targets fills a pipe.
            var output = new FutureTask<>(() -> process.getInputStream().readNBytes(MAX_OUTPUT_BYTES));
            Thread.ofVirtual().name("fping output").start(output);
            if (!process.waitFor(plan.deadline().left().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new CommandFailedException(FailureCode.RUN_FOR, "run-for passed before fping had ended");
            }
            return parse(new String(output.get(), StandardCharsets.US_ASCII), targets, plan.count());
        } catch (ExecutionException e) {
            throw new IOException("fping's output cannot be read", e.getCause());
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(String program, List<InetAddress> targets, EchoPlan plan) throws IOException {
        String millis = Long.toString(plan.patience().toMillis());
        // It writes its results to standard error. Its own pace of one request a millisecond stands in for `atOnce`,
        // which it does not have.
        List<String> command = new ArrayList<>(
                List.of(program, "-q", "-C", Integer.toString(plan.count()), "-t", millis, "-p", millis, "-i", "1"));
        targets.forEach(target -> command.add(target.getHostAddress()));
        var builder = new ProcessBuilder(command);
        builder.environment().put("LC_ALL", "C");
        return builder.redirectErrorStream(true).start();
    }

    /// Reads what it printed.
    ///
    /// @throws IOException if a target is not in it
    static List<Echoed> parse(String output, List<InetAddress> targets, int count) throws IOException {
        Map<InetAddress, Echoes> byTarget = new HashMap<>();
        for (String line : output.lines().toList()) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                byTarget.put(InetAddress.ofLiteral(matcher.group(1)), new Echoes(count, micros(matcher.group(2))));
            }
        }
        List<Echoed> echoed = new ArrayList<>(targets.size());
        for (InetAddress target : targets) {
            Echoes echoes = byTarget.get(target);
            if (echoes == null) {
                String said = output.strip().lines().findFirst().orElse("nothing");
                throw new IOException("fping said: " + said.substring(0, Math.min(said.length(), 200)));
            }
            echoed.add(echoes);
        }
        return echoed;
    }

    private static List<Integer> micros(String millis) {
        return Pattern.compile(" +")
                .splitAsStream(millis.strip())
                .filter(text -> !text.equals("-"))
                .map(text -> new BigDecimal(text).movePointRight(3).intValue())
                .toList();
    }
}
