package io.pypnm.remote.agent.tunnel;

import java.time.Instant;

/// How a tunnel is.
///
/// @param label     which one
/// @param since     of the state, by the host's clock
/// @param lastError why it was not up the last time; empty: it always was
public record TunnelStatus(String label, State state, Instant since, String lastError) {
    /// What it does.
    public enum State {
        /// Logs in.
        CONNECTING("connecting"),
        /// Answers come back through it, or nobody asks for any.
        UP("up"),
        /// The session is there, but no answer comes back through it.
        SILENT("silent"),
        /// Waits before the next try.
        WAITING("waiting");

        private final String word;

        State(String word) {
            this.word = word;
        }
    }

    /// For people.
    @Override
    public String toString() {
        String error = lastError.isEmpty() ? "" : " (" + (state == State.UP ? "before: " : "") + lastError + ")";
        return label + " " + state.word + " since " + since + error;
    }
}
