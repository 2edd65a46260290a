package io.pypnm.remote.agent.link;

/// A connection that is over, or never came to be, and what the loop makes of it.
final class SessionEndedException extends Exception {
    private static final long serialVersionUID = 1L;

    /// Whose doing it was.
    enum Cause {
        /// The network, or a gateway that stopped answering: it may be back any moment.
        LOST,
        /// The gateway said so with an ERROR frame: at once would be too soon.
        DISMISSED,
        /// The gateway does not know this agent or its token: only a person can mend that.
        REFUSED
    }

    private final Cause cause;

    SessionEndedException(Cause cause, String message) {
        super(message);
        this.cause = cause;
    }

    Cause reason() {
        return cause;
    }
}
