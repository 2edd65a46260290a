package io.pypnm.remote.agent.ping;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Runs ping commands. A device that does not answer is an answer; only a ping that cannot be done fails. Safe for
/// use by many threads.
///
/// Never by `InetAddress.isReachable`: without privileges that tries TCP port 7, which says nothing of a modem.
public final class Pinger {
    private static final String REMEDY =
            "; let the agent's group use ping sockets (sysctl net.ipv4.ping_group_range) or install ping";

    private final MonotonicClock clock;
    private final String program;
    /// Families of addresses that this host was seen to permit. A no is not remembered: somebody may mend it.
    private final Set<Class<? extends InetAddress>> permitted = ConcurrentHashMap.newKeySet();

    public Pinger(MonotonicClock clock) {
        this(clock, "ping");
    }

    Pinger(MonotonicClock clock, String program) {
        this.clock = clock;
        this.program = program;
    }

    /// Sends its echo requests one after another and waits for the answers. Blocks its (virtual) thread.
    ///
    /// @return `Completed`, or `Partial` if the deadline left no time for all requests
    /// @throws CommandFailedException `UNREACHABLE` if this host has no route, `RUN_FOR` if there was no time for one
    ///     request, `INTERNAL` if the host permits no way to ping
    public Outcome run(Command.Ping command, Deadline deadline) throws CommandFailedException, InterruptedException {
        InetAddress target = command.target().toInetAddress();
        if (isPermitted(target)) {
            return outcome(command, bySocket(target, command.count(), deadline), "icmp-socket");
        }
        try {
            return outcome(command, PingProgram.echo(program, target, command.count(), deadline), "ping");
        } catch (IOException e) {
            throw new CommandFailedException(FailureCode.INTERNAL, "cannot ping: " + e.getMessage() + REMEDY);
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

    private static Outcome outcome(Command.Ping command, Echoes echoes, String method) throws CommandFailedException {
        if (echoes.sent() == 0) {
            throw new CommandFailedException(
                    FailureCode.RUN_FOR, "run-for passed before anything was sent to " + command.target());
        }
        var reply = new Reply.Pinged(echoes.sent(), echoes.roundTripMicros(), method);
        if (echoes.sent() == command.count()) {
            return new Outcome.Completed(reply);
        }
        String detail = "sent " + echoes.sent() + " of " + command.count();
        return new Outcome.Partial(
                reply, List.of(new Missing(command.target().toString(), Missing.Code.RUN_FOR, detail)));
    }

    /// On a thread of its own: the native calls would hold one of the few threads that carry all virtual ones. It
    /// ends by itself within a second of an interruption.
    private Echoes bySocket(InetAddress target, int count, Deadline deadline)
            throws CommandFailedException, InterruptedException {
        var ping = new FutureTask<>(() -> EchoSocket.echo(target, count, deadline, clock));
        Thread thread = Thread.ofPlatform()
                .daemon()
                .name("ping " + target.getHostAddress())
                .start(ping);
        try {
            return ping.get();
        } catch (InterruptedException e) {
            thread.interrupt();
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CommandFailedException failure) {
                throw failure;
            }
            throw new IllegalStateException("the ping to " + target.getHostAddress() + " hit a fault", e.getCause());
        }
    }
}
