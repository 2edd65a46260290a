package io.pypnm.remote.agent.pnm;

import io.pypnm.remote.agent.files.CaptureFolder;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.contracts.command.Command.Match;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Reply.FileContent;
import io.pypnm.remote.contracts.snmp.Octets;
import java.time.Duration;
import java.util.Optional;

/// A capture file that comes into a directory: it may not be there yet, or still grow. Owned by one thread.
final class Arrival {
    private final CaptureFolder folder;
    private final FileName name;
    private final Match match;
    private final Device device;
    private final Trace trace;
    private String lastSeen = "not there";
    private long lastBytes;

    /// @param match  of the name: a CMTS adds a time to the one it was told
    /// @param device whose command this is
    Arrival(CaptureFolder folder, FileName name, Match match, Device device, Trace trace) {
        this.folder = folder;
        this.name = name;
        this.match = match;
        this.device = device;
        this.trace = trace;
    }

    /// Waits until it is whole.
    FileContent await(Duration within, Duration poll)
            throws PartFailedException, CommandFailedException, InterruptedException {
        Deadline patience = device.deadline().within(within);
        while (true) {
            Optional<FileContent> file = look();
            if (file.isPresent()) {
                return file.get();
            }
            if (patience.hasPassed()) {
                throw new PartFailedException(Missing.Code.FILE_NOT_FETCHED, this + ": " + lastSeen);
            }
            device.rest(poll);
        }
    }

    /// The file, if it is whole: as long as it says, or, if it does not say that, as long as at the look before.
    Optional<FileContent> look() throws PartFailedException, CommandFailedException, InterruptedException {
        try {
            Optional<FileContent> file = folder.read(name, match, device.deadline());
            boolean whole = file.filter(this::isWhole).isPresent();
            trace.addIfNew("READ " + this, whole ? file.get().bytes() + " bytes" : lastSeen);
            return whole ? file : Optional.empty();
        } catch (CommandFailedException e) {
            lastSeen = e.code() + ": " + e.detail();
            trace.addIfNew("READ " + this, lastSeen);
            return notYet(e);
        }
    }

    /// The file may change while it is read, and a server may be lost for a moment; all else is for good.
    private Optional<FileContent> notYet(CommandFailedException e) throws PartFailedException, CommandFailedException {
        return switch (e.code()) {
            case RUN_FOR, INTERNAL -> throw e;
            case TOO_LARGE -> throw new PartFailedException(Missing.Code.TOO_LARGE, e.detail());
            case AUTH_FAILED, HOST_KEY_REJECTED ->
                throw new PartFailedException(Missing.Code.FILE_NOT_FETCHED, name + ": " + lastSeen);
            default -> Optional.empty();
        };
    }

    private boolean isWhole(FileContent file) {
        boolean same = file.bytes() == lastBytes;
        lastBytes = file.bytes();
        lastSeen = file.bytes() + " bytes, which is not all of it";
        return file.bytes() > 0
                && file.content() instanceof FileContent.Content.Inline(Octets octets)
                && switch (CaptureLength.of(octets.toArray())) {
                    case REACHED -> true;
                    case SHORT -> false;
                    case NOT_SAID -> same;
                };
    }

    /// What is looked for and where.
    @Override
    public String toString() {
        return name + (match == Match.EXACT ? "" : "...") + " in " + folder.origin();
    }
}
