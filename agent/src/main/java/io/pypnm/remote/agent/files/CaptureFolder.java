package io.pypnm.remote.agent.files;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.ssh.SshSessions;
import io.pypnm.remote.contracts.command.Command.Match;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Reply.FileContent;
import io.pypnm.remote.contracts.snmp.Octets;
import java.util.Optional;

/// The directory that modems upload their captures to, for a measurement that awaits one; whether commands may ask for
/// its files by name is another matter. Safe for use by many threads.
public final class CaptureFolder {
    private final Root root;

    private CaptureFolder(Root root) {
        this.root = root;
    }

    /// Opens nothing yet; empty if the settings name no such directory.
    ///
    /// @param ssh for the TFTP host; closed by its owner, not here
    public static Optional<CaptureFolder> of(FileConfig config, SshSessions ssh) {
        return switch (config.captures()) {
            case FileConfig.Captures.None() -> Optional.empty();
            case FileConfig.Captures.Here here -> Optional.of(new CaptureFolder(new LocalRoot(here.directory())));
            case FileConfig.Captures.OnHost host -> Optional.of(new CaptureFolder(new SftpRoot(ssh, host)));
        };
    }

    /// Where it is, for people.
    public String origin() {
        return root.origin();
    }

    /// Reads a file whole, into memory; empty if there is none. Lists the directory only if the match is not exact.
    ///
    /// @throws CommandFailedException `TOO_LARGE` above [Octets#MAX_LENGTH]
    public Optional<FileContent> read(FileName name, Match match, Deadline deadline)
            throws CommandFailedException, InterruptedException {
        Optional<Found> found = Found.in(root, name, match, deadline);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (Found file = found.get()) {
            if (file.file().bytes() > Octets.MAX_LENGTH) {
                throw new CommandFailedException(
                        FailureCode.TOO_LARGE,
                        file.file().name() + " has " + file.file().bytes() + " bytes, of at most " + Octets.MAX_LENGTH);
            }
            return Optional.of(new FileReader(file.folder(), Octets.MAX_LENGTH).readInline(file.file()));
        }
    }
}
