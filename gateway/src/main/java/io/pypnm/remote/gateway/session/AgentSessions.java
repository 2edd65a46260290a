package io.pypnm.remote.gateway.session;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.gateway.agentlink.ErrorCode;
import io.pypnm.remote.gateway.agentlink.RefusedFrameException;
import io.pypnm.remote.gateway.dispatch.Presence;
import io.pypnm.remote.gateway.ledger.AgentSession;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The live sessions, at most one for each agent. Safe for use by many threads.
///
/// A new session of the same instance takes over at once: its process has come back, and the old connection is a ghost.
/// One of another instance is refused while the old one lives, since two hosts with one id would each see half of the
/// commands.
public final class AgentSessions implements Presence {
    private final ConcurrentHashMap<AgentId, StompSession> live = new ConcurrentHashMap<>();
    /// One for each agent that ever logged in; as many as there are accounts.
    private final ConcurrentHashMap<AgentId, ReentrantLock> logins = new ConcurrentHashMap<>();

    /// Makes a session its agent's only one.
    ///
    /// @param opening gives the session its epoch; on disk before anything is delivered to it
    StompSession enter(AgentId agent, InstanceId instance, Supplier<StompSession> opening)
            throws RefusedFrameException, InterruptedException {
        ReentrantLock login = logins.computeIfAbsent(agent, _ -> new ReentrantLock());
        login.lockInterruptibly();
        try {
            StompSession old = live.get(agent);
            if (old != null && !old.identity().instance().equals(instance)) {
                throw new RefusedFrameException(ErrorCode.ID_IN_USE, "another instance with this id is connected");
            }
            if (old != null) {
                old.fence();
            }
            StompSession session = opening.get();
            live.put(agent, session);
            return session;
        } finally {
            login.unlock();
        }
    }

    void leave(StompSession session) {
        live.remove(session.agent(), session);
    }

    /// Ends an agent's session, for an administrator.
    ///
    /// @return whether there was one
    public boolean end(AgentId agent, String reason) {
        StompSession session = live.get(agent);
        if (session != null) {
            session.refuse(ErrorCode.REVOKED, reason);
        }
        return session != null;
    }

    @Override
    public boolean isOnline(AgentId agent) {
        return live.containsKey(agent);
    }

    @Override
    public Optional<AgentId> anyWith(String capability) {
        return live.values().stream()
                .filter(session -> session.capabilities().contains(capability))
                .min(Comparator.comparingInt(session -> session.deliveries().count()))
                .map(StompSession::agent);
    }

    @Override
    public boolean holds(AgentId agent, CommandId command) {
        StompSession session = live.get(agent);
        return session != null && session.deliveries().holds(command);
    }

    /// Who is connected now.
    public List<AgentSession> identities() {
        return live.values().stream().map(StompSession::identity).toList();
    }

    /// What is connected now, for people.
    public Optional<LiveAgent> find(AgentId agent) {
        return Optional.ofNullable(live.get(agent)).map(StompSession::describe);
    }

    Collection<StompSession> all() {
        return live.values();
    }
}
