package io.pypnm.remote.agent.ping;

import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.agent.ping.Echoed.Echoes;
import io.pypnm.remote.agent.ping.Echoed.End;
import io.pypnm.remote.agent.ping.Echoed.NotSent;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Echo requests to many targets of one family over one socket. Each target has one request open at a time; each
/// request a number: its target's index times `count`, plus how many went to that target before. Owned by one platform
/// thread, used once; its calls block, and end within a second of an interruption.
final class Sweep {
    /// Requests sent before answers are looked for: so many that come back at once fit any receive buffer.
    private static final int BURST = 32;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    /// Before the host is asked again whether it has room.
    private static final int FULL_WAIT_MILLIS = 5;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final int NONE = -1;

    private final List<byte[]> targets;
    private final EchoPlan plan;
    private final MonotonicClock clock;
    private final EchoSocket socket;
    private final int mostOpen;
    private final int[] sent;
    private final long[] sentNanos;
    /// By number: round trip, or [#NONE].
    private final int[] micros;
    /// By target: the number of the request that is waited for, or [#NONE].
    private final int[] waitedFor;
    /// By target: why the last one did not leave, `-errno`.
    private final int[] refusals;

    /// Targets that may be sent to at once.
    private final ArrayDeque<Integer> ready = new ArrayDeque<>();
    /// Answered ones that are let alone for the gap, the first due first.
    private final ArrayDeque<Pause> paused = new ArrayDeque<>();
    /// Numbers in the order they were sent, which is the order they expire in. Those answered meanwhile are still in
    /// it.
    private final ArrayDeque<Integer> inFlight = new ArrayDeque<>();

    private int open;

    /// Whether the host had no room for the last one.
    private boolean full;

    private record Pause(int target, long untilNanos) {}

    private Sweep(List<InetAddress> targets, EchoPlan plan, MonotonicClock clock, EchoSocket socket) {
        this.targets = targets.stream().map(InetAddress::getAddress).toList();
        this.plan = plan;
        this.clock = clock;
        this.socket = socket;
        this.mostOpen = Math.min(plan.atOnce(), socket.answersThatFit());
        this.sent = new int[targets.size()];
        this.refusals = new int[targets.size()];
        this.sentNanos = new long[targets.size() * plan.count()];
        this.micros = new int[sentNanos.length];
        this.waitedFor = new int[targets.size()];
        Arrays.fill(micros, NONE);
        Arrays.fill(waitedFor, NONE);
        for (int i = 0; i < targets.size(); i++) {
            ready.add(i);
        }
    }

    /// Pings them.
    ///
    /// @param targets at least one, all of the same family
    /// @return one for each, in the same order; fewer requests than planned if the deadline passed or the thread was
    ///     interrupted
    static List<Echoed> run(List<InetAddress> targets, EchoPlan plan, MonotonicClock clock) {
        try (EchoSocket socket = EchoSocket.open(targets.getFirst())) {
            return new Sweep(targets, plan, clock, socket).run();
        }
    }

    private List<Echoed> run() {
        while (!isOver()) {
            sendBurst();
            while (socket.receive(this::take)) {
                // Everything that is there.
            }
            long now = clock.nanos();
            expire(now);
            resume(now);
            if ((full || !mayFurtherSend()) && !isOver()) {
                socket.await(full ? Math.min(FULL_WAIT_MILLIS, millisToNext(now)) : millisToNext(now));
            }
        }
        return IntStream.range(0, targets.size()).mapToObj(this::echoed).toList();
    }

    private boolean isOver() {
        boolean nothingLeft = open == 0 && ready.isEmpty() && paused.isEmpty();
        return nothingLeft
                || plan.deadline().hasPassed()
                || Thread.currentThread().isInterrupted();
    }

    private boolean mayFurtherSend() {
        return !ready.isEmpty() && open < mostOpen;
    }

    private void sendBurst() {
        full = false;
        for (int i = 0; i < BURST && mayFurtherSend(); i++) {
            int target = ready.remove();
            int number = target * plan.count() + sent[target];
            sentNanos[number] = clock.nanos();
            int result = send(target, number);
            if (result >= 0) {
                sent[target]++;
                open++;
                waitedFor[target] = number;
                inFlight.add(number);
            } else if (EchoSocket.isFull(result)) {
                ready.addFirst(target);
                full = true;
                return;
            } else {
                // The host will refuse the others, too.
                refusals[target] = result;
            }
        }
    }

    /// What a router said to an earlier request is told in place of sending; it is told only once.
    private int send(int target, int number) {
        int result = socket.send(targets.get(target), number, sentNanos[number]);
        return result < 0 && sent[target] > 0 ? socket.send(targets.get(target), number, sentNanos[number]) : result;
    }

    /// An answer counts for its request, the first time, also when it comes too late to be waited for.
    private void take(byte[] from, int number, long nanos) {
        if (number < 0 || number >= micros.length || sentNanos[number] != nanos || micros[number] != NONE) {
            return;
        }
        int target = number / plan.count();
        boolean wasSent = number % plan.count() < sent[target];
        if (!wasSent || !Arrays.equals(from, targets.get(target))) {
            return;
        }
        long now = clock.nanos();
        micros[number] = (int) Math.min((now - nanos) / NANOS_PER_MICRO, Integer.MAX_VALUE);
        if (waitedFor[target] == number) {
            waitedFor[target] = NONE;
            open--;
            if (sent[target] < plan.count()) {
                paused.add(new Pause(target, now + plan.gap().toNanos()));
            }
        }
    }

    private void expire(long now) {
        while (!inFlight.isEmpty()) {
            int number = inFlight.element();
            int target = number / plan.count();
            if (waitedFor[target] == number) {
                if (now - sentNanos[number] < plan.patience().toNanos()) {
                    return;
                }
                waitedFor[target] = NONE;
                open--;
                if (sent[target] < plan.count()) {
                    ready.add(target);
                }
            }
            inFlight.remove();
        }
    }

    private void resume(long now) {
        while (!paused.isEmpty() && now - paused.element().untilNanos() >= 0) {
            ready.add(paused.remove().target());
        }
    }

    private int millisToNext(long now) {
        long nanos = Math.min(LONGEST_WAIT.toNanos(), plan.deadline().left().toNanos());
        if (!inFlight.isEmpty()) {
            nanos = Math.min(
                    nanos, sentNanos[inFlight.element()] + plan.patience().toNanos() - now);
        }
        if (!paused.isEmpty()) {
            nanos = Math.min(nanos, paused.element().untilNanos() - now);
        }
        return (int) Duration.ofNanos(Math.max(0, nanos)).toMillis() + 1;
    }

    private Echoed echoed(int target) {
        if (sent[target] == 0 && refusals[target] < 0) {
            return new NotSent(EchoSocket.reason(refusals[target]));
        }
        int first = target * plan.count();
        List<Integer> roundTrips = Arrays.stream(micros, first, first + sent[target])
                .filter(roundTrip -> roundTrip != NONE)
                .boxed()
                .toList();
        return new Echoes(sent[target], roundTrips, end(target));
    }

    private End end(int target) {
        boolean waiting = waitedFor[target] != NONE;
        if (refusals[target] < 0) {
            return new End.Refused(EchoSocket.reason(refusals[target]));
        }
        return waiting || sent[target] < plan.count() ? new End.OutOfTime(waiting) : new End.Whole();
    }
}
