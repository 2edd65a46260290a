package io.pypnm.remote.agent.files;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// The files whose names begin with one of some prefixes, by name; of two with one name, that of the earlier root, as a
/// command would get it. Owned by the thread of its command.
final class Listing {
    /// A month of captures; a few MiB of answer.
    static final int MAX_FILES = 20_000;

    private final List<FileName> prefixes;
    private final NavigableMap<String, Reply.FileEntry> files = new TreeMap<>();
    private final List<Missing> missing = new ArrayList<>();
    private boolean cut;

    Listing(List<FileName> prefixes) {
        this.prefixes = List.copyOf(prefixes);
    }

    /// Fails only if no root can be read.
    Outcome of(List<Root> roots, Deadline deadline) throws CommandFailedException, InterruptedException {
        List<CommandFailedException> failures = new ArrayList<>();
        for (Root root : roots) {
            try (Folder folder = root.open(deadline)) {
                folder.each(this::isWanted, file -> add(file.entry()));
            } catch (CommandFailedException e) {
                failures.add(e);
                missing.add(new Missing(root.origin(), code(e.code()), e.detail()));
            }
        }
        if (failures.size() == roots.size()) {
            throw failures.getFirst();
        }
        if (cut) {
            String last = files.lastKey();
            missing.add(new Missing(
                    "files after " + last, Missing.Code.TOO_LARGE, "a list has at most " + MAX_FILES + " files"));
        }
        var reply = new Reply.FileListing(List.copyOf(files.values()));
        return missing.isEmpty() ? new Outcome.Completed(reply) : new Outcome.Partial(reply, missing);
    }

    private boolean isWanted(String name) {
        return prefixes.stream().anyMatch(prefix -> name.startsWith(prefix.text()));
    }

    private void add(Reply.FileEntry file) {
        files.putIfAbsent(file.name().text(), file);
        if (files.size() > MAX_FILES) {
            files.pollLastEntry();
            cut = true;
        }
    }

    private static Missing.Code code(FailureCode code) {
        return switch (code) {
            case RUN_FOR -> Missing.Code.RUN_FOR;
            case DEVICE_TIMEOUT, UNREACHABLE -> Missing.Code.DEVICE_TIMEOUT;
            default -> Missing.Code.DEVICE_ERROR;
        };
    }
}
