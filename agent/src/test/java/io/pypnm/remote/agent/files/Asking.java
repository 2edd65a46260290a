package io.pypnm.remote.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pypnm.remote.agent.files.FileConfig.Captures;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.ssh.SshSessions;
import io.pypnm.remote.agent.testing.NoSsh;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.Command.Match;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.outcome.Reply.FileContent.Content;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Files as a command asks for them.
record Asking(FileOperations files, Contents contents) {
    static Asking of(Path... roots) {
        return of(new FileConfig(List.of(roots), new Captures.None(), 64 << 20));
    }

    static Asking of(FileConfig config) {
        return of(config, NoSsh.sessions());
    }

    static Asking of(FileConfig config, SshSessions ssh) {
        return new Asking(FileOperations.of(config, ssh), new Contents());
    }

    Outcome run(Command.Files command) throws Exception {
        files.check(command);
        return files.run(command, Deadline.in(Duration.ofMinutes(1), System::nanoTime), contents.holdings());
    }

    Reply.FileContent get(String name) throws Exception {
        return content(run(new Command.FileGet(new FileName(name), Match.EXACT)));
    }

    Reply.FileContent newest(String prefix) throws Exception {
        return content(run(new Command.FileGet(new FileName(prefix), Match.NEWEST_WITH_PREFIX)));
    }

    Outcome list(String... prefixes) throws Exception {
        return run(new Command.FileList(
                List.of(prefixes).stream().map(FileName::new).toList()));
    }

    CommandFailedException failure(Command.Files command) {
        CommandFailedException failure = catchThrowableOfType(CommandFailedException.class, () -> run(command));
        assertThat(failure).as("%s fails", command).isNotNull();
        return failure;
    }

    CommandFailedException failure(String name) {
        return failure(new Command.FileGet(new FileName(name), Match.EXACT));
    }

    /// The bytes, wherever they are.
    byte[] bytes(Reply.FileContent file) {
        return switch (file.content()) {
            case Content.Inline(var octets) -> octets.toArray();
            case Content.Claimed() -> contents.sealed();
        };
    }

    static Reply.FileContent content(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        return (Reply.FileContent) ((Outcome.Completed) outcome).reply();
    }

    static List<Reply.FileEntry> files(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed(Reply.FileListing(var files)) -> files;
            case Outcome.Partial(Reply.FileListing(var files), var _) -> files;
            default -> throw new AssertionError("no listing: " + outcome);
        };
    }
}
