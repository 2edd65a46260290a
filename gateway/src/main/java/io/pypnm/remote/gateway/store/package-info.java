/// The gateway's durable memory, one SQLite file: the ledger of commands, agent and caller accounts,
/// audit. The only package that knows SQL. One writer thread groups changes into commits, a few connections read beside
/// it, one thread checkpoints. Depends on `gateway.ledger` and contracts.
@NullMarked
package io.pypnm.remote.gateway.store;

import org.jspecify.annotations.NullMarked;
