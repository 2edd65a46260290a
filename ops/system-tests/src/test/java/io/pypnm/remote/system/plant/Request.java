package io.pypnm.remote.system.plant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.command.Effect;

/// A command that a test wants to have carried out.
///
/// @param name   also its idempotency key
/// @param device address of the device it is for
/// @param value  of a `set`: what the device is set to, unique in its history; else empty
public record Request(String name, AgentId agent, Effect effect, String device, String value, JsonNode command) {

    /// Reads a slot of the device's scratch area.
    public static Request read(String name, AgentId agent, String device, int port, int slot) {
        return new Request(name, agent, Effect.READ, device, "", Commands.get(device, port, Commands.slot(slot)));
    }

    /// Sets a slot of the device's scratch area.
    public static Request set(String name, AgentId agent, String device, int port, int slot, int value) {
        return new Request(
                name,
                agent,
                Effect.SET,
                device,
                Integer.toString(value),
                Commands.set(device, port, Commands.slot(slot), value));
    }

    /// The same, to be started within so many seconds.
    public Request startBy(double seconds) {
        ObjectNode changed = command.deepCopy();
        return new Request(name, agent, effect, device, value, changed.put("start_by_seconds", seconds));
    }
}
