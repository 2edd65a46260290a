package io.pypnm.remote.gateway.ledger;

import java.util.List;

/// Commands that match a [CommandFilter], newest first.
///
/// @param commands as many as the filter asks for; fewer where their bodies are large
/// @param more     whether older ones match too
public record CommandPage(List<CommandRow> commands, boolean more) {
    public CommandPage {
        commands = List.copyOf(commands);
    }
}
