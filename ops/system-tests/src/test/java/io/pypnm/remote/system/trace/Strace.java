package io.pypnm.remote.system.trace;

import java.nio.file.Path;
import java.util.List;

/// How to start a program under strace.
public final class Strace {
    /// All that moves bytes between a process and its files or peers, and all that changes names.
    private static final String CALLS = "read,readv,write,writev,pwrite64,pwritev,lseek,ftruncate,openat,close,"
            + "rename,renameat,renameat2,unlink,unlinkat,sendto,sendmsg,recvfrom,recvmsg,fdatasync,fsync";

    /// More than any one call writes: what is cut short could not be looked into.
    private static final int MAX_BYTES = 16 * 1024 * 1024;

    private Strace() {}

    /// To be put before the program's own command. The tracer is a grandchild, so the pid is the program's.
    ///
    /// @param log one file for all threads, in the order of what they did
    public static List<String> command(Path log) {
        return List.of(
                "strace",
                "--daemonize",
                "--follow-forks",
                "--seccomp-bpf",
                "-q",
                "-ttt",
                "-T",
                "-y",
                "-s",
                Integer.toString(MAX_BYTES),
                "-e",
                "trace=" + CALLS,
                "-e",
                "signal=none",
                "-o",
                log.toString());
    }
}
