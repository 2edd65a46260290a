package io.pypnm.remote.gateway.http;

import java.io.IOException;

/// Content that comes bit by bit for as long as there is something to tell. Runs on the request's thread.
@FunctionalInterface
public interface LiveContent {
    /// Sends it, to its end.
    ///
    /// @throws IOException as thrown by the sink: nobody listens any more
    void to(Sink sink) throws IOException, InterruptedException;

    /// Where it goes.
    @FunctionalInterface
    interface Sink {
        /// Sends bytes at once, and blocks until the connection has taken them.
        void send(byte[] bytes) throws IOException;
    }
}
