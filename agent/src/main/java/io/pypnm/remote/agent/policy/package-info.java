/// The agent's last word: which devices it speaks to, which objects it sets, and with whose credentials. Read from its
/// own file at start; the gateway cannot change it. Depends on `agent.operation` and contracts.
@NullMarked
package io.pypnm.remote.agent.policy;

import org.jspecify.annotations.NullMarked;
