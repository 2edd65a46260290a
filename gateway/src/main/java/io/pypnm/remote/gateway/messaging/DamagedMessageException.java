package io.pypnm.remote.gateway.messaging;

import io.pypnm.remote.contracts.address.CommandId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A message in a queue is not what was put there, or was never ours.
public final class DamagedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable CommandId command;

    DamagedMessageException(String message) {
        super(message);
        this.command = null;
    }

    DamagedMessageException(CommandId command, String message) {
        super(message);
        this.command = command;
    }

    /// Whose message it was, where that much can be read.
    public Optional<CommandId> command() {
        return Optional.ofNullable(command);
    }
}
