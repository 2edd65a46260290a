package io.pypnm.remote.agent.ping;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The calls of Linux's C library that a ping socket takes. Each answers its result or, below zero, `-errno`.
final class Libc {
    private static final int MSG_DONTWAIT = 0x40;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option KEEP_ERRNO = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET =
            function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SENDTO = function(
            "sendto", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RECVFROM = function(
            "recvfrom", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle SETSOCKOPT =
            function("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle GETSOCKOPT =
            function("getsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle POLL =
            function("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private Libc() {}

    static int socket(int family, int type, int protocol) {
        return call(errno -> (int) SOCKET.invokeExact(errno, family, type, protocol));
    }

    /// Does not wait for room in the socket's buffer.
    static int sendTo(int socket, MemorySegment message, MemorySegment address) {
        return call(errno -> (int) (long) SENDTO.invokeExact(
                errno, socket, message, message.byteSize(), MSG_DONTWAIT, address, (int) address.byteSize()));
    }

    /// Does not wait for a message.
    ///
    /// @param addressBytes size of `address`, then of what is in it
    static int receiveFrom(int socket, MemorySegment buffer, MemorySegment address, MemorySegment addressBytes) {
        return call(errno -> (int) (long)
                RECVFROM.invokeExact(errno, socket, buffer, buffer.byteSize(), MSG_DONTWAIT, address, addressBytes));
    }

    /// Asks for a receive buffer; the host grants what it allows.
    static int setReceiveBuffer(int socket, int bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocateFrom(JAVA_INT, bytes);
            return call(errno -> (int) SETSOCKOPT.invokeExact(errno, socket, SOL_SOCKET, SO_RCVBUF, value, 4));
        }
    }

    /// Bytes of the receive buffer.
    static int receiveBuffer(int socket) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(JAVA_INT);
            MemorySegment bytes = arena.allocateFrom(JAVA_INT, 4);
            int result =
                    call(errno -> (int) GETSOCKOPT.invokeExact(errno, socket, SOL_SOCKET, SO_RCVBUF, value, bytes));
            return result < 0 ? result : value.get(JAVA_INT, 0);
        }
    }

    /// @param descriptor one `struct pollfd`
    static int poll(MemorySegment descriptor, int millis) {
        return call(errno -> (int) POLL.invokeExact(errno, descriptor, 1L, millis));
    }

    static int close(int socket) {
        return call(errno -> (int) CLOSE.invokeExact(errno, socket));
    }

    @FunctionalInterface
    private interface Call {
        int with(MemorySegment errno) throws Throwable;
    }

    private static int call(Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(Linker.Option.captureStateLayout());
            int result = call.with(errno);
            return result >= 0 ? result : -(int) ERRNO.get(errno, 0L);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a call of the C library threw", e);
        }
    }

    @SuppressWarnings("restricted") // each signature is that of its manual page, section 2
    private static MethodHandle function(String name, FunctionDescriptor signature) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), signature, KEEP_ERRNO);
    }
}
