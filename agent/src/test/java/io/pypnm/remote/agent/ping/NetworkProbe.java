package io.pypnm.remote.agent.ping;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.snmp.Snmp4jEngine;
import io.pypnm.remote.agent.snmp.SnmpPeer;
import io.pypnm.remote.agent.snmp.SnmpRequest;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.Oid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs inside a network that has loopback and nothing else, where ping sockets are allowed, and prints what it met.
final class NetworkProbe {
    private static final String NO_ROUTE = "192.0.2.1";

    private NetworkProbe() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("v4: " + ping("127.0.0.1", 3, 10_000));
        System.out.println("v6: " + ping("::1", 2, 10_000));
        System.out.println("sweep: " + sweep(3_000, 10_000));
        System.out.println("sweep of both: " + sweepOfBoth());
        System.out.println("slow: " + pingThatTakesThreeSeconds());
        Files.writeString(Path.of("/proc/sys/net/ipv4/icmp_echo_ignore_all"), "1");
        System.out.println("silent: " + ping("127.0.0.1", 2, 10_000));
        System.out.println("silent sweep: " + sweep(100, 10_000));
        System.out.println("sweep past its deadline: " + sweep(4_000, 1_000));
        System.out.println("deadline: " + ping("127.0.0.1", 20, 1_500));
        System.out.println("last in flight: " + ping("127.0.0.1", 1, 200));
        System.out.println("no time: " + ping("127.0.0.1", 1, 0));
        System.out.println("no route: " + ping(NO_ROUTE, 3, 10_000));
        System.out.println("snmp: " + snmp());
    }

    /// Of that many addresses of loopback, two requests each, and one that has no route.
    private static String sweep(int addresses, int runForMillis) throws InterruptedException {
        List<DeviceAddress> targets = new ArrayList<>();
        for (int i = 0; i < addresses; i++) {
            targets.add(DeviceAddress.parse("127.1." + i / 250 + "." + (1 + i % 250)));
        }
        targets.add(DeviceAddress.parse(NO_ROUTE));
        return sweep(targets, runForMillis);
    }

    private static String sweepOfBoth() throws InterruptedException {
        return sweep(List.of(DeviceAddress.parse("::1"), DeviceAddress.parse("127.0.0.1")), 10_000);
    }

    private static String sweep(List<DeviceAddress> targets, int runForMillis) throws InterruptedException {
        var command = new Command.PingSweep(targets, 2, Duration.ofMillis(500), 1_000);
        Deadline deadline = Deadline.in(Duration.ofMillis(runForMillis), System::nanoTime);
        try {
            return describe(new Pinger(System::nanoTime).run(command, deadline));
        } catch (CommandFailedException e) {
            return e.code() + " " + e.detail();
        }
    }

    /// By a clock that jumps once the request was sent.
    private static String pingThatTakesThreeSeconds() throws InterruptedException {
        AtomicInteger readings = new AtomicInteger();
        return ping("127.0.0.1", 1, 10_000, () -> readings.incrementAndGet() <= 1 ? 0 : 3_000_000_000L);
    }

    private static String ping(String address, int count, int runForMillis) throws InterruptedException {
        return ping(address, count, runForMillis, System::nanoTime);
    }

    private static String ping(String address, int count, int runForMillis, MonotonicClock clock)
            throws InterruptedException {
        var command = new Command.Ping(DeviceAddress.parse(address), count);
        Deadline deadline = Deadline.in(Duration.ofMillis(runForMillis), System::nanoTime);
        try {
            return describe(new Pinger(clock).run(command, deadline));
        } catch (CommandFailedException e) {
            return e.code() + " " + e.detail();
        }
    }

    private static String describe(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed(Reply.Pinged reply) -> "completed " + describe(reply);
            case Outcome.Partial(Reply.Pinged reply, var missing) ->
                "partial " + describe(reply) + " " + describe(missing.getFirst());
            case Outcome.Completed(Reply.Swept reply) -> "completed " + describe(reply);
            case Outcome.Partial(Reply.Swept reply, var missing) ->
                "partial " + describe(reply) + " " + missing.getFirst().code();
            default -> outcome.toString();
        };
    }

    private static String describe(Missing missing) {
        return missing.code() + " " + missing.detail();
    }

    private static String describe(Reply.Pinged reply) {
        boolean plausible = reply.roundTripMicros().stream().allMatch(micros -> micros >= 0 && micros < 1_000_000);
        return reply.method() + " " + reply.roundTripMicros().size() + " of " + reply.sent()
                + (plausible ? "" : " implausible " + reply.roundTripMicros());
    }

    private static String describe(Reply.Swept reply) {
        long reachable =
                reply.echoes().stream().filter(Reply.Swept.Echo::reachable).count();
        long answers = reply.echoes().stream()
                .mapToInt(echo -> echo.roundTripMicros().size())
                .sum();
        return reply.method() + " " + reachable + " of " + reply.echoes().size() + ", " + answers + " answers";
    }

    private static String snmp() throws IOException, InterruptedException {
        var peer = new SnmpPeer(
                DeviceAddress.parse(NO_ROUTE),
                161,
                new SnmpSecurity.Community(new Secret("public")),
                Duration.ofSeconds(1),
                0);
        try (var engine = Snmp4jEngine.open(System::nanoTime)) {
            var request = new SnmpRequest.GetNext(List.of(Oid.parse("1.3")));
            return "answered " + engine.exchange(peer, request, Deadline.in(Duration.ofSeconds(5), System::nanoTime));
        } catch (CommandFailedException e) {
            return e.code() + " " + e.detail();
        }
    }
}
