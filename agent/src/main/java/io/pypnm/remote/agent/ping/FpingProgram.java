package io.pypnm.remote.agent.ping;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.ping.Echoed.Echoes;
import io.pypnm.remote.agent.ping.Echoed.End;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The host's `fping`, one process for all targets. Its arguments are fixed but for numbers and address literals, and
/// no shell sees them.
final class FpingProgram {
    /// `10.1.2.3 : 0.52 - 1.10`: a round trip in milliseconds for each request, or `-`.
    private static final Pattern LINE =
            Pattern.compile("([0-9A-Fa-f.:]{2,45}) +:((?: (?:-|\\d{1,7}(?:\\.\\d{1,6})?))*)");

    private static final int MAX_OUTPUT_BYTES = 2 << 20;

    private FpingProgram() {}

    /// Pings them.
    ///
    /// @return one for each, in the same order
    /// @throws IOException if there is no such program, or it could not do its work
    static List<Echoed> echo(String program, List<InetAddress> targets, EchoPlan plan)
            throws IOException, CommandFailedException, InterruptedException {
        ProgramRun run = ProgramRun.of(command(program, targets, plan), MAX_OUTPUT_BYTES, plan.deadline());
        return parse(run, targets, plan.count());
    }

    private static List<String> command(String program, List<InetAddress> targets, EchoPlan plan) {
        String millis = Long.toString(plan.patience().toMillis());
        // It writes its results to standard error. Its own pace of one request a millisecond stands in for `atOnce`,
        // which it does not have.
        List<String> command = new ArrayList<>(
                List.of(program, "-q", "-C", Integer.toString(plan.count()), "-t", millis, "-p", millis, "-i", "1"));
        targets.forEach(target -> command.add(target.getHostAddress()));
        return command;
    }

    /// Reads what it printed.
    ///
    /// @throws IOException if a target is not in it, although it ended by itself
    static List<Echoed> parse(ProgramRun run, List<InetAddress> targets, int count) throws IOException {
        Map<InetAddress, Echoes> byTarget = new HashMap<>();
        for (String line : run.output().lines().toList()) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                byTarget.put(
                        InetAddress.ofLiteral(matcher.group(1)),
                        echoes(matcher.group(2).strip(), count, run.interrupted()));
            }
        }
        List<Echoed> echoed = new ArrayList<>(targets.size());
        for (InetAddress target : targets) {
            Echoes echoes = byTarget.get(target);
            if (echoes == null && !run.interrupted()) {
                throw new IOException("fping said: " + run.firstLine());
            }
            echoed.add(echoes == null ? new Echoes(0, List.of(), new End.OutOfTime(false)) : echoes);
        }
        return echoed;
    }

    /// @param results of each request that was sent
    private static Echoes echoes(String results, int count, boolean interrupted) {
        List<String> each = results.isEmpty() ? List.of() : List.of(results.split(" +"));
        boolean waiting = interrupted && !each.isEmpty() && each.getLast().equals("-");
        End end = waiting || each.size() < count ? new End.OutOfTime(waiting) : new End.Whole();
        return new Echoes(each.size(), micros(each), end);
    }

    private static List<Integer> micros(List<String> results) {
        return results.stream()
                .filter(text -> !text.equals("-"))
                .map(text -> new BigDecimal(text).movePointRight(3).intValue())
                .toList();
    }
}
