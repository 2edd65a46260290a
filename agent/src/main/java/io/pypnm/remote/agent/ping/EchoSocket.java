package io.pypnm.remote.agent.ping;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteOrder;

/// Linux's ping socket (icmp(7), `net.ipv4.ping_group_range`): ICMP echo without privileges. The kernel writes
/// identifier and checksum, and hands in only the answers to this very socket. Owned by one platform thread.
///
/// A request carries the number the caller gave it and the time it was sent, so that no answer to another request, or
/// to an earlier socket of the same identifier, is taken for its own.
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
    private static final int MESSAGE_BYTES = HEADER_BYTES + PAYLOAD_BYTES;
    private static final int RECEIVE_BYTES = 4 << 20;
    /// What the kernel counts for a queued answer of that size.
    private static final int ANSWER_COST_BYTES = 1024;

    private static final ValueLayout.OfShort NETWORK_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final boolean LINUX = System.getProperty("os.name").equals("Linux");

    private final Arena arena = Arena.ofConfined();
    private final boolean version4;
    private final int socket;
    private final int addressAt;
    private final int addressBytes;
    private final MemorySegment request = arena.allocate(MESSAGE_BYTES, 8);
    private final MemorySegment answer = arena.allocate(1024, 8);
    private final MemorySegment peer;
    private final MemorySegment peerBytes = arena.allocate(4, 4);
    private final MemorySegment pollDescriptor = arena.allocate(8, 4);
    private final byte[] from;

    private EchoSocket(int socket, boolean version4) {
        this.socket = socket;
        this.version4 = version4;
        this.addressAt = version4 ? 4 : 8;
        this.addressBytes = version4 ? 4 : 16;
        this.peer = arena.allocate(version4 ? 16 : 28, 4);
        this.from = new byte[addressBytes];
        peer.set(ValueLayout.JAVA_SHORT, 0, (short) (version4 ? AF_INET : AF_INET6));
        request.set(ValueLayout.JAVA_BYTE, 0, (byte) (version4 ? 8 : 128));
        pollDescriptor.set(ValueLayout.JAVA_INT, 0, socket);
        pollDescriptor.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
    }

    /// Whether this host lets this process have such a socket.
    static boolean isPermitted(InetAddress target) {
        if (!LINUX) {
            return false;
        }
        try {
            int socket = openNative(target instanceof Inet4Address);
            if (socket >= 0) {
                Libc.close(socket);
            }
            return socket >= 0;
        } catch (IllegalCallerException e) {
            // The runtime was started without --enable-native-access.
            return false;
        }
    }

    /// Opens one for the target's family.
    ///
    /// @throws IllegalStateException if the host does not permit it any more
    static EchoSocket open(InetAddress target) {
        boolean version4 = target instanceof Inet4Address;
        int socket = openNative(version4);
        if (socket < 0) {
            throw new IllegalStateException("no ping socket: " + reason(socket));
        }
        Libc.setReceiveBuffer(socket, RECEIVE_BYTES);
        return new EchoSocket(socket, version4);
    }

    private static int openNative(boolean version4) {
        int type = SOCK_DGRAM | SOCK_CLOEXEC;
        return version4 ? Libc.socket(AF_INET, type, IPPROTO_ICMP) : Libc.socket(AF_INET6, type, IPPROTO_ICMPV6);
    }

    /// How many answers may come at once without one being lost to the socket's buffer, at least 1.
    int answersThatFit() {
        return Math.max(1, Libc.receiveBuffer(socket) / ANSWER_COST_BYTES);
    }

    /// Sends a request.
    ///
    /// @return 0 or more, or `-errno`
    int send(byte[] target, int number, long nanos) {
        MemorySegment.copy(target, 0, peer, ValueLayout.JAVA_BYTE, addressAt, addressBytes);
        request.set(NETWORK_SHORT, 6, (short) number);
        request.set(INT, HEADER_BYTES, number);
        request.set(LONG, HEADER_BYTES + 4, nanos);
        return Libc.sendTo(socket, request, peer);
    }

    /// What takes an answer.
    @FunctionalInterface
    interface Taker {
        /// Takes it.
        ///
        /// @param from      address bytes, of use during the call only
        /// @param number    as sent
        /// @param sentNanos as sent
        void take(byte[] from, int number, long sentNanos);
    }

    /// Hands over an answer that is there.
    ///
    /// @return false if there is none
    boolean receive(Taker taker) {
        peerBytes.set(ValueLayout.JAVA_INT, 0, (int) peer.byteSize());
        int bytes = Libc.receiveFrom(socket, answer, peer, peerBytes);
        if (bytes < 0) {
            return false;
        }
        boolean echo =
                bytes >= HEADER_BYTES + 12 && answer.get(ValueLayout.JAVA_BYTE, 0) == (byte) (version4 ? 0 : 129);
        if (echo) {
            MemorySegment.copy(peer, ValueLayout.JAVA_BYTE, addressAt, from, 0, addressBytes);
            taker.take(from, answer.get(INT, HEADER_BYTES), answer.get(LONG, HEADER_BYTES + 4));
        }
        return true;
    }

    /// Waits for an answer, at most that long.
    void await(int millis) {
        Libc.poll(pollDescriptor, millis);
    }

    /// What a negative result of [#send] means.
    static String reason(int negativeErrno) {
        return switch (-negativeErrno) {
            case 1, 13 -> "this host forbids it";
            case 22 -> "the address needs a scope";
            case 101 -> "network is unreachable";
            case 113 -> "no route to host";
            default -> "errno " + -negativeErrno;
        };
    }

    /// Whether a negative result of [#send] only means that there is no room now: EAGAIN, ENOBUFS.
    static boolean isFull(int negativeErrno) {
        return negativeErrno == -11 || negativeErrno == -105;
    }

    @Override
    public void close() {
        Libc.close(socket);
        arena.close();
    }
}
