package io.pypnm.remote.agent.link;

import java.time.Instant;

/// Where the link stands, for people.
///
/// @param since     when it came there
/// @param lastError why the last connection ended or did not come to be; empty if none did
public record LinkStatus(State state, Instant since, String lastError) {
    /// What the link is doing.
    public enum State {
        CONNECTING,
        CONNECTED,
        /// Until the next try.
        WAITING,
        /// The gateway does not accept the agent's token: tries go on, slowly.
        REFUSED,
        STOPPED
    }
}
