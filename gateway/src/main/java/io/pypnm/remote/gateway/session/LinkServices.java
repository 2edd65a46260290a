package io.pypnm.remote.gateway.session;

import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.gateway.claim.ClaimStore;
import io.pypnm.remote.gateway.dispatch.Cancellations;
import io.pypnm.remote.gateway.dispatch.Endings;
import io.pypnm.remote.gateway.dispatch.Settler;
import io.pypnm.remote.gateway.messaging.Messaging;
import io.pypnm.remote.gateway.messaging.Senders;
import io.pypnm.remote.gateway.store.Audit;
import io.pypnm.remote.gateway.store.Ledger;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;

/// What every session uses of the rest of the gateway.
///
/// @param outcomes address of this gateway's outcomes
/// @param threads  makes virtual threads
public record LinkServices(
        Messaging messaging,
        Senders senders,
        String outcomes,
        Ledger ledger,
        Audit audit,
        Settler settler,
        Endings endings,
        Cancellations cancellations,
        ClaimStore claims,
        MessageCodec codec,
        ThreadFactory threads,
        InstantSource clock) {

    /// Notes what an agent tried and may not.
    void forbidden(StompSession session, String what, String detail) {
        audit.append(clock.instant(), "agent " + session.agent(), what, detail);
    }
}
