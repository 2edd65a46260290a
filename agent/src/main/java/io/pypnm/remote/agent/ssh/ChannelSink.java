package io.pypnm.remote.agent.ssh;

/// Takes what arrives on a channel, pushed by the thread that reads the session: each call must return at once, must
/// not throw, and must copy what it keeps. While it is at work, every other channel of the session waits.
public interface ChannelSink {
    /// Standard output, and with a terminal everything.
    void output(byte[] buffer, int offset, int length);

    /// Standard error.
    void errors(byte[] buffer, int offset, int length);

    /// Nothing more comes: the channel is closed or its session has ended. Called once.
    void ended();
}
