package io.pypnm.remote.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.agent.files.FileConfig.Captures;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.CommandRefusedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.Command.Match;
import io.pypnm.remote.contracts.command.CommandKind;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.outcome.Reply.FileContent.Content;
import io.pypnm.remote.contracts.wire.Checksum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalFilesTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123Z");

    @TempDir
    Path directory;

    private Path first = Path.of("");
    private Path second = Path.of("");

    @BeforeEach
    void makeRoots() throws IOException {
        first = Files.createDirectory(directory.resolve("first")).toRealPath();
        second = Files.createDirectory(directory.resolve("second")).toRealPath();
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, true", "65535, true", "65536, false", "300000, false"})
    void contentIsWhatIsInTheFileAndTravelsInlineBelow64KiB(int bytes, boolean inline) throws Exception {
        byte[] content = write(first, "capture.bin", bytes, NOON);
        Asking asking = Asking.of(first);

        Reply.FileContent file = asking.get("capture.bin");

        assertThat(file.content() instanceof Content.Inline).isEqualTo(inline);
        assertThat(asking.bytes(file)).isEqualTo(content);
        assertThat(file.sha256()).isEqualTo(Checksum.sha256(content));
        assertThat(file.bytes()).isEqualTo(bytes);
        assertThat(file.modified()).isEqualTo(NOON);
        assertThat(file.origin()).isEqualTo(first.toString());
        assertThat(asking.contents().open()).isZero();
    }

    @Test
    void fileComesFromTheFirstRootThatHasIt() throws Exception {
        write(second, "a", 1, NOON);
        write(second, "b", 2, NOON);
        write(first, "b", 3, NOON.minusSeconds(5));

        assertThat(Asking.of(first, second).get("a").origin()).isEqualTo(second.toString());
        assertThat(Asking.of(first, second).get("b").bytes()).isEqualTo(3);
    }

    /// Else an older capture would pass for the one that was asked for.
    @Test
    void fileThatIsFoundAndCannotBeReadIsNotLookedForElsewhere() throws Exception {
        write(first, "a", 1001, NOON);
        write(second, "a", 1, NOON);
        Asking asking = Asking.of(new FileConfig(List.of(first, second), new Captures.None(), 1000));

        assertThat(asking.failure("a").code()).isEqualTo(FailureCode.TOO_LARGE);
    }

    @Test
    void newestIsTheLastModifiedOfThoseWithThePrefixAndOfTwoTheLastByName() throws Exception {
        write(first, "rxmer_9", 1, NOON.minusSeconds(1));
        write(first, "rxmer_1", 2, NOON);
        write(first, "rxmer_2", 3, NOON);
        write(first, "spectrum", 4, NOON.plusSeconds(9));
        Files.createDirectory(first.resolve("rxmer_directory"));

        assertThat(Asking.of(first).newest("rxmer_").name()).isEqualTo(new FileName("rxmer_2"));
        assertThat(Asking.of(first).newest("rxmer_9").name()).isEqualTo(new FileName("rxmer_9"));
        assertThat(Asking.of(first).newest("s").name()).isEqualTo(new FileName("spectrum"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"absent", "directory"})
    void whatIsNoFileIsNotFoundAndTheDetailNamesTheRoots(String name) throws Exception {
        Files.createDirectory(first.resolve("directory"));

        CommandFailedException failure = Asking.of(first, second).failure(name);

        assertThat(failure.code()).isEqualTo(FailureCode.NOT_FOUND);
        assertThat(failure.detail()).isEqualTo("no file " + name + " in " + first + ", " + second);
    }

    @Test
    void rootThatIsGoneIsToldUnlessAnotherHasTheFile() throws Exception {
        write(second, "a", 1, NOON);
        Asking asking = Asking.of(first, second);
        Files.delete(first);

        assertThat(asking.get("a").origin()).isEqualTo(second.toString());
        assertThat(asking.failure("b").code()).isEqualTo(FailureCode.DEVICE_ERROR);
        assertThat(asking.failure("b").detail()).contains(first.toString());
    }

    @Test
    void fileAboveTheLimitIsTooLargeAndNothingOfItIsRead() throws Exception {
        write(first, "large", 1001, NOON);
        Asking asking = Asking.of(new FileConfig(List.of(first), new Captures.None(), 1000));

        CommandFailedException failure = asking.failure("large");

        assertThat(failure.code()).isEqualTo(FailureCode.TOO_LARGE);
        assertThat(failure.detail()).isEqualTo("large has 1001 bytes, files.max_size allows 1000");
    }

    enum Change {
        GROWS,
        SHRINKS,
        IS_WRITTEN_OVER,
        BECOMES_ANOTHER,
        GOES_AWAY,
        BECOMES_A_LINK
    }

    @ParameterizedTest
    @EnumSource
    void fileThatChangesWhileItIsReadIsNoContent(Change change) throws Exception {
        write(first, "capture", 300_000, NOON);
        byte[] other = write(first, "other", 300_000, NOON);
        Asking asking = Asking.of(first);
        asking.contents().atFirstBytes(() -> apply(change, first.resolve("capture"), other));

        CommandFailedException failure = asking.failure("capture");

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_ERROR);
        assertThat(failure.detail()).isEqualTo("capture changed while it was read; it may still be being written");
        assertThat(asking.contents().sealed()).isEmpty();
        assertThat(asking.contents().open()).isZero();
    }

    private static void apply(Change change, Path file, byte[] other) throws IOException {
        switch (change) {
            case GROWS -> Files.write(file, new byte[1], StandardOpenOption.APPEND);
            case SHRINKS -> Files.write(file, new byte[1000]);
            case IS_WRITTEN_OVER -> Files.write(file, other);
            case BECOMES_ANOTHER -> Files.move(file.resolveSibling("other"), file, StandardCopyOption.REPLACE_EXISTING);
            case GOES_AWAY -> Files.delete(file);
            case BECOMES_A_LINK -> {
                Files.delete(file);
                Files.createSymbolicLink(file, Path.of("other"));
            }
        }
    }

    @Test
    void contentThatTheAgentCannotKeepIsAFaultOfTheAgent() throws Exception {
        write(first, "capture", 300_000, NOON);
        Asking asking = Asking.of(first);
        asking.contents().atFirstBytes(() -> {
            throw new IOException("No space left on device");
        });

        assertThat(asking.failure("capture").code()).isEqualTo(FailureCode.INTERNAL);
        assertThat(asking.contents().open()).isZero();
    }

    @Test
    void listHasTheFilesOfAnyPrefixByNameAndOfOneNameTheOneThatWouldBeRead() throws Exception {
        write(second, "b2", 1, NOON);
        write(second, "a1", 2, NOON);
        write(first, "b1", 3, NOON.plusSeconds(7));
        write(first, "a1", 4, NOON);
        write(first, "c1", 5, NOON);
        Files.createSymbolicLink(first.resolve("b3"), first.resolve("b1"));
        Files.createDirectory(first.resolve("b4"));

        Outcome outcome = Asking.of(first, second).list("a", "b", "b1");

        assertThat(outcome)
                .isEqualTo(new Outcome.Completed(new Reply.FileListing(List.of(
                        new Reply.FileEntry(new FileName("a1"), first.toString(), 4, NOON),
                        new Reply.FileEntry(new FileName("b1"), first.toString(), 3, NOON.plusSeconds(7)),
                        new Reply.FileEntry(new FileName("b2"), second.toString(), 1, NOON)))));
    }

    @Test
    void listWithARootThatIsGoneSaysWhatItLacks() throws Exception {
        write(first, "a", 1, NOON);
        Asking asking = Asking.of(first, second);
        Files.delete(second);

        Outcome outcome = asking.list("a");

        assertThat(Asking.files(outcome)).hasSize(1);
        assertThat(((Outcome.Partial) outcome).missing()).singleElement().satisfies(missing -> {
            assertThat(missing.what()).isEqualTo(second.toString());
            assertThat(missing.code()).isEqualTo(Missing.Code.DEVICE_ERROR);
        });
    }

    @Test
    void oneOfFiveThousandFilesIsFoundAndAllAreListed() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            Files.createFile(first.resolve("capture_" + i));
        }
        write(first, "capture_777", 7, NOON.plus(Duration.ofDays(36_500)));

        assertThat(Asking.of(first).newest("capture_").name()).isEqualTo(new FileName("capture_777"));
        assertThat(Asking.files(Asking.of(first).list("capture_"))).hasSize(5_000);
    }

    @Test
    void timeThatIsOverEndsTheReading() throws Exception {
        write(first, "capture", 300_000, NOON);
        FileOperations files = Asking.of(first).files();
        var command = new Command.FileGet(new FileName("capture"), Match.EXACT);
        Deadline over = Deadline.in(Duration.ZERO, System::nanoTime);

        assertThatThrownBy(() -> files.run(command, over, new Contents().holdings()))
                .isInstanceOfSatisfying(
                        CommandFailedException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.RUN_FOR));
    }

    @Test
    void interruptEndsTheReading() throws Exception {
        write(first, "capture", 300_000, NOON);
        Asking asking = Asking.of(first);
        asking.contents().atFirstBytes(() -> Thread.currentThread().interrupt());

        assertThatThrownBy(() -> asking.get("capture")).isInstanceOf(InterruptedException.class);

        assertThat(asking.contents().open()).isZero();
    }

    @Test
    void whatIsNotConfiguredIsRefusedAndNotAnnounced() {
        FileOperations none = Asking.of().files();

        assertThat(none.capabilities()).isEmpty();
        assertThat(refusal(none, new Command.FileGet(new FileName("a"), Match.EXACT)))
                .contains("files.roots");
        assertThat(refusal(none, new Command.FileList(List.of(new FileName("a")))))
                .contains("files.roots");
        assertThat(refusal(none, new Command.PnmFileGet(new FileName("a"), Match.EXACT)))
                .contains("tftp_server.pnm_file_get_enabled");
        assertThat(refusal(none, new Command.TftpGet(new FileName("a")))).contains("tftp_server.host");
    }

    @Test
    void capturesComeFromTheirOwnDirectoryOnly() throws Exception {
        write(first, "a", 1, NOON);
        write(second, "b", 2, NOON);
        Asking asking = Asking.of(new FileConfig(List.of(first), new Captures.Here(second, true), 1000));

        assertThat(asking.files().capabilities())
                .containsExactlyInAnyOrder(CommandKind.FILE_GET, CommandKind.FILE_LIST, CommandKind.PNM_FILE_GET);
        Outcome outcome = asking.run(new Command.PnmFileGet(new FileName("b"), Match.EXACT));
        assertThat(Asking.content(outcome).bytes()).isEqualTo(2);
        assertThat(asking.get("b").bytes()).isEqualTo(2);
        assertThat(asking.failure(new Command.PnmFileGet(new FileName("a"), Match.EXACT))
                        .code())
                .isEqualTo(FailureCode.NOT_FOUND);
    }

    private static String refusal(FileOperations files, Command.Files command) {
        try {
            files.check(command);
        } catch (CommandRefusedException e) {
            assertThat(e.code()).isEqualTo(RefusalCode.POLICY);
            return e.detail();
        }
        throw new AssertionError(command + " is not refused");
    }

    private static byte[] write(Path root, String name, int bytes, Instant modified) throws IOException {
        byte[] content = new byte[bytes];
        new Random(name.hashCode()).nextBytes(content);
        Path file = Files.write(root.resolve(name), content);
        Files.setLastModifiedTime(file, FileTime.from(modified));
        return content;
    }
}
