package io.pypnm.remote.agent.run;

import io.pypnm.remote.contracts.address.Lane;

/// How busy a lane is.
///
/// @param running commands at work
/// @param waiting commands that wait for their target or for a worker
public record LaneStatus(Lane lane, int running, int waiting) {}
