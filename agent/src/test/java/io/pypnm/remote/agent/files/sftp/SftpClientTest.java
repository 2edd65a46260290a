package io.pypnm.remote.agent.files.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pypnm.remote.agent.files.sftp.SftpException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against OpenSSH's sftp-server.
@Timeout(120)
@DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs sftp-server")
class SftpClientTest {
    private final Path directory;

    @AutoClose
    private final SftpServer server;

    private final SftpClient client;

    SftpClientTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.server = SftpServer.start(directory);
        this.client = server.client();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32_768, 32_769, 10_000_000})
    void fileIsReadAsItIs(int bytes) throws Exception {
        byte[] content = write("a b \u00e9", bytes, bytes);

        assertThat(read("a b \u00e9", bytes)).isEqualTo(content);
    }

    @Test
    void attributesAreThoseOfTheFileAndOfALinkItsOwn() throws Exception {
        write("file", 5, 1);
        Files.createSymbolicLink(directory.resolve("link"), Path.of("file"));

        SftpAttributes file = client.lstat(path("file"));
        assertThat(file.isRegularFile()).isTrue();
        assertThat(file.bytes()).isEqualTo(5);
        assertThat(file.modifiedSeconds())
                .isEqualTo(Files.getLastModifiedTime(directory.resolve("file"))
                        .toInstant()
                        .getEpochSecond());
        assertThat(client.lstat(path("link")).isRegularFile()).isFalse();
        assertThat(client.lstat(directory.toString()).isRegularFile()).isFalse();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(reason(() -> client.lstat(path("absent")))).isEqualTo(Reason.NOT_FOUND);
        assertThat(reason(() -> client.open(path("absent")))).isEqualTo(Reason.NOT_FOUND);
        assertThat(reason(() -> {
                    client.list(path("absent"), _ -> {});
                    return null;
                }))
                .isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void fileThatEndsTooEarlyIsToldAsItsEnd() throws Exception {
        write("short", 100_000, 1);

        assertThat(reason(() -> read("short", 100_001))).isEqualTo(Reason.END);
        assertThat(client.lstat(path("short")).bytes()).isEqualTo(100_000);
    }

    @Test
    void directoryOfFiveThousandFilesIsListedWithItsAttributes() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            Files.createFile(directory.resolve("file-" + i));
        }
        write("large", 7, 1);
        List<SftpEntry> entries = new ArrayList<>();

        client.list(directory.toString(), entries::add);

        assertThat(entries).extracting(SftpEntry::name).hasSize(5_003).contains(".", "..", "file-0", "file-4999");
        assertThat(entries)
                .filteredOn(entry -> entry.name().equals("large"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.attributes().bytes()).isEqualTo(7));
    }

    @Test
    void manyFilesAreReadAtOnceOverOneChannel() throws Exception {
        List<byte[]> contents = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            contents.add(write("capture-" + i, 20_000 + i, i));
        }

        List<Future<byte[]>> reads = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 300; i++) {
                int number = i;
                reads.add(threads.submit(() -> read("capture-" + number, 20_000 + number)));
            }
        }

        for (int i = 0; i < 300; i++) {
            assertThat(reads.get(i).get()).isEqualTo(contents.get(i));
        }
    }

    @Test
    void endOfTheServerEndsWhatWaitsAndWhatComesLater() throws Exception {
        write("large", 10_000_000, 1);
        try (SftpClient.OpenFile file = client.open(path("large"))) {
            assertThatThrownBy(() -> file.read(10_000_000, (_, _, _) -> server.close()))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(SftpException.class);
        }
        assertThatThrownBy(() -> client.lstat(path("large"))).isInstanceOf(IOException.class);
    }

    private static Reason reason(Callable<?> action) {
        SftpException e = catchThrowableOfType(SftpException.class, action::call);
        assertThat(e).isNotNull();
        return e.reason();
    }

    private byte[] read(String name, long bytes) throws IOException, InterruptedException {
        var content = new ByteArrayOutputStream();
        try (SftpClient.OpenFile file = client.open(path(name))) {
            file.read(bytes, content::write);
        }
        return content.toByteArray();
    }

    private String path(String name) {
        return directory + "/" + name;
    }

    private byte[] write(String name, int bytes, int seed) throws IOException {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return Files.write(directory.resolve(name), content).toFile().isFile() ? content : new byte[0];
    }
}
