package io.pypnm.remote.gateway.claim;

import io.pypnm.remote.gateway.claim.ClaimException.Reason;
import io.pypnm.remote.gateway.claim.ClaimStore.Expendable;
import io.pypnm.remote.gateway.claim.Upload.What;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What one agent has of its quota: outcomes and contents have it each, so that files never keep an outcome out. An
/// upload counts whole from its first part on, so of several at once each comes to its end or is refused at once. When
/// the quota is full the oldest claims go that may. Safe for use by many threads.
final class AgentQuota {
    private static final System.Logger log = System.getLogger(ClaimStore.class.getName());
    /// Room is made down to this, so that it is not made for each upload anew.
    private static final int KEPT_PERCENT = 90;
    /// Of those that may not go yet, since each costs a look into the ledger.
    private static final int MAX_LOOKED_AT = 1000;

    /// @param bytes what several names share counts once
    private record Tally(long claims, long bytes) {
        static final Tally NOTHING = new Tally(0, 0);

        Tally plus(Tally more) {
            return new Tally(claims + more.claims, bytes + more.bytes);
        }

        Tally minus(Tally less) {
            return new Tally(claims - less.claims, bytes - less.bytes);
        }

        boolean isWithin(Tally most) {
            return claims <= most.claims && bytes <= most.bytes;
        }

        Tally percent(int percent) {
            return new Tally(claims * percent / 100, bytes / 100 * percent);
        }
    }

    private final Path folder;
    private final Tally most;
    private final Expendable expendable;
    /// Totals of the uploads under way, by their parts.
    private final Map<Path, Long> begun = new HashMap<>();
    /// Null until it is counted, and after something went away.
    private @Nullable Map<What, Tally> tallies;

    AgentQuota(Path folder, ClaimBounds bounds, Expendable expendable) {
        this.folder = folder;
        this.most = new Tally(bounds.maxClaims(), bounds.quotaBytes());
        this.expendable = expendable;
    }

    /// Sets the whole of an upload aside, and makes its part if there is none; of no effect on one under way.
    ///
    /// @throws ClaimException `QUOTA`: there is no room, and what came before is thrown away
    synchronized void begin(Upload upload) throws ClaimException, IOException {
        Path part = ClaimFile.part(folder, upload).path();
        @Nullable Long total = begun.get(part);
        if (total != null && total == upload.total()) {
            return;
        }
        boolean isNew = Files.notExists(part);
        long counted = isNew ? 0 : total != null ? total : Files.size(part);
        Tally more = new Tally(isNew ? 1 : 0, upload.total() - counted);
        try {
            require(upload.what(), more);
        } catch (ClaimException e) {
            Files.deleteIfExists(part);
            thrownAway(upload);
            throw e;
        }
        if (isNew) {
            Files.createFile(part);
        }
        begun.put(part, upload.total());
        add(upload.what(), more);
    }

    /// Gives a content that the agent uploaded for another command this command's name, too.
    ///
    /// @return false if there is none
    synchronized boolean link(Upload upload) throws ClaimException, IOException {
        for (Path known : ClaimFile.contents(folder, upload.sha256())) {
            try {
                if (Files.size(known) == upload.total()) {
                    Tally name = new Tally(1, 0);
                    require(What.CONTENT, name);
                    Files.createLink(ClaimFile.content(folder, upload).path(), known);
                    add(What.CONTENT, name);
                    return true;
                }
            } catch (FileSystemException | UnsupportedOperationException _) {
                // It went away just now, has all the names a file can have, or the file system knows no links: it is
                // uploaded again.
                return false;
            }
        }
        return false;
    }

    /// An upload is whole, and counts as what it is.
    synchronized void whole(Upload upload) {
        begun.remove(ClaimFile.part(folder, upload).path());
    }

    /// An upload's part is no more.
    synchronized void thrownAway(Upload upload) {
        whole(upload);
        recount();
    }

    /// Something went away.
    synchronized void recount() {
        tallies = null;
    }

    private void require(What what, Tally more) throws ClaimException, IOException {
        if (more.isWithin(most) && !tally(what).plus(more).isWithin(most)) {
            makeRoom(what, most.percent(KEPT_PERCENT).minus(more));
        }
        Tally now = tally(what);
        if (!now.plus(more).isWithin(most)) {
            String kind = what == What.CONTENT ? "contents" : "large outcomes";
            throw new ClaimException(
                    Reason.QUOTA,
                    0,
                    "the agent has " + now.claims() + " " + kind + " of " + now.bytes() + " bytes, at most "
                            + most.claims() + " of " + most.bytes());
        }
    }

    /// Forgets the oldest that may go. The ids of commands are in the order they were accepted.
    private void makeRoom(What what, Tally kept) throws IOException {
        List<ClaimFile> oldest = ClaimFile.in(folder).stream()
                .filter(file -> file.what() == what)
                .sorted(Comparator.comparing(ClaimFile::command))
                .limit(MAX_LOOKED_AT)
                .toList();
        int gone = 0;
        for (ClaimFile file : oldest) {
            if (tally(what).isWithin(kept)) {
                break;
            }
            if (expendable.mayGo(file.command(), what)) {
                Tally freed = new Tally(1, bytesOf(file));
                Files.deleteIfExists(file.path());
                tallies().put(what, tally(what).minus(freed));
                gone++;
            }
        }
        log.log(System.Logger.Level.INFO, "{0} is full: {1} old claims are forgotten", folder.getFileName(), gone);
    }

    /// What is free when the file is removed.
    private long bytesOf(ClaimFile file) throws IOException {
        @Nullable Long total = begun.remove(file.path());
        if (total != null) {
            return total;
        }
        boolean isLast = Files.getAttribute(file.path(), "unix:nlink").equals(1);
        return isLast ? Files.size(file.path()) : 0;
    }

    private Tally tally(What what) throws IOException {
        return tallies().getOrDefault(what, Tally.NOTHING);
    }

    private void add(What what, Tally more) throws IOException {
        tallies().merge(what, more, Tally::plus);
    }

    private Map<What, Tally> tallies() throws IOException {
        @Nullable Map<What, Tally> known = tallies;
        if (known == null) {
            known = count();
            tallies = known;
        }
        return known;
    }

    private Map<What, Tally> count() throws IOException {
        List<ClaimFile> files = ClaimFile.in(folder);
        begun.keySet().retainAll(files.stream().map(ClaimFile::path).collect(Collectors.toSet()));
        Map<What, Tally> counted = new EnumMap<>(What.class);
        Set<Object> seen = new HashSet<>();
        for (ClaimFile file : files) {
            counted.merge(file.what(), new Tally(1, newBytes(file, seen)), Tally::plus);
        }
        return counted;
    }

    /// @param seen files that were counted by another name
    private long newBytes(ClaimFile file, Set<Object> seen) throws IOException {
        @Nullable Long total = begun.get(file.path());
        if (total != null) {
            return total;
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(file.path(), BasicFileAttributes.class);
            return seen.add(attributes.fileKey()) ? attributes.size() : 0;
        } catch (NoSuchFileException _) {
            // Swept away just now.
            return 0;
        }
    }
}
