/// What the gateway knows of a command from its acceptance to its one outcome, and the rules that end it. Plain data
/// and pure decisions: no thread, no clock, no I/O. Depends on contracts only; `gateway.store` keeps it on disk.
@NullMarked
package io.pypnm.remote.gateway.ledger;

import org.jspecify.annotations.NullMarked;
