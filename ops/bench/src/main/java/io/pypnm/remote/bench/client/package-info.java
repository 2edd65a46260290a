/// The agent's own code under load, in a process of its own with the options that the agent ships with, so that what it
/// costs can be laid beside another program that does the same. May use the agent and the contracts.
@NullMarked
package io.pypnm.remote.bench.client;

import org.jspecify.annotations.NullMarked;
