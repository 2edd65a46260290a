package io.pypnm.remote.agent.snmp.command;

import io.pypnm.remote.contracts.command.DeviceAddress;
import java.util.Map;

/// How much may be asked of devices, and kept of their answers.
///
/// @param maxAnswerBytes past which one read stops and says so
/// @param repetitions    varbinds that a walk may ask for at once, for devices that bear fewer than
///                       [#MOST_REPETITIONS]
public record SnmpLimits(long maxAnswerBytes, Map<DeviceAddress, Integer> repetitions) {
    public static final int MOST_REPETITIONS = 500;

    public SnmpLimits {
        repetitions = Map.copyOf(repetitions);
    }
}
