package io.pypnm.remote.agent.files;

import io.pypnm.remote.agent.files.sftp.SftpAttributes;
import io.pypnm.remote.agent.files.sftp.SftpClient;
import io.pypnm.remote.agent.files.sftp.SftpException;
import io.pypnm.remote.agent.files.sftp.SftpException.Reason;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.ssh.SshStreams;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.outcome.FailureCode;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/// A directory of a server by SFTP. A path is the root's, `/` and a bare name, nothing else of a request. Version 3
/// cannot open a file without following links, so what was opened must have the size and time of what was looked at
/// before and is looked at afterwards; who can forge both on that host could also put the content itself there.
final class SftpFolder implements Folder {
    private final String origin;
    private final String directory;
    private final SftpClient client;
    private final SshStreams streams;

    SftpFolder(String origin, String directory, SftpClient client, SshStreams streams) {
        this.origin = origin;
        this.directory = directory;
        this.client = client;
        this.streams = streams;
    }

    @Override
    public Optional<FileFacts> find(FileName name) throws CommandFailedException, InterruptedException {
        try {
            return facts(name, client.lstat(path(name)));
        } catch (SftpException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure(name + " of " + origin, e, streams);
        } catch (IOException e) {
            throw failure(name + " of " + origin, e, streams);
        }
    }

    @Override
    public void each(Predicate<String> wanted, Visitor visitor) throws CommandFailedException, InterruptedException {
        try {
            client.list(directory, entry -> {
                if (wanted.test(entry.name())) {
                    Optional<FileName> name = FileNames.of(entry.name());
                    if (name.isPresent()) {
                        facts(name.get(), entry.attributes()).ifPresent(visitor::visit);
                    }
                }
            });
        } catch (IOException e) {
            throw failure(origin, e, streams);
        }
    }

    @Override
    public void copy(FileFacts file, Sink to) throws CommandFailedException, InterruptedException {
        try (SftpClient.OpenFile open = client.open(path(file.name()))) {
            if (!facts(file.name(), open.attributes()).equals(Optional.of(file))) {
                throw Changed.whileRead(file.name());
            }
            open.read(file.bytes(), to::take);
        } catch (SftpException e) {
            throw e.reason() == Reason.END
                    ? Changed.whileRead(file.name())
                    : failure(file.name() + " of " + origin, e, streams);
        } catch (IOException e) {
            throw failure(file.name() + " of " + origin, e, streams);
        }
    }

    @Override
    public void close() {
        streams.close();
    }

    private String path(FileName name) {
        return directory + "/" + name.text();
    }

    private Optional<FileFacts> facts(FileName name, SftpAttributes seen) {
        return seen.isRegularFile()
                ? Optional.of(new FileFacts(
                        name,
                        origin,
                        seen.bytes(),
                        Instant.ofEpochSecond(seen.modifiedSeconds()),
                        Integer.toOctalString(seen.mode())))
                : Optional.empty();
    }

    static CommandFailedException failure(String what, IOException e, SshStreams streams) {
        if (e instanceof SftpException answer) {
            return switch (answer.reason()) {
                case NOT_FOUND -> new CommandFailedException(FailureCode.NOT_FOUND, what + " does not exist");
                case PERMISSION_DENIED ->
                    new CommandFailedException(FailureCode.DEVICE_ERROR, "permission denied: " + what);
                case END, FAILURE, PROTOCOL ->
                    new CommandFailedException(FailureCode.DEVICE_ERROR, what + " cannot be read: " + e.getMessage());
            };
        }
        return streams.failure(e);
    }
}
