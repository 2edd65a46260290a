package io.pypnm.remote.gateway.claim;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.contracts.wire.MalformedMessageException;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.contracts.wire.OutcomeSummary;
import io.pypnm.remote.gateway.claim.ClaimException.Reason;
import io.pypnm.remote.gateway.claim.Upload.What;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/// Claims as files of [ClaimFile]'s names, one folder for each agent; they get the name of a whole one once they are
/// checked and on disk. What an agent uploads of one hash never mixes with what it uploads of another. A content that
/// an agent uploads for several commands is there once, under several names (hard links). Each agent has its
/// [AgentQuota]. Safe for use by many threads.
public final class ClaimStore {
    private static final System.Logger log = System.getLogger(ClaimStore.class.getName());
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int LOCKS = 64;

    /// An outcome that is all there.
    public record Whole(OutcomeKind kind, long bytes) {}

    /// Which claims may be forgotten before their time, when their agent's quota is full.
    @FunctionalInterface
    public interface Expendable {
        boolean mayGo(CommandId command, What what);
    }

    private final Path directory;
    private final ClaimBounds bounds;
    private final Expendable expendable;
    private final MessageCodec codec = new MessageCodec();
    /// By the agents' folders.
    private final Map<Path, AgentQuota> quotas = new ConcurrentHashMap<>();
    /// One file's bytes are added under its lock, a buffer at a time, so two uploads of it cannot interleave.
    private final List<Object> locks =
            IntStream.range(0, LOCKS).mapToObj(_ -> new Object()).toList();

    private ClaimStore(Path directory, ClaimBounds bounds, Expendable expendable) {
        this.directory = directory;
        this.bounds = bounds;
        this.expendable = expendable;
    }

    /// Opens the directory, making it where it is missing, readable by the gateway's user only.
    public static ClaimStore open(Path directory, ClaimBounds bounds, Expendable expendable) throws IOException {
        makePrivate(directory);
        return new ClaimStore(directory, bounds, expendable);
    }

    /// Bytes the store has of the claim with that hash.
    ///
    /// @return 0 if there is none
    /// @throws IllegalArgumentException if `sha256` is not 64 lower-case hexadecimal digits
    public long offset(AgentId agent, CommandId command, What what, String sha256) throws ClaimException {
        Upload.requireSha256(sha256);
        try {
            Optional<ClaimFile> file = file(agent, command, what, sha256);
            return file.isPresent() ? Files.size(file.get().path()) : 0;
        } catch (IOException e) {
            throw storage(e);
        }
    }

    private long offset(Upload upload) throws ClaimException {
        return offset(upload.agent(), upload.command(), upload.what(), upload.sha256());
    }

    /// Takes one part; once the last is there the whole is checked and put on disk. A claim that is whole already takes
    /// nothing more, and says so; so does a content that the agent has uploaded for another command.
    ///
    /// @param body read up to the part's length; what came before an error is kept
    /// @return bytes the store has now; the claim is whole when that is its total
    /// @throws IOException if the body cannot be read to its end
    public long append(Upload upload, InputStream body) throws ClaimException, IOException {
        if (begin(upload)) {
            copy(upload, body);
            return seal(upload);
        }
        return offset(upload);
    }

    /// Sees to it that there is room for the whole.
    ///
    /// @return false if the whole is there already
    private boolean begin(Upload upload) throws ClaimException {
        synchronized (lock(upload)) {
            try {
                Path folder = folder(upload.agent());
                makePrivate(folder);
                Optional<ClaimFile> known = ClaimFile.find(folder, upload.command(), upload.what(), upload.sha256());
                if (known.filter(ClaimFile::isWhole).isPresent() || (known.isEmpty() && link(upload))) {
                    return false;
                }
                long have = known.isPresent() ? Files.size(known.get().path()) : 0;
                if (upload.offset() != have) {
                    throw wrongOffset(have);
                }
                requireRoom(upload, have);
                return true;
            } catch (IOException e) {
                throw storage(e);
            }
        }
    }

    private boolean link(Upload upload) throws ClaimException, IOException {
        boolean known = upload.what() == What.CONTENT && quota(upload.agent()).link(upload);
        if (known) {
            syncDirectory(folder(upload.agent()));
        }
        return known;
    }

    private void requireRoom(Upload upload, long have) throws ClaimException, IOException {
        if (upload.total() > bounds.maxBytes()) {
            throw new ClaimException(Reason.TOO_LARGE, have, "a claim has at most " + bounds.maxBytes() + " bytes");
        }
        quota(upload.agent()).begin(upload);
        long more = upload.total() - have;
        if (Files.getFileStore(directory).getUsableSpace() - more < bounds.reserveBytes()) {
            throw new ClaimException(Reason.DISK_FULL, have, "the gateway's disk has no room for claims");
        }
    }

    /// A whole outcome.
    ///
    /// @return empty if there is none with that hash
    public Optional<Whole> find(AgentId agent, CommandId command, String sha256) throws ClaimException {
        try {
            Optional<ClaimFile> file = file(agent, command, What.OUTCOME, sha256);
            Optional<OutcomeKind> kind = file.flatMap(ClaimFile::kind);
            return kind.isPresent()
                    ? Optional.of(
                            new Whole(kind.get(), Files.size(file.orElseThrow().path())))
                    : Optional.empty();
        } catch (IOException e) {
            throw storage(e);
        }
    }

    /// Whether a whole content of that hash and size is there.
    public boolean hasContent(AgentId agent, CommandId command, String sha256, long bytes) throws ClaimException {
        try {
            Optional<ClaimFile> file =
                    file(agent, command, What.CONTENT, sha256).filter(ClaimFile::isWhole);
            return file.isPresent() && Files.size(file.get().path()) == bytes;
        } catch (IOException e) {
            throw storage(e);
        }
    }

