package io.pypnm.remote.agent.ping;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.contracts.outcome.FailureCode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;

/// Linux's ping socket (icmp(7), `net.ipv4.ping_group_range`): ICMP echo without privileges. The kernel writes
/// identifier and checksum, and hands in only the answers to this very socket. Owned by one platform thread; its
/// calls block.
final class EchoSocket implements AutoCloseable {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int IPPROTO_ICMP = 1;
    private static final int IPPROTO_ICMPV6 = 58;
    private static final short POLLIN = 1;

    private static final int HEADER_BYTES = 8;
    /// As much as `ping` sends.
    private static final int PAYLOAD_BYTES = 56;

    private static final long NANOS_PER_MICRO = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration SHORTEST_GAP = Duration.ofMillis(100);

    private static final ValueLayout.OfShort NETWORK_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final boolean LINUX = System.getProperty("os.name").equals("Linux");

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(1024);
    private final MemorySegment pollDescriptor = arena.allocate(8, 4);
    private final MonotonicClock clock;
    private final boolean version4;
    private final int socket;
    private final long[] sentNanos;
    private final int[] roundTripMicros;
    private int sent;
    private int received;

    private EchoSocket(int socket, boolean version4, int count, MonotonicClock clock) {
        this.socket = socket;
        this.version4 = version4;
        this.clock = clock;
        this.sentNanos = new long[count];
        this.roundTripMicros = new int[count];
        Arrays.fill(roundTripMicros, -1);
        pollDescriptor.set(ValueLayout.JAVA_INT, 0, socket);
        pollDescriptor.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
    }

    /// Whether this host lets this process have such a socket.
    static boolean isPermitted(InetAddress target) {
        if (!LINUX) {
            return false;
        }
        try {
            int socket = open(target instanceof Inet4Address);
            if (socket >= 0) {
                Libc.close(socket);
            }
            return socket >= 0;
        } catch (IllegalCallerException e) {
            // The runtime was started without --enable-native-access.
            return false;
        }
    }

    private static int open(boolean version4) {
        int type = SOCK_DGRAM | SOCK_CLOEXEC;
        return version4 ? Libc.socket(AF_INET, type, IPPROTO_ICMP) : Libc.socket(AF_INET6, type, IPPROTO_ICMPV6);
    }

    /// Sends the next request when the one before was answered, 100 ms after it at the earliest and 1 s at the latest,
    /// and waits 1 s for the last answers. Ends early at the deadline or when interrupted.
    static Echoes echo(InetAddress target, int count, Deadline deadline, MonotonicClock clock)
            throws CommandFailedException {
        boolean version4 = target instanceof Inet4Address;
        int socket = open(version4);
        if (socket < 0) {
            throw unreachable(target, socket);
        }
        try (var echo = new EchoSocket(socket, version4, count, clock)) {
            echo.connect(target);
            while (echo.sent < count
                    && !deadline.hasPassed()
                    && !Thread.currentThread().isInterrupted()) {
                echo.send(target);
                echo.receive(deadline, echo.sent < count);
            }
            return echo.result();
        }
    }

    private void connect(InetAddress target) throws CommandFailedException {
        byte[] address = target.getAddress();
        MemorySegment socketAddress = arena.allocate(version4 ? 16 : 28, 4);
        socketAddress.set(ValueLayout.JAVA_SHORT, 0, (short) (version4 ? AF_INET : AF_INET6));
        MemorySegment.copy(address, 0, socketAddress, ValueLayout.JAVA_BYTE, version4 ? 4 : 8, address.length);
        int result = Libc.connect(socket, socketAddress);
        if (result < 0) {
            throw unreachable(target, result);
        }
    }

    private void send(InetAddress target) throws CommandFailedException {
        MemorySegment message = buffer.asSlice(0, HEADER_BYTES + PAYLOAD_BYTES).fill((byte) 0);
        message.set(ValueLayout.JAVA_BYTE, 0, (byte) (version4 ? 8 : 128));
        message.set(NETWORK_SHORT, 6, (short) sent);
        sentNanos[sent] = clock.nanos();
        int result = Libc.send(socket, message);
        if (result < 0 && sent > 0) {
            // What a router said to an earlier request is told here, in place of sending; it is told only once.
            result = Libc.send(socket, message);
        }
        if (result < 0 && sent == 0) {
            throw unreachable(target, result);
        }
        sent++;
    }

    private void receive(Deadline deadline, boolean moreToSend) {
        long start = sentNanos[sent - 1];
        while (!Thread.currentThread().isInterrupted()) {
            Duration wait = moreToSend && received == sent ? SHORTEST_GAP : PATIENCE;
            long leftNanos = Math.min(
                    wait.toNanos() - (clock.nanos() - start), deadline.left().toNanos());
            boolean nothingToWaitFor = !moreToSend && received == sent;
            if (leftNanos <= 0 || nothingToWaitFor) {
                return;
            }
            int leftMillis = (int) Duration.ofNanos(leftNanos).toMillis() + 1;
            if (Libc.poll(pollDescriptor, leftMillis) > 0) {
                take(Libc.receive(socket, buffer));
            }
        }
    }

    /// An answer counts for the request whose number it carries, the first time.
    private void take(int bytes) {
        boolean answer = bytes >= HEADER_BYTES && buffer.get(ValueLayout.JAVA_BYTE, 0) == (byte) (version4 ? 0 : 129);
        int number = answer ? Short.toUnsignedInt(buffer.get(NETWORK_SHORT, 6)) : Integer.MAX_VALUE;
        if (number < sent && roundTripMicros[number] < 0) {
            roundTripMicros[number] = (int) ((clock.nanos() - sentNanos[number]) / NANOS_PER_MICRO);
            received++;
        }
    }

    private Echoes result() {
        return new Echoes(
                sent,
                Arrays.stream(roundTripMicros)
                        .filter(micros -> micros >= 0)
                        .boxed()
                        .toList());
    }

    private static CommandFailedException unreachable(InetAddress target, int negativeErrno) {
        String reason = switch (-negativeErrno) {
            case 1, 13 -> "this host forbids it";
            case 22 -> "the address needs a scope";
            case 101 -> "network is unreachable";
            case 113 -> "no route to host";
            default -> "errno " + -negativeErrno;
        };
        return new CommandFailedException(
                FailureCode.UNREACHABLE, "cannot send to " + target.getHostAddress() + ": " + reason);
    }

    @Override
    public void close() {
        Libc.close(socket);
        arena.close();
    }
}
