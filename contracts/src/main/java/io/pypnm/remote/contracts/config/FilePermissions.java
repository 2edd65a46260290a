package io.pypnm.remote.contracts.config;

import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/// Whether a file that holds secrets is closed to strangers.
public final class FilePermissions {
    private static final Set<PosixFilePermission> TOO_WIDE =
            Set.of(GROUP_WRITE, OTHERS_READ, OTHERS_WRITE, OTHERS_EXECUTE);

    private FilePermissions() {}

    /// The problem with the permissions of `file`, and the command that mends it.
    ///
    /// Private means mode 0640 or narrower: the group may read, so that root can own the file of a service.
    /// Where files have no POSIX permissions nothing is checked. Links are followed.
    public static Optional<Problem> requirePrivate(Path file) {
        try {
            if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
                return Optional.empty();
            }
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            return Collections.disjoint(permissions, TOO_WIDE)
                    ? Optional.empty()
                    : Optional.of(problem(
                            file,
                            "holds a secret but has mode " + PosixFilePermissions.toString(permissions)
                                    + "; run: chmod 600 " + quoted(file)));
        } catch (IOException e) {
            return Optional.of(problem(file, "holds a secret and its permissions cannot be read: " + e.getMessage()));
        }
    }

    private static Problem problem(Path file, String message) {
        return new Problem(new Origin.InFile(file.toString(), 1, 1), "", message);
    }

    private static String quoted(Path file) {
        return "'" + file.toString().replace("'", "'\\''") + "'";
    }
}
