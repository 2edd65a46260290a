package io.pypnm.remote.gateway.claim;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.contracts.wire.MalformedMessageException;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.contracts.wire.OutcomeSummary;
import io.pypnm.remote.gateway.claim.ClaimException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/// Claims as files, `{agent}/{command}.part` while they grow and `{agent}/{command}.{sha256}` once they are whole,
/// checked and on disk. Safe for use by many threads on different commands; one command's parts come one after another.
public final class ClaimStore {
    private static final System.Logger log = System.getLogger(ClaimStore.class.getName());
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path directory;
    private final long maxBytes;
    private final long quotaBytes;
    private final MessageCodec codec = new MessageCodec();

    private ClaimStore(Path directory, long maxBytes, long quotaBytes) {
        this.directory = directory;
        this.maxBytes = maxBytes;
        this.quotaBytes = quotaBytes;
    }

    /// Opens the directory, making it where it is missing, readable by the gateway's user only.
    ///
    /// @param maxBytes   of one claim
    /// @param quotaBytes of all claims of one agent
    public static ClaimStore open(Path directory, long maxBytes, long quotaBytes) throws IOException {
        makePrivate(directory);
        return new ClaimStore(directory, maxBytes, quotaBytes);
    }

    /// Bytes the store has of a claim that is not whole yet; of a whole one all.
    public long offset(AgentId agent, CommandId command) throws ClaimException {
        try {
            Optional<Path> whole = whole(agent, command);
            Path file = whole.orElse(part(agent, command));
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw storage(e);
        }
    }

    /// Takes one part; once the last is there the whole is checked and put on disk.
    ///
    /// @param body read up to the part's length; what came before an error is kept
    /// @return bytes the store has now; the claim is whole when that is its total
    public long append(Upload upload, InputStream body) throws ClaimException {
        long have = offset(upload.agent(), upload.command());
        if (upload.total() > maxBytes) {
            throw new ClaimException(Reason.TOO_LARGE, have, "a claim has at most " + maxBytes + " bytes");
        }
        if (upload.offset() != have) {
            throw new ClaimException(Reason.WRONG_OFFSET, have, "the claim has " + have + " bytes");
        }
        try {
            makePrivate(directory.resolve(upload.agent().value()));
            requireQuota(upload, have);
            long now = write(upload, body);
            if (now == upload.total()) {
                seal(upload);
            }
            return now;
        } catch (IOException e) {
            throw storage(e);
        }
    }

    /// The kind and command of a whole claim.
    ///
    /// @return empty if there is none with that hash
    public Optional<OutcomeSummary> summary(AgentId agent, CommandId command, String sha256) throws ClaimException {
        Path file = directory.resolve(agent.value()).resolve(command + "." + sha256);
        if (sha256.indexOf('/') >= 0 || !Files.exists(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(codec.summarize(in));
        } catch (IOException e) {
            throw storage(e);
        } catch (MalformedMessageException e) {
            throw new ClaimException(Reason.DAMAGED, 0, "the claim is no outcome: " + e.getMessage());
        }
    }

    /// Size of a whole claim in bytes, 0 if there is none.
    public long size(AgentId agent, CommandId command) throws ClaimException {
        try {
            Optional<Path> whole = whole(agent, command);
            return whole.isPresent() ? Files.size(whole.get()) : 0;
        } catch (IOException e) {
            throw storage(e);
        }
    }

    /// Opens a whole claim for reading; the caller closes it.
    public Optional<InputStream> read(AgentId agent, CommandId command) throws ClaimException {
        try {
            Optional<Path> whole = whole(agent, command);
            return whole.isPresent() ? Optional.of(Files.newInputStream(whole.get())) : Optional.empty();
        } catch (IOException e) {
            throw storage(e);
        }
    }

    /// Removes what there is of a claim.
    public void delete(AgentId agent, CommandId command) throws ClaimException {
        try {
            Files.deleteIfExists(part(agent, command));
            Optional<Path> whole = whole(agent, command);
            if (whole.isPresent()) {
                Files.deleteIfExists(whole.get());
            }
        } catch (IOException e) {
            throw storage(e);
        }
    }

    private long write(Upload upload, InputStream body) throws IOException {
        Path part = part(upload.agent(), upload.command());
        try (FileChannel file = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            var from = Channels.newChannel(body);
            var buffer = ByteBuffer.allocate(BUFFER_BYTES);
            long left = upload.length();
            while (left > 0) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), left));
                int read = read(from, buffer);
                if (read < 0) {
                    break;
                }
                left -= read;
                buffer.flip();
                while (buffer.hasRemaining()) {
                    file.write(buffer);
                }
            }
            file.force(true);
            return file.size();
        }
    }

    /// A sender that breaks off is no failure of the store: it has sent what it has sent, and goes on from there.
    private static int read(ReadableByteChannel from, ByteBuffer buffer) {
        try {
            return from.read(buffer);
        } catch (IOException _) {
            return -1;
        }
    }

    private void seal(Upload upload) throws IOException, ClaimException {
        Path part = part(upload.agent(), upload.command());
        if (!sha256(part).equals(upload.sha256())) {
            Files.delete(part);
            throw new ClaimException(Reason.DAMAGED, 0, "the claim does not have its sha256: it must be sent again");
        }
        try (InputStream in = Files.newInputStream(part)) {
            if (!codec.summarize(in).command().equals(upload.command())) {
                throw new MalformedMessageException(
                        MalformedMessageException.Reason.MALFORMED, "it names another command");
            }
        } catch (MalformedMessageException e) {
            Files.delete(part);
            throw new ClaimException(Reason.DAMAGED, 0, "the claim is no outcome: " + e.getMessage());
        }
        Path folder = directory.resolve(upload.agent().value());
        Files.move(part, folder.resolve(upload.command() + "." + upload.sha256()), StandardCopyOption.ATOMIC_MOVE);
        syncDirectory(folder);
    }

    private static String sha256(Path file) throws IOException {
        var digest = Checksum.digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private void requireQuota(Upload upload, long have) throws IOException, ClaimException {
        long used = 0;
        try (Stream<Path> files = Files.list(directory.resolve(upload.agent().value()))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                used += Files.size(file);
            }
        }
        if (used - have + upload.total() > quotaBytes) {
            throw new ClaimException(
                    Reason.QUOTA, have, "the agent's claims have " + used + " of at most " + quotaBytes + " bytes");
        }
    }

    private Optional<Path> whole(AgentId agent, CommandId command) throws IOException {
        Path folder = directory.resolve(agent.value());
        if (!Files.exists(folder)) {
            return Optional.empty();
        }
        String prefix = command + ".";
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> {
                        String name = String.valueOf(file.getFileName());
                        return name.startsWith(prefix) && !name.endsWith(".part");
                    })
                    .findFirst();
        }
    }

    private Path part(AgentId agent, CommandId command) {
        return directory.resolve(agent.value()).resolve(command + ".part");
    }

    private static void makePrivate(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                syncDirectory(parent);
            }
        }
    }

    /// A rename is on disk only when its directory is.
    private static void syncDirectory(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static ClaimException storage(IOException e) {
        log.log(System.Logger.Level.ERROR, "claims cannot be stored", e);
        return new ClaimException(Reason.STORAGE, 0, "the gateway cannot store claims now");
    }
}
