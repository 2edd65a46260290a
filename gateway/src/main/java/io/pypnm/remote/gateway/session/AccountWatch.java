package io.pypnm.remote.gateway.session;

import io.pypnm.remote.gateway.access.AgentTokens;
import io.pypnm.remote.gateway.agentlink.ErrorCode;
import io.pypnm.remote.gateway.store.Accounts;
import io.pypnm.remote.gateway.store.StoreException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ends the session of an agent whose token was revoked, though it is live. Accounts are changed by other processes
/// too, so it looks whether they have, once a second. Runs on a thread of its own.
public final class AccountWatch implements Runnable {
    private static final System.Logger log = System.getLogger(AccountWatch.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Accounts accounts;
    private final AgentTokens tokens;
    private final AgentSessions sessions;
    private final CountDownLatch never = new CountDownLatch(1);

    public AccountWatch(Accounts accounts, AgentTokens tokens, AgentSessions sessions) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.sessions = sessions;
    }

    @Override
    public void run() {
        // No generation is negative: the first look finds a change.
        long seen = -1;
        try {
            do {
                seen = look(seen);
            } while (!never.await(PERIOD.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private long look(long seen) {
        try {
            long now = accounts.generation();
            if (now != seen) {
                endRevoked();
            }
            return now;
        } catch (StoreException e) {
            log.log(System.Logger.Level.WARNING, "accounts cannot be looked at", e);
            return seen;
        }
    }

    private void endRevoked() {
        for (StompSession session : sessions.all()) {
            if (!tokens.holds(session.granted())) {
                session.refuse(ErrorCode.REVOKED, "the token is no longer valid");
            }
        }
    }
}
