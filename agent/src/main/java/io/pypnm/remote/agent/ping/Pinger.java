package io.pypnm.remote.agent.ping;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.agent.ping.Echoed.Echoes;
import io.pypnm.remote.agent.ping.Echoed.End;
import io.pypnm.remote.agent.ping.Echoed.NotSent;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Runs ping commands. A device that does not answer is an answer; only a ping that cannot be done fails. Safe for
/// use by many threads.
///
/// Never by `InetAddress.isReachable`: without privileges that tries TCP port 7, which says nothing of a modem.
public final class Pinger {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration GAP = Duration.ofMillis(100);
    private static final String REMEDY =
            "; let the agent's group use ping sockets (sysctl net.ipv4.ping_group_range) or install fping or ping";

    private final MonotonicClock clock;
    private final PingPrograms programs;
    /// Families of addresses that this host was seen to permit. A no is not remembered: somebody may mend it.
    private final Set<Class<? extends InetAddress>> permitted = ConcurrentHashMap.newKeySet();

    public Pinger(MonotonicClock clock) {
        this(clock, new PingPrograms("ping", "fping"));
    }

    Pinger(MonotonicClock clock, PingPrograms programs) {
        this.clock = clock;
        this.programs = programs;
    }

    /// Sends its echo requests one after another and waits for the answers. Blocks its (virtual) thread.
    ///
    /// @return `Completed`, or `Partial` if the deadline left no time for all requests and the waits for their answers,
    ///     or this host lost its route
    /// @throws CommandFailedException `UNREACHABLE` if this host has no route, `RUN_FOR` if there was no time for one
    ///     request, `INTERNAL` if the host permits no way to ping
    public Outcome run(Command.Ping command, Deadline deadline) throws CommandFailedException, InterruptedException {
        InetAddress target = command.target().toInetAddress();
        if (isPermitted(target)) {
            var plan = new EchoPlan(command.count(), PATIENCE, GAP, 1, deadline);
            return outcome(command, bySocket(List.of(target), plan).getFirst(), "icmp-socket");
        }
        try {
            return outcome(command, programs.ping(target, command.count(), PATIENCE, deadline), "ping");
        } catch (IOException e) {
            throw cannotPing(e);
        }
    }

    /// Pings many devices at once. Blocks its (virtual) thread.
    ///
    /// @return `Completed`, or `Partial` naming each device that did not get all its requests and time for their
    ///     answers, with the reason
    /// @throws CommandFailedException `RUN_FOR` if there was no time for one request, `INTERNAL` if the host permits no
    ///     way to ping
    public Outcome run(Command.PingSweep command, Deadline deadline)
            throws CommandFailedException, InterruptedException {
        List<InetAddress> targets =
                command.targets().stream().map(DeviceAddress::toInetAddress).toList();
        var plan = new EchoPlan(command.count(), command.timeout(), Duration.ZERO, command.concurrency(), deadline);
        if (targets.stream().allMatch(this::isPermitted)) {
            return outcome(command, bySocketOfEachFamily(targets, plan), "icmp-socket");
        }
        try {
            PingPrograms.Swept swept = programs.sweep(targets, plan);
            return outcome(command, swept.echoed(), swept.method());
        } catch (IOException e) {
            throw cannotPing(e);
        }
    }

    /// How this host pings, for people.
    public String method() {
        return isPermitted(InetAddress.getLoopbackAddress()) ? "icmp-socket" : "ping";
    }

    private boolean isPermitted(InetAddress target) {
        if (!permitted.contains(target.getClass()) && EchoSocket.isPermitted(target)) {
            permitted.add(target.getClass());
        }
        return permitted.contains(target.getClass());
    }

    private static CommandFailedException cannotPing(IOException e) {
        return new CommandFailedException(FailureCode.INTERNAL, "cannot ping: " + e.getMessage() + REMEDY);
    }

