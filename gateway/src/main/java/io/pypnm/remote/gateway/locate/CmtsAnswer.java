package io.pypnm.remote.gateway.locate;

/// What one CMTS says of one modem.
sealed interface CmtsAnswer {
    Cost cost();

    /// It lists it.
    record Lists(ModemLocation location, Cost cost) implements CmtsAnswer {}

    /// It does not know it.
    record Lacks(Cost cost) implements CmtsAnswer {}

    /// It did not say.
    record Silent(Unanswered unanswered, Cost cost) implements CmtsAnswer {}
}
