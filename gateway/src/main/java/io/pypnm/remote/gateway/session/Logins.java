package io.pypnm.remote.gateway.session;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.gateway.access.AgentLogin;
import io.pypnm.remote.gateway.access.AgentTokens;
import io.pypnm.remote.gateway.agentlink.AgentLink;
import io.pypnm.remote.gateway.agentlink.Conversation;
import io.pypnm.remote.gateway.agentlink.ErrorCode;
import io.pypnm.remote.gateway.agentlink.LinkConfig;
import io.pypnm.remote.gateway.agentlink.RefusedFrameException;
import io.pypnm.remote.gateway.ledger.AgentSession;
import io.pypnm.remote.gateway.messaging.Queues;
import io.pypnm.remote.gateway.store.StoreException;
import jakarta.jms.JMSException;

/// Turns a CONNECT frame into a session, or refuses it. Safe for use by many threads.
public final class Logins implements Conversation.Opening {
    private static final System.Logger log = System.getLogger(Logins.class.getName());
    private static final int MAX_LOGGED_CHARS = 80;

    private final AgentTokens tokens;
    private final AgentSessions sessions;
    private final Queues queues;
    private final LinkConfig config;
    private final LinkServices services;

    public Logins(AgentTokens tokens, AgentSessions sessions, Queues queues, LinkConfig config, LinkServices services) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.queues = queues;
        this.config = config;
        this.services = services;
    }

    @Override
    public StompSession open(StompFrame connect, AgentLink link) throws RefusedFrameException, InterruptedException {
        Handshake handshake = Handshake.read(connect, config.heartBeat());
        AgentLogin.Granted granted = authenticate(handshake, link);
        try {
            queues.ensure(granted.agent());
            StompSession session =
                    sessions.enter(granted.agent(), handshake.instance(), () -> session(granted, handshake, link));
            return begin(session, handshake, link);
        } catch (StoreException | JMSException e) {
            log.log(System.Logger.Level.ERROR, "login of " + granted.agent() + " could not be carried out", e);
            throw new RefusedFrameException(ErrorCode.UNAVAILABLE, "the gateway cannot take logins now");
        }
    }

    /// Revoked between the check and the session: whoever ends the sessions of the revoked has not seen this one.
    private void requireStillGranted(StompSession session) throws RefusedFrameException {
        if (!tokens.holds(session.granted())) {
            throw new RefusedFrameException(ErrorCode.REVOKED, "the token is no longer valid");
        }
    }

    /// From here on the session holds its agent's id: it begins, or is closed.
    private StompSession begin(StompSession session, Handshake handshake, AgentLink link)
            throws RefusedFrameException, InterruptedException {
        boolean begun = false;
        try {
            requireStillGranted(session);
            link.put(session.frames().ready(connected(handshake, session.identity())));
            session.start();
            begun = true;
            return session;
        } finally {
            if (!begun) {
                session.close();
            }
        }
    }

    private AgentLogin.Granted authenticate(Handshake handshake, AgentLink link) throws RefusedFrameException {
        var peer = new AgentLogin.Peer(link.source(), handshake.announced());
        return switch (tokens.login(handshake.login(), handshake.passcode(), peer)) {
            case AgentLogin.Granted granted -> granted;
            case AgentLogin.Refused(AgentLogin.Reason reason) ->
                throw new RefusedFrameException(
                        ErrorCode.AUTH_FAILED,
                        "agent id and token do not fit",
                        reason + " for " + printable(handshake.login()));
            case AgentLogin.Delayed _ ->
                throw new RefusedFrameException(ErrorCode.TOO_MANY_LOGINS, "too many failed logins: come back later");
        };
    }

    /// A peer's text cannot forge a line of the log, nor fill it.
    private static String printable(String login) {
        String start = login.substring(0, Math.min(login.length(), MAX_LOGGED_CHARS));
        return start.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private StompSession session(AgentLogin.Granted granted, Handshake handshake, AgentLink link) {
        AgentId agent = granted.agent();
        String remote = link.source().getHostAddress();
        long epoch = services.ledger().openSession(agent, handshake.instance(), handshake.journal(), remote);
        var identity = new AgentSession(agent, epoch, handshake.instance(), handshake.journal());
        return new StompSession(
                new StompSession.Identity(identity, granted), handshake, link, config, services, sessions);
    }

    private StompFrame connected(Handshake handshake, AgentSession identity) {
        return new StompFrame(
                StompCommand.CONNECTED,
                StompHeaders.of(
                        StompHeaders.VERSION, handshake.version().text(),
                        StompHeaders.HEART_BEAT, config.heartBeat().text(),
                        StompHeaders.SESSION, identity.agent() + "-" + identity.epoch(),
                        StompHeaders.SERVER, "pypnm-gateway",
                        WireHeaders.EPOCH, Long.toString(identity.epoch())));
    }
}