    private static Outcome outcome(Command.Ping command, Echoed echoed, String method) throws CommandFailedException {
        return switch (echoed) {
            case NotSent(String reason) ->
                throw new CommandFailedException(
                        FailureCode.UNREACHABLE, "cannot send to " + command.target() + ": " + reason);
            case Echoes echoes
            when echoes.sent() == 0 ->
                throw new CommandFailedException(
                        FailureCode.RUN_FOR, "run-for passed before anything was sent to " + command.target());
            case Echoes echoes ->
                outcome(
                        new Reply.Pinged(echoes.sent(), echoes.roundTripMicros(), method),
                        lack(command.target(), echoes, command.count()).stream().toList());
        };
    }

    private static Outcome outcome(Command.PingSweep command, List<Echoed> echoed, String method)
            throws CommandFailedException {
        List<Reply.Swept.Echo> echoes = new ArrayList<>(echoed.size());
        List<Missing> missing = new ArrayList<>();
        boolean begun = echoed.isEmpty();
        for (int i = 0; i < echoed.size(); i++) {
            DeviceAddress target = command.targets().get(i);
            switch (echoed.get(i)) {
                case Echoes sent -> {
                    begun |= sent.sent() > 0;
                    echoes.add(new Reply.Swept.Echo(target, sent.roundTripMicros()));
                    lack(target, sent, command.count()).ifPresent(missing::add);
                }
                case NotSent(String reason) -> {
                    begun = true;
                    echoes.add(new Reply.Swept.Echo(target, List.of()));
                    missing.add(new Missing(
                            target.toString(), Missing.Code.DEVICE_TIMEOUT, "nothing could be sent: " + reason));
                }
            }
        }
        if (!begun) {
            throw new CommandFailedException(FailureCode.RUN_FOR, "run-for passed before anything was sent");
        }
        return outcome(new Reply.Swept(command.count(), echoes, method), missing);
    }

    private static Outcome outcome(Reply reply, List<Missing> missing) {
        return missing.isEmpty() ? new Outcome.Completed(reply) : new Outcome.Partial(reply, missing);
    }

    private static Optional<Missing> lack(DeviceAddress target, Echoes echoes, int count) {
        String sent = "sent " + echoes.sent() + " of " + count;
        return switch (echoes.end()) {
            case End.Whole _ -> Optional.empty();
            case End.OutOfTime(boolean waiting) ->
                Optional.of(new Missing(
                        target.toString(),
                        Missing.Code.RUN_FOR,
                        waiting ? sent + "; the last might still have been answered" : sent));
            case End.Refused(String reason) ->
                Optional.of(new Missing(
                        target.toString(), Missing.Code.DEVICE_TIMEOUT, sent + "; the next could not be: " + reason));
        };
    }

    private List<Echoed> bySocketOfEachFamily(List<InetAddress> targets, EchoPlan plan) throws InterruptedException {
        Map<Integer, Echoed> byIndex = new HashMap<>();
        for (boolean version4 : new boolean[] {true, false}) {
            List<Integer> indexes = new ArrayList<>();
            for (int i = 0; i < targets.size(); i++) {
                if (targets.get(i) instanceof Inet4Address == version4) {
                    indexes.add(i);
                }
            }
            if (!indexes.isEmpty()) {
                List<Echoed> echoed =
                        bySocket(indexes.stream().map(targets::get).toList(), plan);
                for (int i = 0; i < indexes.size(); i++) {
                    byIndex.put(indexes.get(i), echoed.get(i));
                }
            }
        }
        return byIndex.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    /// On a thread of its own: the native calls would hold one of the few threads that carry all virtual ones. It
    /// ends by itself within a second of an interruption.
    private List<Echoed> bySocket(List<InetAddress> targets, EchoPlan plan) throws InterruptedException {
        var sweep = new FutureTask<>(() -> Sweep.run(targets, plan, clock));
        Thread thread = Thread.ofPlatform()
                .daemon()
                .name("ping " + targets.getFirst().getHostAddress())
                .start(sweep);
        try {
            return sweep.get();
        } catch (InterruptedException e) {
            thread.interrupt();
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the ping socket hit a fault", e.getCause());
        }
    }
}
