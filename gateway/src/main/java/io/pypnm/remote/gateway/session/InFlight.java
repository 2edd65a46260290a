package io.pypnm.remote.gateway.agentlink;

import io.pypnm.remote.gateway.messaging.CommandMessage;
import jakarta.jms.Message;

/// A command the agent has and has not acknowledged.
///
/// @param ackId what the agent names it by in ACK and NACK
record InFlight(String ackId, CommandMessage command, Message message, LaneFeed feed) {}
