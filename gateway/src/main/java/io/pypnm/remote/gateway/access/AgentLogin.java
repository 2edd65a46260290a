package io.pypnm.remote.gateway.access;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.InstanceId;
import java.net.InetAddress;
import java.time.Duration;

/// What became of an agent's login.
public sealed interface AgentLogin {
    /// It is that agent.
    record Granted(AgentId agent, Credential credential) implements AgentLogin {}

    /// It is not. The peer hears `AUTH_FAILED` and no more.
    ///
    /// @param reason for the gateway's log
    record Refused(Reason reason) implements AgentLogin {}

    /// The token was not even looked at: too many wrong ones came from there. The peer hears `TOO_MANY_LOGINS`.
    ///
    /// @param retryAfter until the next one will be
    record Delayed(Duration retryAfter) implements AgentLogin {}

    /// What an agent proved itself by.
    sealed interface Credential {
        /// A token of its own.
        record OwnToken(int number) implements Credential {}

        /// The token that it shares with others.
        record Shared(Peer peer) implements Credential {}
    }

    /// Where a login comes from.
    record Peer(InetAddress source, Announced announced) {}

    /// Whether the peer says which instance it is.
    sealed interface Announced {
        record Instance(InstanceId id) implements Announced {}

        /// A peer without a journal, as upstream's agents are: one cannot be told from another.
        record Nothing() implements Announced {}
    }

    /// Why a login is refused.
    enum Reason {
        /// The id is no RFC 1123 label.
        MALFORMED_ID,
        /// No agent of that id has a token of its own, and the token is not the shared one.
        UNKNOWN_ID,
        /// The token is none of the agent's.
        WRONG_TOKEN,
        /// Every token of the agent was revoked.
        REVOKED,
        /// The shared token is right, but not for that id or from that network.
        SHARED_TOKEN_NOT_FOR_THIS,
        /// The shared token is right, but the id belongs to another instance: `pypnm-gateway agents unbind` lets it go.
        BOUND_TO_ANOTHER
    }
}
