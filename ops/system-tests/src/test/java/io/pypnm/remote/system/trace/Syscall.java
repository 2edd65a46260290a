package io.pypnm.remote.system.trace;

/// One system call that has returned.
///
/// The log is written by one tracer, which stops the calling thread at the entry and again at the exit. So if the exit
/// of one call stands before the entry of another, the first had returned before the second began, whatever threads
/// they are of.
///
/// @param target   what the descriptor refers to, a path or `socket:[number]`; for calls that take paths, the first
///     path
/// @param path     the second path of a rename; else empty
/// @param data     what was written, or what was read
/// @param number   offset of `pwrite64` and `lseek`, length of `ftruncate`, flags of `openat`; else 0
/// @param entered  line of its entry
/// @param returned line of its exit
/// @param micros   when it returned, microseconds since the epoch
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Syscall(
        String name,
        int descriptor,
        String target,
        String path,
        byte[] data,
        long number,
        long result,
        int entered,
        int returned,
        long micros) {
    /// Flags of `openat`.
    static final long TRUNCATES = 1;

    static final long APPENDS = 2;

    /// The same call at another place in the log.
    public Syscall at(int newEntered, int newReturned) {
        return new Syscall(name, descriptor, target, path, data, number, result, newEntered, newReturned, micros);
    }

    public boolean isSync() {
        return (name.equals("fsync") || name.equals("fdatasync")) && result == 0;
    }

    public boolean isSend() {
        return result > 0
                && switch (name) {
                    case "write", "writev", "sendto", "sendmsg" -> target.startsWith("socket:");
                    default -> false;
                };
    }

    public boolean isReceive() {
        return result > 0
                && switch (name) {
                    case "read", "readv", "recvfrom", "recvmsg" -> target.startsWith("socket:");
                    default -> false;
                };
    }

    /// Whether it put bytes into a file.
    public boolean isFileWrite() {
        return result > 0
                && switch (name) {
                    case "write", "writev", "pwrite64", "pwritev" -> target.startsWith("/");
                    default -> false;
                };
    }
}
