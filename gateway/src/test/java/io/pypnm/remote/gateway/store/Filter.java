package io.pypnm.remote.gateway.store;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.gateway.ledger.CommandFilter;
import io.pypnm.remote.gateway.ledger.CommandFilter.Phase;
import io.pypnm.remote.gateway.ledger.CommandPage;

/// Makes a [CommandFilter] of what a test narrows it by.
record Filter(String agent, Phase phase, String target, String before, int limit) {
    /// The newest commands, whatever they are.
    static Filter newest(int limit) {
        return new Filter("", new Phase.Any(), "", "", limit);
    }

    Filter of(AgentId wanted) {
        return new Filter(wanted.value(), phase, target, before, limit);
    }

    Filter in(Phase wanted) {
        return new Filter(agent, wanted, target, before, limit);
    }

    Filter on(String wanted) {
        return new Filter(agent, phase, wanted, before, limit);
    }

    Filter before(CommandId id) {
        return new Filter(agent, phase, target, id.toString(), limit);
    }

    CommandPage page(Ledger ledger) {
        return ledger.list(new CommandFilter(agent, phase, target, before, limit));
    }
}
