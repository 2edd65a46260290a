package io.pypnm.remote.gateway.session;

import io.pypnm.remote.gateway.ledger.AgentSession;
import java.time.Instant;

/// A connected agent, for people.
///
/// @param source   address it connects from
/// @param about    version of its program, or empty
/// @param inFlight commands it has and has not acknowledged
public record LiveAgent(AgentSession identity, String source, Instant since, String about, int inFlight) {}
