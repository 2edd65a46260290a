package io.pypnm.remote.gateway.ledger;

import java.time.Duration;
import java.time.Instant;

/// What a link does with a command message it took off the queue.
public sealed interface Delivery {
    /// Write the frame. For `set` and `act` the delivery is on disk already.
    ///
    /// @param attempt     how often it has been delivered, this time included
    /// @param startBy     when it must have been started
    /// @param runFor      how long it may run once started
    /// @param traceparent W3C Trace Context; "" for none
    record Go(int attempt, Instant startBy, Duration runFor, String traceparent) implements Delivery {}

    /// It has its outcome: take the message off the queue.
    record Settled() implements Delivery {}

    /// A cancel was waiting for it and it was never delivered: it has just ended `Cancelled`. Take the message off.
    record Cancelled() implements Delivery {}

    /// A later session of the agent exists: leave the message alone and go.
    record Fenced() implements Delivery {}

    /// A `set` or `act` that was delivered to another journal, or to a peer without one: it has just ended `Unknown`.
    /// Take the message off.
    record Foreign() implements Delivery {}

    /// A `read` that was delivered [Standing#MAX_READ_DELIVERIES] times: it has just ended `Failed(AGENT_LOST)`. Take
    /// the message off.
    record Exhausted() implements Delivery {}

    /// The ledger has no such command of this agent: take the message off.
    record Missing() implements Delivery {}
}
