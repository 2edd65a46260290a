package io.pypnm.remote.agent.files;

import io.pypnm.remote.contracts.command.FileName;
import java.util.Optional;

/// Names as directories have them.
final class FileNames {
    private FileNames() {}

    /// Empty if no command can name it.
    static Optional<FileName> of(String text) {
        try {
            return Optional.of(new FileName(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
