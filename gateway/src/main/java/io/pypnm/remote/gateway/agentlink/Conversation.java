package io.pypnm.remote.gateway.agentlink;

import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompVersion;
import java.time.Duration;

/// What is said on a connection once its peer has logged in.
public interface Conversation {
    /// Who the peer is, for the log.
    String peer();

    StompVersion version();

    /// Takes a frame. Called by the connection's one reading thread, which it may block.
    void handle(StompFrame frame) throws RefusedFrameException, InterruptedException;

    /// How long the peer may be silent.
    Duration silence();

    /// How long this side may be silent; zero for ever.
    Duration pace();

    /// The connection has ended. Called once, by any thread.
    void close();

    /// Begins a conversation.
    @FunctionalInterface
    interface Opening {
        /// Answers a CONNECT frame.
        ///
        /// @throws RefusedFrameException if the peer is not let in
        Conversation open(StompFrame connect, AgentLink link) throws RefusedFrameException, InterruptedException;
    }
}
