/// What the agent must not forget when it dies: which commands it started and how they ended. One append-only file with
/// a checksum on every record, and files beside it for large outcomes. The file is owned by the thread `journal`;
/// callers wait for it. Depends on contracts, the JDK and, for the
/// contents of commands, `agent.operation`.
@NullMarked
package io.pypnm.remote.agent.journal;

import org.jspecify.annotations.NullMarked;
