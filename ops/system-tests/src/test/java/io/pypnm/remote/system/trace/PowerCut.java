package io.pypnm.remote.system.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What is on the disk if the power goes at a certain moment: of each file the bytes of its last sync, and nothing
/// else.
///
/// | what                               | is on disk after                                             |
/// |------------------------------------|--------------------------------------------------------------|
/// | bytes, a new length                | a sync of the file that began after they were written        |
/// | a new file's name, a rename        | a sync of the file, or one of its directory                  |
/// | a removal                          | a sync of the directory                                      |
///
/// This is less than ext4 keeps, and all that POSIX promises and Linux's file systems do.
public final class PowerCut {
    private final Path root;
    private final Map<String, Inode> names = new HashMap<>();
    private final Map<String, Inode> durableNames = new HashMap<>();
    private final Map<Integer, Open> open = new HashMap<>();

    /// Something done to a file that is not on disk yet.
    private sealed interface Change {
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Bytes(long offset, byte[] data) implements Change {}

        record Length(long length) implements Change {}
    }

    private record Pending(Change change, int returned) {}

    private static final class Inode {
        private final List<Pending> pending = new ArrayList<>();
        /// With room to grow.
        private byte[] durable;

        private int durableLength;
        private long length;

        Inode(byte[] durable) {
            this.durable = durable;
            this.durableLength = durable.length;
            this.length = durable.length;
        }

        byte[] durable() {
            return Arrays.copyOf(durable, durableLength);
        }

        void change(Change change, int returned) {
            pending.add(new Pending(change, returned));
            length = switch (change) {
                case Change.Bytes(long offset, byte[] data) -> Math.max(length, offset + data.length);
                case Change.Length(long given) -> given;
            };
        }

        void sync(int entered) {
            pending.removeIf(each -> {
                if (each.returned() < entered) {
                    apply(each.change());
                    return true;
                }
                return false;
            });
        }

        private void apply(Change change) {
            switch (change) {
                case Change.Bytes(long offset, byte[] data) -> {
                    makeLength(Math.max(durableLength, Math.toIntExact(offset) + data.length));
                    System.arraycopy(data, 0, durable, (int) offset, data.length);
                }
                case Change.Length(long given) -> makeLength(Math.toIntExact(given));
            }
        }

        private void makeLength(int wanted) {
            if (wanted > durable.length) {
                durable = Arrays.copyOf(durable, Math.max(wanted, 2 * durable.length));
            } else if (wanted < durableLength) {
                Arrays.fill(durable, wanted, durableLength, (byte) 0);
            }
            durableLength = wanted;
        }
    }

    private static final class Open {
        private final Inode inode;
        private final boolean appends;
        private long position;

        Open(Inode inode, boolean appends) {
            this.inode = inode;
            this.appends = appends;
        }
    }

    private PowerCut(Path root) {
        this.root = root;
    }

    /// Goes through the calls up to the cut.
    ///
    /// @param root   the folder as the process named it
    /// @param before its content, all of it on disk, when the process started
    /// @param micros moment of the cut, since the epoch
    public static PowerCut at(Path root, Path before, List<Syscall> calls, long micros) throws IOException {
        var cut = new PowerCut(root);
        try (Stream<Path> files = Files.walk(before)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                var inode = new Inode(Files.readAllBytes(file));
                String name = root.resolve(before.relativize(file)).toString();
                cut.names.put(name, inode);
                cut.durableNames.put(name, inode);
            }
        }
        calls.stream()
                .filter(call -> call.micros() <= micros && call.result() >= 0)
                .forEach(cut::take);
        return cut;
    }

    /// Writes what is on disk into an empty folder.
    public void restoreTo(Path folder) throws IOException {
        for (Map.Entry<String, Inode> entry : durableNames.entrySet()) {
            Path file = folder.resolve(root.relativize(Path.of(entry.getKey())));
            Files.createDirectories(file.getParent());
            Files.write(file, entry.getValue().durable());
        }
    }

    private void take(Syscall call) {
        switch (call.name()) {
            case "openat" -> openFile(call);
            case "close" -> open.remove(call.descriptor());
            case "lseek" -> opened(call).ifPresent(file -> file.position = call.result());
            case "read" -> opened(call).ifPresent(file -> file.position += call.result());
            case "write", "writev" -> opened(call).ifPresent(file -> append(file, call));
            case "pwrite64", "pwritev" ->
                opened(call)
                        .ifPresent(file ->
                                file.inode.change(new Change.Bytes(call.number(), call.data()), call.returned()));
            case "ftruncate" ->
                opened(call).ifPresent(file -> file.inode.change(new Change.Length(call.number()), call.returned()));
            case "rename", "renameat", "renameat2" -> rename(call.target(), call.path());
            case "unlink", "unlinkat" -> names.remove(call.target());
            case "fsync", "fdatasync" -> sync(call);
            default -> {}
        }
    }

    private void openFile(Syscall call) {
        if (!isBelowRoot(call.target()) || Files.isDirectory(Path.of(call.target()))) {
            return;
        }
        Inode inode = names.computeIfAbsent(call.target(), _ -> new Inode(new byte[0]));
        if ((call.number() & Syscall.TRUNCATES) != 0) {
            inode.change(new Change.Length(0), call.returned());
        }
        open.put(call.descriptor(), new Open(inode, (call.number() & Syscall.APPENDS) != 0));
    }

    private Optional<Open> opened(Syscall call) {
        return isBelowRoot(call.target()) ? Optional.ofNullable(open.get(call.descriptor())) : Optional.empty();
    }

    private static void append(Open file, Syscall call) {
        long offset = file.appends ? file.inode.length : file.position;
        file.inode.change(new Change.Bytes(offset, call.data()), call.returned());
        file.position = offset + call.data().length;
    }

    private void rename(String from, String to) {
        Inode inode = names.remove(from);
        if (inode != null) {
            names.put(to, inode);
        }
    }

    private void sync(Syscall call) {
        Optional<Open> file = opened(call);
        if (file.isPresent()) {
            Inode inode = file.get().inode;
            inode.sync(call.entered());
            durableNames.values().removeIf(inode::equals);
            names.forEach((name, named) -> {
                if (named.equals(inode)) {
                    durableNames.put(name, inode);
                }
            });
        } else {
            syncDirectory(call.target());
        }
    }

    private void syncDirectory(String directory) {
        durableNames.keySet().removeIf(name -> isIn(directory, name) && !names.containsKey(name));
        names.forEach((name, inode) -> {
            if (isIn(directory, name)) {
                durableNames.values().removeIf(inode::equals);
                durableNames.put(name, inode);
            }
        });
    }

    private static boolean isIn(String directory, String name) {
        return name.startsWith(directory + "/") && name.indexOf('/', directory.length() + 1) < 0;
    }

    private boolean isBelowRoot(String path) {
        return path.startsWith(root + "/");
    }
}
