package io.pypnm.remote.system.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PowerCutTest {
    private static final Path ROOT = Path.of("/data");
    private static final long NEVER = Long.MAX_VALUE;

    @TempDir
    private Path folder;

    private final List<Syscall> calls = new ArrayList<>();
    private Path before;

    @BeforeEach
    void begin() throws IOException {
        before = Files.createDirectory(folder.resolve("before"));
        Files.writeString(before.resolve("a"), "0123456789");
    }

    @Test
    void bytesThatWereNotSyncedAreGone() throws IOException {
        open(3, "/data/a", 0);
        pwrite(3, "/data/a", 2, "XY");
        sync(3, "/data/a");
        pwrite(3, "/data/a", 4, "Z");

        assertThat(file("a", NEVER)).isEqualTo("01XY456789");
    }

    @Test
    void syncThatBeganBeforeTheWriteHadReturnedDoesNotCount() throws IOException {
        open(3, "/data/a", 0);
        call("pwrite64", 3, "/data/a", "", "XY", 2, 2, 10, 20);
        call("fdatasync", 3, "/data/a", "", "", 0, 0, 15, 30);

        assertThat(file("a", NEVER)).isEqualTo("0123456789");
    }

    @Test
    void syncAfterTheCutDoesNotCount() throws IOException {
        open(3, "/data/a", 0);
        pwrite(3, "/data/a", 0, "X");
        long cut = calls.getLast().micros();
        sync(3, "/data/a");

        assertThat(file("a", cut)).isEqualTo("0123456789");
        assertThat(file("a", cut + 2)).isEqualTo("X123456789");
    }

    @Test
    void plainWritesGoToThePositionOrTheEnd() throws IOException {
        open(3, "/data/a", 0);
        call("lseek", 3, "/data/a", "", "", 8, 8);
        write(3, "/data/a", "XY");
        write(3, "/data/a", "Z");
        open(4, "/data/a", Syscall.APPENDS);
        write(4, "/data/a", "end");
        sync(3, "/data/a");

        assertThat(file("a", NEVER)).isEqualTo("01234567XYZend");
    }

    @Test
    void fileIsShortenedOnlyByASync() throws IOException {
        open(3, "/data/a", 0);
        call("ftruncate", 3, "/data/a", "", "", 4, 0);

        assertThat(file("a", NEVER)).isEqualTo("0123456789");

        sync(3, "/data/a");

        assertThat(file("a", NEVER)).isEqualTo("0123");
    }

    @Test
    void newFileIsThereOnlyOnceSynced() throws IOException {
        open(3, "/data/new", 0);
        write(3, "/data/new", "x");
        open(4, "/data/other", 0);
        write(4, "/data/other", "y");
        sync(4, "/data/other");

        assertThat(restored(NEVER).resolve("new")).doesNotExist();
        assertThat(file("other", NEVER)).isEqualTo("y");
    }

    @Test
    void renameWaitsForTheDirectory() throws IOException {
        open(3, "/data/a.new", 0);
        write(3, "/data/a.new", "new");
        sync(3, "/data/a.new");
        call("rename", -1, "/data/a.new", "/data/a", "", 0, 0);

        assertThat(file("a", NEVER)).isEqualTo("0123456789");

        sync(9, "/data");

        assertThat(file("a", NEVER)).isEqualTo("new");
        assertThat(restored(NEVER).resolve("a.new")).doesNotExist();
    }

    @Test
    void removedFileComesBackWithoutASyncOfItsDirectory() throws IOException {
        call("unlink", -1, "/data/a", "", "", 0, 0);

        assertThat(restored(NEVER).resolve("a")).exists();

        sync(9, "/data");

        assertThat(restored(NEVER).resolve("a")).doesNotExist();
    }

    private void open(int descriptor, String path, long flags) {
        call("openat", descriptor, path, "", "", flags, descriptor);
    }

    private void write(int descriptor, String path, String data) {
        call("write", descriptor, path, "", data, 0, data.length());
    }

    private void pwrite(int descriptor, String path, long offset, String data) {
        call("pwrite64", descriptor, path, "", data, offset, data.length());
    }

    private void sync(int descriptor, String path) {
        call("fdatasync", descriptor, path, "", "", 0, 0);
    }

    private void call(String name, int descriptor, String target, String path, String data, long number, long result) {
        int line = 2 * calls.size();
        call(name, descriptor, target, path, data, number, result, line, line + 1);
    }

    private void call(
            String name,
            int descriptor,
            String target,
            String path,
            String data,
            long number,
            long result,
            int entered,
            int returned) {
        calls.add(new Syscall(
                name, descriptor, target, path, Bytes.ascii(data), number, result, entered, returned, returned));
    }

    private PowerCut cut(long micros) throws IOException {
        return PowerCut.at(ROOT, before, calls, micros);
    }

    private Path restored(long micros) throws IOException {
        Path after = Files.createTempDirectory(folder, "after");
        cut(micros).restoreTo(after);
        return after;
    }

    private String file(String name, long micros) throws IOException {
        return Files.readString(restored(micros).resolve(name));
    }
}
