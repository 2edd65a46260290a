package io.pypnm.remote.gateway.agentlink;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.gateway.access.AgentLogin;
import io.pypnm.remote.gateway.access.AgentTokens;
import io.pypnm.remote.gateway.dispatch.Cancellations;
import io.pypnm.remote.gateway.ledger.AgentSession;
import io.pypnm.remote.gateway.messaging.Queues;
import io.pypnm.remote.gateway.store.StoreException;
import jakarta.jms.JMSException;

/// Turns a CONNECT frame into a session, or refuses it. Safe for use by many threads.
public final class Logins {
    private static final System.Logger log = System.getLogger(Logins.class.getName());

    private final AgentTokens tokens;
    private final AgentSessions sessions;
    private final Cancellations cancellations;
    private final Queues queues;
    private final LinkConfig config;
    private final LinkServices services;

    public Logins(
            AgentTokens tokens,
            AgentSessions sessions,
            Cancellations cancellations,
            Queues queues,
            LinkConfig config,
            LinkServices services) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.cancellations = cancellations;
        this.queues = queues;
        this.config = config;
        this.services = services;
    }

    StompSession login(StompFrame connect, AgentLink link, Outbound outbound)
            throws RefusedFrameException, InterruptedException {
        Handshake handshake = Handshake.read(connect, config.heartBeat());
        try {
            AgentId agent = authenticate(handshake, link);
            queues.ensure(agent);
            StompSession session = sessions.enter(agent, handshake, () -> open(agent, handshake, link, outbound));
            if (!outbound.put(session.frames().ready(connected(handshake, session.identity())))) {
                throw new RefusedFrameException(ErrorCode.TOO_SLOW, "the peer does not read");
            }
            session.start();
            cancellations.repeatTo(agent);
            return session;
        } catch (StoreException | JMSException e) {
            log.log(System.Logger.Level.ERROR, "login of " + handshake.login() + " could not be carried out", e);
            throw new RefusedFrameException(ErrorCode.UNAVAILABLE, "the gateway cannot take logins now");
        }
    }

    private AgentId authenticate(Handshake handshake, AgentLink link)
            throws RefusedFrameException, StoreException, InterruptedException {
        var peer = new AgentLogin.Peer(link.source(), handshake.announced());
        AgentLogin login = tokens.login(handshake.login(), handshake.passcode(), peer);
        return switch (login) {
            case AgentLogin.Granted granted -> granted.agent();
            case AgentLogin.Refused(AgentLogin.Reason reason) -> {
                log.log(System.Logger.Level.WARNING, "login from " + link.source() + " refused: " + reason);
                throw new RefusedFrameException(ErrorCode.AUTH_FAILED, "agent id and token do not fit");
            }
            case AgentLogin.Delayed _ ->
                throw new RefusedFrameException(ErrorCode.TOO_MANY_LOGINS, "too many failed logins: come back later");
        };
    }

    private StompSession open(AgentId agent, Handshake handshake, AgentLink link, Outbound outbound)
            throws StoreException, InterruptedException {
        String remote = link.source().getHostAddress();
        long epoch = services.ledger().openSession(agent, handshake.instance(), handshake.journal(), remote);
        var identity = new AgentSession(agent, epoch, handshake.instance(), handshake.journal());
        return new StompSession(identity, handshake, link, outbound, config, services, sessions);
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
