package io.pypnm.remote.agent.journal;

import io.pypnm.remote.agent.journal.JournalRecord.Stored;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.wire.Checksum;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An outcome while it is being encoded: in memory as long as it is small, from then on in the spool file of its
/// command, so that one of any size takes little memory. Owned by the thread that encodes. Uses no channel, since an
/// interrupt would end that.
public final class OutcomeDraft extends OutputStream {
    private final CommandId id;
    private final Path file;
    private final int inlineBytes;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream(512);
    private final MessageDigest digest = Checksum.digest();
    private @Nullable FileOutputStream spool;
    private long bytes;

    OutcomeDraft(CommandId id, Path file, int inlineBytes) {
        this.id = id;
        this.file = file;
        this.inlineBytes = inlineBytes;
    }

    CommandId id() {
        return id;
    }

    /// How much was written.
    public long bytes() {
        return bytes;
    }

    /// All of it, if it is small.
    public Optional<byte[]> small() {
        return bytes <= inlineBytes ? Optional.of(head.toByteArray()) : Optional.empty();
    }

    /// Forgets what was written, its spool file included, and goes on as if it were new.
    public void restart() throws IOException {
        try (FileOutputStream _ = spool) {
            spool = null;
            Files.deleteIfExists(file);
        }
        head.reset();
        digest.reset();
        bytes = 0;
    }

    /// To be called once it is closed, and the spool file with it on disk.
    Stored stored() {
        return bytes <= inlineBytes
                ? new Stored.Here(head.toByteArray())
                : new Stored.InSpool(bytes, HexFormat.of().formatHex(digest.digest()));
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        bytes += length;
        if (bytes <= inlineBytes) {
            head.write(from, offset, length);
            return;
        }
        FileOutputStream out = spool;
        if (out == null) {
            out = openSpool();
        }
        out.write(from, offset, length);
        digest.update(from, offset, length);
    }

    private FileOutputStream openSpool() throws IOException {
        Disk.createPrivate(file);
        var out = new FileOutputStream(file.toFile());
        spool = out;
        byte[] begun = head.toByteArray();
        head.reset();
        out.write(begun);
        digest.update(begun);
        return out;
    }

    /// Syncs the spool file, if there is one, but not its directory.
    @Override
    public void close() throws IOException {
        try (FileOutputStream out = spool) {
            if (out != null) {
                spool = null;
                out.getFD().sync();
            }
        }
    }
}
