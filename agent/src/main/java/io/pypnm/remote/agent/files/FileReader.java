package io.pypnm.remote.agent.files;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.ContentDraft;
import io.pypnm.remote.agent.operation.Holdings;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Reply.FileContent;
import io.pypnm.remote.contracts.outcome.Reply.FileContent.Content;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.wire.Checksum;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/// Reads one file into its reply: a small one into memory, any other into a content beside the outcome, a buffer at a
/// time. Owned by the thread of its command.
final class FileReader {
    private static final System.Logger log = System.getLogger(FileReader.class.getName());

    private static final int MAX_INLINE = 65_535;

    private final Folder folder;
    private final long maxBytes;
    private final MessageDigest digest = Checksum.digest();

    FileReader(Folder folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    /// @throws CommandFailedException also if the file is another one at the end than it was before
    FileContent read(FileFacts file, Holdings holdings) throws CommandFailedException, InterruptedException {
        if (file.bytes() > maxBytes) {
            throw new CommandFailedException(
                    FailureCode.TOO_LARGE,
                    file.name() + " has " + file.bytes() + " bytes, files.max_size allows " + maxBytes);
        }
        return file.bytes() <= MAX_INLINE ? readInline(file) : aside(file, holdings);
    }

    /// Reads it into memory, whatever its size.
    ///
    /// @throws CommandFailedException also if the file is another one at the end than it was before
    FileContent readInline(FileFacts file) throws CommandFailedException, InterruptedException {
        var bytes = new ByteArrayOutputStream((int) file.bytes());
        copy(file, bytes::write);
        return content(file, new Content.Inline(Octets.of(bytes.toByteArray())));
    }

    private FileContent aside(FileFacts file, Holdings holdings) throws CommandFailedException, InterruptedException {
        try (ContentDraft draft = holdings.beginContent(file.bytes())) {
            copy(file, (bytes, offset, length) -> write(draft, bytes, offset, length));
            draft.seal();
            return content(file, new Content.Claimed());
        } catch (IOException e) {
            throw unkept(e);
        }
    }

    private static void write(ContentDraft draft, byte[] bytes, int offset, int length) throws CommandFailedException {
        try {
            draft.write(bytes, offset, length);
        } catch (IOException e) {
            throw unkept(e);
        }
    }

    private void copy(FileFacts file, Folder.Sink to) throws CommandFailedException, InterruptedException {
        folder.copy(file, (bytes, offset, length) -> {
            digest.update(bytes, offset, length);
            to.take(bytes, offset, length);
        });
        if (!folder.find(file.name()).equals(Optional.of(file))) {
            throw Changed.whileRead(file.name());
        }
    }

    private FileContent content(FileFacts file, Content content) {
        String sha256 = HexFormat.of().formatHex(digest.digest());
        return new FileContent(file.name(), file.origin(), file.bytes(), file.modified(), sha256, content);
    }

    private static CommandFailedException unkept(IOException e) {
        log.log(Level.ERROR, "a content cannot be kept on the agent's disk", e);
        return new CommandFailedException(FailureCode.INTERNAL, "the content could not be kept on the agent's disk");
    }
}
