package io.pypnm.remote.bench.client;

import io.pypnm.remote.agent.host.SystemClock;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.agent.ping.Pinger;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import java.io.IOException;
import java.time.Duration;

/// `ping_sweep`s of all targets, one echo request each; an operation is one of them.
final class Sweeps {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private Sweeps() {}

    static Cost run(Order order) throws IOException, CommandFailedException, InterruptedException {
        MonotonicClock clock = SystemClock.open();
        var pinger = new Pinger(clock);
        var command = new Command.PingSweep(
                order.targets().stream().map(DeviceAddress::parse).toList(),
                1,
                Command.PingSweep.DEFAULT_TIMEOUT,
                Command.PingSweep.DEFAULT_CONCURRENCY);
        Reply.Swept swept = sweep(pinger, command, clock);
        for (int i = 1; i < order.number("warm"); i++) {
            swept = sweep(pinger, command, clock);
        }
        long failed = 0;
        Meter meter = Meter.start();
        for (int i = 0; i < order.number("sweeps"); i++) {
            swept = sweep(pinger, command, clock);
            failed += swept.echoes().stream()
                    .filter(it -> it.roundTripMicros().isEmpty())
                    .count();
        }
        return meter.stop((long) order.number("sweeps") * command.targets().size(), failed)
                .noting(swept.method());
    }

    private static Reply.Swept sweep(Pinger pinger, Command.PingSweep command, MonotonicClock clock)
            throws CommandFailedException, InterruptedException, IOException {
        if (pinger.run(command, Deadline.in(LIMIT, clock)) instanceof Outcome.Completed(Reply.Swept swept)) {
            return swept;
        }
        throw new IOException("the sweep did not complete");
    }
}
