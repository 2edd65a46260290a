package io.pypnm.remote.agent.files;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.CommandRefusedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.Holdings;
import io.pypnm.remote.agent.ssh.SshSessions;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.Command.Match;
import io.pypnm.remote.contracts.command.CommandKind;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Runs the commands on files. Safe for use by many threads.
public final class FileOperations {
    private final List<Root> local;
    private final List<Root> captures;
    private final List<Root> tftpHost;
    private final long maxBytes;

    private FileOperations(List<Root> local, List<Root> captures, List<Root> tftpHost, long maxBytes) {
        this.local = List.copyOf(local);
        this.captures = List.copyOf(captures);
        this.tftpHost = List.copyOf(tftpHost);
        this.maxBytes = maxBytes;
    }

    /// Opens nothing yet.
    ///
    /// @param ssh for the TFTP host; closed by its owner, not here
    public static FileOperations of(FileConfig config, SshSessions ssh) {
        List<Root> roots = config.roots().stream().<Root>map(LocalRoot::new).toList();
        return switch (config.captures()) {
            case FileConfig.Captures.None() -> new FileOperations(roots, List.of(), List.of(), config.maxBytes());
            case FileConfig.Captures.Here(var directory, boolean offered) -> {
                Root here = new LocalRoot(directory);
                List<Root> all = Stream.concat(roots.stream(), Stream.of(here)).toList();
                yield new FileOperations(all, offered ? List.of(here) : List.of(), List.of(), config.maxBytes());
            }
            case FileConfig.Captures.OnHost host -> {
                Root there = new SftpRoot(ssh, host);
                List<Root> captures = host.offered() ? List.of(there) : List.of();
                yield new FileOperations(roots, captures, List.of(there), config.maxBytes());
            }
        };
    }

    /// What it has a directory for.
    public Set<CommandKind> capabilities() {
        Set<CommandKind> kinds = EnumSet.noneOf(CommandKind.class);
        if (!local.isEmpty() || !tftpHost.isEmpty()) {
            kinds.add(CommandKind.FILE_GET);
            kinds.add(CommandKind.FILE_LIST);
        }
        if (!captures.isEmpty()) {
            kinds.add(CommandKind.PNM_FILE_GET);
        }
        if (!tftpHost.isEmpty()) {
            kinds.add(CommandKind.TFTP_GET);
        }
        return kinds;
    }

    /// Whether there is a directory for it.
    ///
    /// @throws CommandRefusedException `POLICY`, naming the setting that is missing
    public void check(Command.Files command) throws CommandRefusedException {
        if (!capabilities().contains(command.kind())) {
            String setting = switch (command) {
                case Command.FileGet _, Command.FileList _ -> "files.roots and tftp_server name no directory";
                case Command.PnmFileGet _ -> "tftp_server.pnm_file_get_enabled is not set, or there is no tftp_path";
                case Command.TftpGet _ -> "tftp_server.host is not set";
            };
            throw new CommandRefusedException(RefusalCode.POLICY, setting);
        }
    }

    /// Does it.
    ///
    /// @param holdings gets a content that is too large for the outcome
    /// @return `Completed` or, for a list that lacks something, `Partial`
    public Outcome run(Command.Files command, Deadline deadline, Holdings holdings)
            throws CommandFailedException, InterruptedException {
        return switch (command) {
            case Command.FileGet(FileName name, Match match) -> get(everywhere(), name, match, deadline, holdings);
            case Command.PnmFileGet(FileName name, Match match) -> get(captures, name, match, deadline, holdings);
            case Command.TftpGet(FileName name) -> get(tftpHost, name, Match.EXACT, deadline, holdings);
            case Command.FileList(List<FileName> prefixes) -> new Listing(prefixes).of(everywhere(), deadline);
        };
    }

    private List<Root> everywhere() {
        return Stream.concat(local.stream(), tftpHost.stream()).toList();
    }

    /// From the first root that has it, and from no other: one of the same name elsewhere would be another capture.
    /// That a root cannot be looked into is told only if no other has the file.
    private Outcome get(List<Root> roots, FileName name, Match match, Deadline deadline, Holdings holdings)
            throws CommandFailedException, InterruptedException {
        List<CommandFailedException> unseen = new ArrayList<>();
        for (Root root : roots) {
            Optional<Found> found;
            try {
                found = Found.in(root, name, match, deadline);
            } catch (CommandFailedException e) {
                unseen.add(e);
                continue;
            }
            if (found.isPresent()) {
                return read(found.get(), holdings);
            }
        }
        if (!unseen.isEmpty()) {
            throw unseen.getFirst();
        }
        String where = roots.stream().map(Root::origin).collect(Collectors.joining(", "));
        String what = match == Match.EXACT ? "no file " + name : "no file whose name begins with " + name;
        throw new CommandFailedException(FailureCode.NOT_FOUND, what + " in " + where);
    }

    private Outcome read(Found found, Holdings holdings) throws CommandFailedException, InterruptedException {
        try (found) {
            return new Outcome.Completed(new FileReader(found.folder(), maxBytes).read(found.file(), holdings));
        }
    }
}
