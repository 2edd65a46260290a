package io.pypnm.remote.system.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lines as strace 6.1 writes them.
final class TraceReaderTest {
    @TempDir
    private Path folder;

    @Test
    void callHasItsFileItsBytesAndItsPlace() throws IOException {
        List<Syscall> calls = read("""
            700 1795435028.508186 pwrite64(93</data/ledger.db-wal>, "7\\177\\6\\0202\\"\\n\\\\", 8, 4128) = 8 <0.000693>
            """);

        Syscall call = calls.getFirst();
        assertThat(call.name()).isEqualTo("pwrite64");
        assertThat(call.descriptor()).isEqualTo(93);
        assertThat(call.target()).isEqualTo("/data/ledger.db-wal");
        assertThat(call.data()).containsExactly('7', 0x7f, 6, 0x10, '2', '"', '\n', '\\');
        assertThat(call.number()).isEqualTo(4128);
        assertThat(call.result()).isEqualTo(8);
        assertThat(call.micros()).isEqualTo(1_795_435_028_508_879L);
        assertThat(call.isFileWrite()).isTrue();
    }

    @Test
    void callThatAnotherCameInBetweenOfIsPutTogether() throws IOException {
        List<Syscall> calls = read("""
            700 10.000001 fdatasync(93</data/a> <unfinished ...>
            701 10.000002 write(40<socket:[9]>, "abc", 3) = 3 <0.000010>
            700 10.000500 <... fdatasync resumed>) = 0 <0.000499>
            """);

        assertThat(calls).extracting(Syscall::name).containsExactly("write", "fdatasync");
        Syscall sync = calls.get(1);
        assertThat(sync.entered()).isZero();
        assertThat(sync.returned()).isEqualTo(2);
        assertThat(sync.micros()).isEqualTo(10_000_500);
        assertThat(sync.isSync()).isTrue();
        assertThat(calls.getFirst().entered()).isBetween(sync.entered(), sync.returned());
    }

    @Test
    void bytesOfAReadComeWithItsReturn() throws IOException {
        List<Syscall> calls = read("""
            700 10.000001 read(40<socket:[9]>,  <unfinished ...>
            701 10.000002 close(12</x>) = 0 <0.000010>
            700 10.000500 <... read resumed>"\\201\\0", 8192) = 2 <0.000499>
            """);

        assertThat(calls.getLast().data()).containsExactly(0x81, 0);
        assertThat(calls.getLast().isReceive()).isTrue();
    }

    @Test
    void gatheredPartsAreOneAndOnlyWhatWasTakenCounts() throws IOException {
        List<Syscall> calls = read("""
            7 1.0 writev(40<socket:[9]>, [{iov_base="HTTP", iov_len=4}, {iov_base="body", iov_len=4}], 2) = 6 <0.1>
            """);

        assertThat(calls.getFirst().data()).asString().isEqualTo("HTTPbo");
    }

    @Test
    void failedCallsAreKeptWithTheirFailure() throws IOException {
        List<Syscall> calls = read("""
            7 1.000000 fsync(4</data/a>) = -1 EIO (Input/output error) <0.000010>
            7 1.000001 read(5</data/a>, "", 8) = 0 <0.000010>
            7 1.000002 --- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_ACCERR, si_addr=0x7f} ---
            7 1.000003 +++ killed by SIGKILL +++
            """);

        assertThat(calls).hasSize(2);
        assertThat(calls.getFirst().isSync()).isFalse();
    }

    @Test
    void namesAreRead() throws IOException {
        List<Syscall> calls = read("""
            7 1.000000 openat(AT_FDCWD</w>, "/data/a", O_RDWR|O_CREAT|O_TRUNC, 0600) = 12</data/a> <0.000010>
            7 1.000001 rename("/data/a", "/data/b") = 0 <0.000010>
            7 1.000002 ftruncate(12</data/b>, 77) = 0 <0.000010>
            7 1.000003 lseek(12</data/b>, 0, SEEK_END) = 77 <0.000010>
            """);

        assertThat(calls).extracting(Syscall::name).containsExactly("openat", "rename", "ftruncate", "lseek");
        assertThat(calls.getFirst().descriptor()).isEqualTo(12);
        assertThat(calls.getFirst().number()).isEqualTo(Syscall.TRUNCATES);
        assertThat(calls.get(1).path()).isEqualTo("/data/b");
        assertThat(calls.get(2).number()).isEqualTo(77);
        assertThat(calls.get(3).result()).isEqualTo(77);
    }

    @Test
    void whatStraceCutShortIsNotTakenForTheWhole() {
        assertThatThrownBy(() -> read("""
                7 1.000000 write(4</data/a>, "abc"..., 4096) = 4096 <0.000010>
                """))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cut short");
    }

    private List<Syscall> read(String log) throws IOException {
        Path file = folder.resolve("log");
        Files.writeString(file, log);
        return TraceReader.read(file, _ -> true);
    }
}
