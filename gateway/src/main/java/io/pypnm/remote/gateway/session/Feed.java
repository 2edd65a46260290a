package io.pypnm.remote.gateway.session;

import jakarta.jms.JMSException;

/// What brings the messages of one subscription to the agent.
interface Feed {
    /// Works until the feed is closed or its thread interrupted.
    void run() throws JMSException, InterruptedException;

    /// From now on the agent gets nothing more of it.
    void end();

    /// Gives back to the queue what the agent has not acknowledged.
    void close() throws JMSException;
}
