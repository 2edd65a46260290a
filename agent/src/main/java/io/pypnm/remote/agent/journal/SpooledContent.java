package io.pypnm.remote.agent.journal;

import io.pypnm.remote.agent.operation.ContentDraft;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;

/// A content on its way into its file of the spool. Uses no channel, since an interrupt would end that. One that is not
/// sealed, or whose outcome is not kept, is of no use and removed, at the next start at the latest.
final class SpooledContent implements ContentDraft {
    private static final System.Logger log = System.getLogger(SpooledContent.class.getName());

    private final Path file;
    private final FileOutputStream out;
    private boolean sealed;

    private SpooledContent(Path file, FileOutputStream out) {
        this.file = file;
        this.out = out;
    }

    static SpooledContent create(Path file) throws IOException {
        Disk.createPrivate(file);
        return new SpooledContent(file, new FileOutputStream(file.toFile()));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public void seal() throws IOException {
        out.getFD().sync();
        sealed = true;
    }

    @Override
    public void close() {
        try {
            out.close();
            if (!sealed) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            log.log(Level.WARNING, "a content nobody needs lies about until the next start: {0}", e.toString());
        }
    }
}
