/// SSH: a pool of sessions, commands, shells, subsystems and forwardings on them, and the host keys that are trusted.
/// The only package that knows JSch; its threads are virtual and owned by the session they serve. Depends on contracts
/// and `agent.operation`.
@NullMarked
package io.pypnm.remote.agent.ssh;

import org.jspecify.annotations.NullMarked;