    /// Whether anything was uploaded for the command; false also if nobody can know now.
    public boolean hasAny(AgentId agent, CommandId command) {
        try {
            return ClaimFile.in(folder(agent)).stream()
                    .anyMatch(file -> file.command().equals(command));
        } catch (IOException e) {
            log.log(System.Logger.Level.ERROR, "the disk of the claims fails", e);
            return false;
        }
    }

    /// Opens a whole claim for reading; the caller closes it.
    public Optional<InputStream> read(AgentId agent, CommandId command, What what, String sha256)
            throws ClaimException {
        try {
            Optional<ClaimFile> file = file(agent, command, what, sha256).filter(ClaimFile::isWhole);
            return file.isPresent()
                    ? Optional.of(Files.newInputStream(file.get().path()))
                    : Optional.empty();
        } catch (IOException e) {
            throw storage(e);
        }
    }

    /// Which claims are still needed.
    @FunctionalInterface
    public interface Need {
        boolean isNeeded(CommandId command, What what, String sha256);
    }

    /// Removes what nobody needs any more, whole or not.
    ///
    /// @return files removed
    public int sweep(Need need) throws ClaimException {
        int removed = 0;
        try {
            for (Path folder : ClaimFile.entries(directory)) {
                for (ClaimFile file : ClaimFile.in(folder)) {
                    if (!need.isNeeded(file.command(), file.what(), file.sha256())) {
                        Files.deleteIfExists(file.path());
                        removed++;
                    }
                }
                quota(folder).recount();
            }
            return removed;
        } catch (IOException e) {
            throw storage(e);
        }
    }

    private void copy(Upload upload, InputStream body) throws ClaimException, IOException {
        byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, Math.max(1, upload.length()))];
        long position = upload.offset();
        long end = upload.offset() + upload.length();
        while (position < end) {
            // Only this read waits for the network, and it holds no lock.
            int read = body.readNBytes(buffer, 0, (int) Math.min(buffer.length, end - position));
            if (read == 0) {
                return;
            }
            add(upload, position, ByteBuffer.wrap(buffer, 0, read));
            position += read;
        }
    }

    private void add(Upload upload, long position, ByteBuffer bytes) throws ClaimException {
        synchronized (lock(upload)) {
            try (FileChannel file =
                    FileChannel.open(part(upload), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                if (file.size() != position) {
                    throw wrongOffset(file.size());
                }
                file.position(position);
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
            } catch (IOException e) {
                throw storage(e);
            }
        }
    }

    /// Puts on disk what is there; if it is all there, checks it and makes it whole.
    ///
    /// @return bytes the store has
    private long seal(Upload upload) throws ClaimException {
        synchronized (lock(upload)) {
            Path part = part(upload);
            try {
                if (Files.notExists(part)) {
                    // Another upload of the same content came to the end first.
                    return offset(upload);
                }
                long now = sync(part);
                if (now == upload.total()) {
                    Files.move(part, check(upload, part).path(), StandardCopyOption.ATOMIC_MOVE);
                    quota(upload.agent()).whole(upload);
                    syncDirectory(folder(upload.agent()));
                }
                return now;
            } catch (IOException e) {
                throw storage(e);
            }
        }
    }

    private static long sync(Path part) throws IOException {
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
            file.force(true);
            return file.size();
        }
    }

    /// What the part becomes.
    private ClaimFile check(Upload upload, Path part) throws IOException, ClaimException {
        try {
            if (!sha256(part).equals(upload.sha256())) {
                throw new MalformedMessageException(
                        MalformedMessageException.Reason.MALFORMED, "it does not have its sha256");
            }
            if (upload.what() == What.CONTENT) {
                return ClaimFile.content(folder(upload.agent()), upload);
            }
            OutcomeSummary summary = codec.summarize(Files.newInputStream(part));
            if (!summary.command().equals(upload.command())) {
                throw new MalformedMessageException(
                        MalformedMessageException.Reason.MALFORMED, "it names another command");
            }
            return ClaimFile.outcome(folder(upload.agent()), upload, summary.kind());
        } catch (MalformedMessageException e) {
            Files.delete(part);
            quota(upload.agent()).thrownAway(upload);
            throw new ClaimException(Reason.DAMAGED, 0, "the claim is not what it should be: " + e.getMessage());
        }
    }

    private static String sha256(Path file) throws IOException {
        var digest = Checksum.digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private AgentQuota quota(AgentId agent) {
        return quota(folder(agent));
    }

    private AgentQuota quota(Path folder) {
        return quotas.computeIfAbsent(folder, it -> new AgentQuota(it, bounds, expendable));
    }

    private Path folder(AgentId agent) {
        return directory.resolve(agent.value());
    }

    private Path part(Upload upload) {
        return ClaimFile.part(folder(upload.agent()), upload).path();
    }

    private Optional<ClaimFile> file(AgentId agent, CommandId command, What what, String sha256) {
        return ClaimFile.find(folder(agent), command, what, sha256);
    }

    private Object lock(Upload upload) {
        return locks.get(Math.floorMod(upload.command().hashCode(), LOCKS));
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

    private static ClaimException wrongOffset(long have) {
        return new ClaimException(Reason.WRONG_OFFSET, have, "the claim has " + have + " bytes");
    }

    private static ClaimException storage(IOException e) {
        log.log(System.Logger.Level.ERROR, "the disk of the claims fails", e);
        return new ClaimException(Reason.STORAGE, 0, "the gateway cannot store or read claims now");
    }
}
