package io.pypnm.remote.agent.ping;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.ping.Echoed.Echoes;
import io.pypnm.remote.agent.ping.Echoed.End;
import io.pypnm.remote.agent.ping.Echoed.NotSent;
import io.pypnm.remote.contracts.outcome.FailureCode;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The host's own programs, for where ping sockets are not permitted.
///
/// @param ping  the program `ping`
/// @param fping the program `fping`
record PingPrograms(String ping, String fping) {
    /// Processes of `ping` at once, whatever the caller would allow: each takes megabytes of the jump server.
    private static final int MOST_PROCESSES = 32;

    /// What came of a sweep.
    ///
    /// @param method which program did it
    record Swept(List<Echoed> echoed, String method) {}

    Echoes ping(InetAddress target, int count, Duration patience, Deadline deadline)
            throws IOException, CommandFailedException, InterruptedException {
        return PingProgram.echo(ping, target, count, patience, deadline);
    }

    /// One process of `fping` for all, or, where that is not installed, one of `ping` for each.
    ///
    /// @throws IOException if neither is there, or could do its work
    Swept sweep(List<InetAddress> targets, EchoPlan plan)
            throws IOException, CommandFailedException, InterruptedException {
        if (targets.isEmpty()) {
            return new Swept(List.of(), "fping");
        }
        try {
            return new Swept(FpingProgram.echo(fping, targets, plan), "fping");
        } catch (IOException _) {
            return new Swept(oneByOne(targets, plan), "ping");
        }
    }

    private List<Echoed> oneByOne(List<InetAddress> targets, EchoPlan plan) throws IOException, InterruptedException {
        List<Callable<Echoed>> pings = new ArrayList<>(targets.size());
        for (InetAddress target : targets) {
            pings.add(() -> one(target, plan));
        }
        int atOnce = Math.min(plan.atOnce(), MOST_PROCESSES);
        ExecutorService workers =
                Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().factory());
        try {
            return echoed(workers.invokeAll(pings));
        } finally {
            workers.shutdownNow();
        }
    }

    /// @throws IOException the first one's, if ping could do its work for none
    private static List<Echoed> echoed(List<Future<Echoed>> pings) throws IOException, InterruptedException {
        List<Echoed> echoed = new ArrayList<>(pings.size());
        List<IOException> failures = new ArrayList<>();
        for (Future<Echoed> ping : pings) {
            try {
                echoed.add(ping.get());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof IOException failure)) {
                    throw new IllegalStateException("ping hit a fault", e.getCause());
                }
                failures.add(failure);
                echoed.add(new NotSent(String.valueOf(failure.getMessage())));
            }
        }
        if (failures.size() == pings.size()) {
            throw failures.getFirst();
        }
        return echoed;
    }

    private Echoed one(InetAddress target, EchoPlan plan) throws IOException, InterruptedException {
        try {
            return ping(target, plan.count(), plan.patience(), plan.deadline());
        } catch (CommandFailedException e) {
            return e.code() == FailureCode.RUN_FOR
                    ? new Echoes(0, List.of(), new End.OutOfTime(false))
                    : new NotSent(e.detail());
        }
    }
}
