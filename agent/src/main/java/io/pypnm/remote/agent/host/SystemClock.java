package io.pypnm.remote.agent.host;

import io.pypnm.remote.agent.operation.MonotonicClock;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// The host's `CLOCK_BOOTTIME` (clock_gettime(2)): `System.nanoTime` stands still while a laptop or a virtual machine
/// is suspended, and a command that waited meanwhile would start long after its time.
public final class SystemClock {
    private static final System.Logger log = System.getLogger(SystemClock.class.getName());
    private static final int CLOCK_BOOTTIME = 7;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final StructLayout TIMESPEC = MemoryLayout.structLayout(
            ValueLayout.JAVA_LONG.withName("tv_sec"), ValueLayout.JAVA_LONG.withName("tv_nsec"));

    private SystemClock() {}

    /// The clock that counts suspend or, where the host has none, `System.nanoTime`.
    public static MonotonicClock open() {
        return bootTime().orElseGet(() -> {
            log.log(System.Logger.Level.INFO, "no CLOCK_BOOTTIME here: time stands still while the host is suspended");
            return System::nanoTime;
        });
    }

    @SuppressWarnings("restricted") // the signature below is that of clock_gettime(2)
    static Optional<MonotonicClock> bootTime() {
        boolean linux64 = System.getProperty("os.name").equals("Linux") && ValueLayout.ADDRESS.byteSize() == 8;
        if (!linux64) {
            return Optional.empty();
        }
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("clock_gettime")
                .map(address -> linker.downcallHandle(
                        address,
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS)))
                .<MonotonicClock>map(clockGettime -> () -> nanos(clockGettime))
                .filter(SystemClock::works);
    }

    private static boolean works(MonotonicClock clock) {
        try {
            return clock.nanos() > 0;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static long nanos(MethodHandle clockGettime) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(TIMESPEC);
            int result = (int) clockGettime.invokeExact(CLOCK_BOOTTIME, time);
            if (result != 0) {
                throw new IllegalStateException("clock_gettime failed");
            }
            return time.get(ValueLayout.JAVA_LONG, 0) * NANOS_PER_SECOND + time.get(ValueLayout.JAVA_LONG, 8);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("clock_gettime threw", e);
        }
    }
}
