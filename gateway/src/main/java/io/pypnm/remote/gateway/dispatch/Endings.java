package io.pypnm.remote.gateway.dispatch;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.gateway.ledger.Ending;

/// Outcomes that the gateway itself gives.
public final class Endings {
    private final MessageCodec codec;

    public Endings(MessageCodec codec) {
        this.codec = codec;
    }

    /// The ending of a command that no agent answered.
    public Ending byGateway(CommandId command, Outcome outcome) {
        return Ending.byGateway(codec, command, outcome);
    }

    /// The ending of a command that may have been started, and of which nothing more will be heard.
    public Ending lost(CommandId command, Effect effect, String detail) {
        return byGateway(
                command,
                effect.mayRunAgain()
                        ? new Outcome.Failed(FailureCode.AGENT_LOST, detail)
                        : new Outcome.Unknown(detail));
    }

    /// The ending of a command whose outcome was damaged on its way.
    public Ending corrupt(CommandId command, Effect effect, String detail) {
        return byGateway(
                command,
                effect.mayRunAgain() ? new Outcome.Failed(FailureCode.CORRUPT, detail) : new Outcome.Unknown(detail));
    }

    /// The ending of a command whose outcome the gateway cannot read.
    public Ending unreadable(CommandId command, Effect effect, String detail) {
        return byGateway(
                command,
                effect.mayRunAgain() ? new Outcome.Failed(FailureCode.INTERNAL, detail) : new Outcome.Unknown(detail));
    }
}
