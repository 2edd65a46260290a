package io.pypnm.remote.gateway.session;

import io.pypnm.remote.gateway.access.AgentTokens;
import io.pypnm.remote.gateway.agentlink.ErrorCode;
import io.pypnm.remote.gateway.dispatch.Pause;
import io.pypnm.remote.gateway.store.Accounts;
import java.time.Duration;

/// Ends the session of an agent whose token was revoked, though it is live. Accounts are changed by other processes
/// too, so it looks whether they have, once a second. Runs on a thread of its own.
public final class AccountWatch implements Runnable {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Accounts accounts;
    private final AgentTokens tokens;
    private final AgentSessions sessions;
    private final Pause pause = new Pause(PERIOD);
    /// What it has seen of the accounts. No generation is negative: the first look finds a change.
    private long seen = -1;

    public AccountWatch(Accounts accounts, AgentTokens tokens, AgentSessions sessions) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.sessions = sessions;
    }

    @Override
    public void run() {
        pause.untilInterrupted(this::look);
    }

    private void look() {
        long now = accounts.generation();
        if (now != seen) {
            endRevoked();
            seen = now;
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
