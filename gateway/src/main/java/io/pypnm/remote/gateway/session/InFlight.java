package io.pypnm.remote.gateway.session;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Effect;
import jakarta.jms.Message;

/// A command the agent has and has not acknowledged.
///
/// @param ackId what the agent names it by in ACK and NACK
record InFlight(String ackId, CommandId command, Effect effect, Message message, LaneFeed feed) {}
