package io.pypnm.remote.agent.run;

import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.Effect;
import java.time.Duration;

/// A command as the link brought it.
///
/// @param replyTo address its outcome goes to
/// @param attempt how often it has been delivered, this time included
/// @param startBy counted from its arrival
/// @param runFor  how long it may run once started
public record Delivery(
        CommandId id, Command command, Lane lane, String replyTo, int attempt, Deadline startBy, Duration runFor) {
    Effect effect() {
        return command.kind().effect();
    }
}
