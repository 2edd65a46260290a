package io.pypnm.remote.gateway.pnm.archive;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.MacAddress;
import java.time.Instant;

/// Which measurement it was.
///
/// @param command that was the measurement
/// @param mac     of the modem
/// @param cmts    name of the modem's CMTS; "" if nobody said
/// @param at      when its outcome arrived, by the gateway's clock: a modem's may be anything
public record MeasurementHead(
        CommandId command, MacAddress mac, MeasurementType type, AgentId agent, String cmts, Instant at) {}
