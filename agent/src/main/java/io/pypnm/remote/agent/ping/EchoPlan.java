package io.pypnm.remote.agent.ping;

import io.pypnm.remote.agent.operation.Deadline;
import java.time.Duration;

/// How a number of targets is pinged.
///
/// @param count    requests to each
/// @param patience wait for each answer; the next request to a target leaves after an answer or after that long
/// @param gap      from an answer to the next request to that target, at least
/// @param atOnce   requests that may be unanswered at once, over all targets
/// @param deadline after which none is sent or waited for
record EchoPlan(int count, Duration patience, Duration gap, int atOnce, Deadline deadline) {}
