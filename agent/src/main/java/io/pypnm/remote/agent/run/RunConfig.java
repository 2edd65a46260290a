package io.pypnm.remote.agent.run;

import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.DeviceAddress;
import java.util.Map;

/// How much the agent does at once.
///
/// @param lanes       every lane's bounds
/// @param perTarget   commands at one device at once
/// @param exceptions  devices that bear another number, CMTSs for example
public record RunConfig(Map<Lane, LaneConfig> lanes, int perTarget, Map<DeviceAddress, Integer> exceptions) {
    public RunConfig {
        lanes = Map.copyOf(lanes);
        exceptions = Map.copyOf(exceptions);
        if (lanes.size() != Lane.values().length) {
            throw new IllegalArgumentException("every lane needs its bounds");
        }
    }

    public LaneConfig lane(Lane lane) {
        LaneConfig config = lanes.get(lane);
        if (config == null) {
            throw new AssertionError("every lane has its bounds");
        }
        return config;
    }

    int widthOf(DeviceAddress address) {
        return exceptions.getOrDefault(address, perTarget);
    }
}
