package io.pypnm.remote.gateway.claim;

import io.pypnm.remote.gateway.claim.ClaimException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Whether there is room for more of an upload. Stateless.
///
/// @param directory of all claims
record ClaimRoom(Path directory, ClaimBounds bounds) {
    /// Returns if there is.
    ///
    /// @param have  bytes of the upload that are there
    /// @param files of its agent
    void require(Upload upload, long have, List<ClaimFile> files) throws ClaimException, IOException {
        if (upload.total() > bounds.maxBytes()) {
            throw new ClaimException(Reason.TOO_LARGE, have, "a claim has at most " + bounds.maxBytes() + " bytes");
        }
        if (have == 0 && files.size() >= bounds.maxClaims()) {
            throw new ClaimException(
                    Reason.QUOTA, have, "the agent has " + files.size() + " claims, and may not have more");
        }
        long more = upload.total() - have;
        long used = used(files);
        if (used + more > bounds.quotaBytes()) {
            throw new ClaimException(
                    Reason.QUOTA,
                    have,
                    "the agent's claims have " + used + " of at most " + bounds.quotaBytes() + " bytes");
        }
        if (Files.getFileStore(directory).getUsableSpace() - more < bounds.reserveBytes()) {
            throw new ClaimException(Reason.DISK_FULL, have, "the gateway's disk has no room for claims");
        }
    }

    /// What several names share counts once.
    private static long used(List<ClaimFile> files) throws IOException {
        Set<Object> seen = new HashSet<>();
        long used = 0;
        for (ClaimFile file : files) {
            BasicFileAttributes attributes = Files.readAttributes(file.path(), BasicFileAttributes.class);
            if (seen.add(attributes.fileKey())) {
                used += attributes.size();
            }
        }
        return used;
    }
}
