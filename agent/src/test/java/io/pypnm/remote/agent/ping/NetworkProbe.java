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
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.Oid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs inside a network that has loopback and nothing else, where ping sockets are allowed, and prints what it met.
final class NetworkProbe {
    private static final String NO_ROUTE = "192.0.2.1";

    private NetworkProbe() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("v4: " + ping("127.0.0.1", 3, 10_000));
        System.out.println("v6: " + ping("::1", 2, 10_000));
        System.out.println("slow: " + pingThatTakesThreeSeconds());
        Files.writeString(Path.of("/proc/sys/net/ipv4/icmp_echo_ignore_all"), "1");
        System.out.println("silent: " + ping("127.0.0.1", 2, 10_000));
        System.out.println("deadline: " + ping("127.0.0.1", 20, 1_500));
        System.out.println("no time: " + ping("127.0.0.1", 1, 0));
        System.out.println("no route: " + ping(NO_ROUTE, 3, 10_000));
        System.out.println("snmp: " + snmp());
    }

    /// By a clock that jumps once the request was sent and the answer is waited for.
    private static String pingThatTakesThreeSeconds() throws InterruptedException {
        AtomicInteger readings = new AtomicInteger();
        return ping("127.0.0.1", 1, 10_000, () -> readings.incrementAndGet() <= 2 ? 0 : 3_000_000_000L);
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
                "partial " + describe(reply) + " " + missing.getFirst().code();
            default -> outcome.toString();
        };
    }

    private static String describe(Reply.Pinged reply) {
        boolean plausible = reply.roundTripMicros().stream().allMatch(micros -> micros >= 0 && micros < 1_000_000);
        return reply.method() + " " + reply.roundTripMicros().size() + " of " + reply.sent()
                + (plausible ? "" : " implausible " + reply.roundTripMicros());
    }

    private static String snmp() throws IOException, InterruptedException {
        var peer = new SnmpPeer(
                DeviceAddress.parse(NO_ROUTE),
                161,
                new SnmpSecurity.Community(new Secret("public")),
                Duration.ofSeconds(1),
                0);
        try (var engine = Snmp4jEngine.open(System::nanoTime)) {
            var request = new SnmpRequest.GetNext(Oid.parse("1.3"));
            return "answered " + engine.exchange(peer, request, Deadline.in(Duration.ofSeconds(5), System::nanoTime));
        } catch (CommandFailedException e) {
            return e.code() + " " + e.detail();
        }
    }
}
