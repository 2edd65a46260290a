package io.pypnm.remote.gateway.agentlink;

/// Why a connection was ended, in the `code` header of the ERROR frame. The constant's name is its wire name.
public enum ErrorCode {
    /// Agent id and token do not fit; nothing more is said.
    AUTH_FAILED,
    /// Too many wrong logins from this address: come back later.
    TOO_MANY_LOGINS,
    /// Another instance with this id is alive.
    ID_IN_USE,
    /// A newer session of the same instance has taken over.
    FENCED,
    /// The token was revoked, or an administrator ended the session.
    REVOKED,
    /// Not STOMP, or a frame that lacks what it needs.
    MALFORMED,
    /// A frame, header or count above its limit.
    TOO_LARGE,
    /// Another agent's queue, another agent's command, or a command no agent may give.
    FORBIDDEN,
    /// No CONNECT in time, no heart-beat, or the peer does not read.
    TOO_SLOW,
    /// The broker did not take it; the same frame may be sent again on a new connection.
    UNAVAILABLE,
    /// A fault of the gateway's; its log has more.
    INTERNAL,
    /// The gateway is stopping.
    GOING_AWAY
}
