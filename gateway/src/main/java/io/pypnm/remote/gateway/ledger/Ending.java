package io.pypnm.remote.gateway.ledger;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.contracts.wire.OutcomeKind;

/// One statement of how a command ended.
///
/// @param code the failure's or refusal's code, or where it expired; "" for other kinds
public record Ending(CommandId id, Sender sender, OutcomeKind kind, String code, OutcomeBody.Given body) {
    public Ending {
        Texts.require("code", code, 0, 64);
    }

    /// What the gateway says of a command that no agent answered.
    public static Ending byGateway(MessageCodec codec, CommandId command, Outcome outcome) {
        byte[] json = codec.encode(new OutcomeEnvelope(command, outcome, 0, 0));
        return new Ending(
                command, new Sender.Gateway(), OutcomeKind.of(outcome), code(outcome), new OutcomeBody.Inline(json));
    }

    /// The machine-readable reason of an outcome; "" where its kind says it all.
    public static String code(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Failed failed -> failed.code().name();
            case Outcome.Refused refused -> refused.code().name();
            case Outcome.Expired expired -> expired.where().name();
            case Outcome.Completed _, Outcome.Partial _, Outcome.Cancelled _, Outcome.Unknown _ -> "";
        };
    }
}
