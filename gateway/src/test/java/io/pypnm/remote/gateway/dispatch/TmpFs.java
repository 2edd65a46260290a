package io.pypnm.remote.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A small disk in memory, and a ballast file that fills it. Only root can mount one.
final class TmpFs implements AutoCloseable {
    static final int MIB = 1 << 20;

    private final Path mountPoint;
    private final Path ballast;

    private TmpFs(Path mountPoint) {
        this.mountPoint = mountPoint;
        this.ballast = mountPoint.resolve("ballast");
    }

    /// Skips the test, and says so, where this user may not mount.
    static TmpFs mount(Path mountPoint, int mib) throws Exception {
        Files.createDirectories(mountPoint);
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "tmpfs", mountPoint.toString()),
                "SKIPPED: the full-disk tests mount a tmpfs, which needs root");
        return new TmpFs(mountPoint);
    }

    Path path() {
        return mountPoint;
    }

    /// Grows or shrinks the ballast until this much is free; 0 fills the disk to its last byte.
    void leaveFree(long bytes) throws IOException {
        Files.deleteIfExists(ballast);
        byte[] block = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (freeBytes() >= bytes + block.length) {
                out.write(block);
            }
            if (bytes == 0) {
                fillUp(out);
            }
        }
    }

    private static void fillUp(OutputStream out) throws IOException {
        byte[] page = new byte[4 << 10];
        try {
            while (true) {
                out.write(page);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left on device");
        }
    }

    void dropBallast() throws IOException {
        Files.deleteIfExists(ballast);
    }

    private long freeBytes() throws IOException {
        return Files.getFileStore(mountPoint).getUsableSpace();
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    @Override
    public void close() {
        try {
            // Lazy: a broker that a test gave up may still have files open.
            assertThat(run("umount", "--lazy", mountPoint.toString())).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
