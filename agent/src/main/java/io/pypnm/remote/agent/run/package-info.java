/// One command's way through the agent: seen before? room? its target's turn, a worker, the start in the journal, the
/// work, the outcome in the journal, the outbox. One virtual thread per command in hand. Above `agent.journal` and
/// `agent.operation`; knows nothing of the link.
@NullMarked
package io.pypnm.remote.agent.run;

import org.jspecify.annotations.NullMarked;
