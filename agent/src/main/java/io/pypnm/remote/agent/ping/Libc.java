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

/// The six calls of Linux's C library that a ping socket takes. Each answers its result or, below zero, `-errno`.
final class Libc {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option KEEP_ERRNO = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET =
            function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CONNECT =
            function("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SEND =
            function("send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle RECV =
            function("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle POLL =
            function("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private Libc() {}

    static int socket(int family, int type, int protocol) {
        return call(errno -> (int) SOCKET.invokeExact(errno, family, type, protocol));
    }

    static int connect(int socket, MemorySegment address) {
        return call(errno -> (int) CONNECT.invokeExact(errno, socket, address, (int) address.byteSize()));
    }

    static int send(int socket, MemorySegment message) {
        return call(errno -> (int) (long) SEND.invokeExact(errno, socket, message, message.byteSize(), 0));
    }

    static int receive(int socket, MemorySegment buffer) {
        return call(errno -> (int) (long) RECV.invokeExact(errno, socket, buffer, buffer.byteSize(), 0));
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
