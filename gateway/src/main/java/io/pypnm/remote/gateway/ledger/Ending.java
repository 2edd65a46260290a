package io.pypnm.remote.gateway.ledger;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.wire.OutcomeKind;

/// One statement of how a command ended.
///
/// @param code the failure's or refusal's code; "" for other kinds
public record Ending(CommandId id, Sender sender, OutcomeKind kind, String code, OutcomeBody.Given body) {
    public Ending {
        Texts.require("code", code, 0, 64);
    }
}
