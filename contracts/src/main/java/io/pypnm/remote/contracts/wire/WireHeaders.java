package io.pypnm.remote.contracts.wire;

/// Names of the headers a command or outcome message carries: STOMP headers as they stand, JMS properties by
/// [#property].
public final class WireHeaders {
    /// Version of this contract, [#CONTRACT_VERSION].
    public static final String CONTRACT = "contract";
    /// The command id, on commands and outcomes (STOMP 1.2; JMSCorrelationID).
    public static final String CORRELATION_ID = "correlation-id";
    /// Where the outcome goes, as a plain address.
    public static final String REPLY_TO = "reply-to";
    /// `read`, `set` or `act`.
    public static final String EFFECT = "effect";
    /// Milliseconds that remain, when the frame leaves the gateway, until the command must have been started.
    public static final String START_BY_MILLIS = "start-by-millis";
    /// Milliseconds the command may run once started.
    public static final String RUN_FOR_MILLIS = "run-for-millis";
    /// How often the command has been delivered, this time included.
    public static final String ATTEMPT = "attempt";
    /// W3C Trace Context, passed through.
    public static final String TRACEPARENT = "traceparent";
    /// Lower-case hexadecimal SHA-256 of the body.
    public static final String SHA256 = "sha256";
    /// On an outcome whose body was put to `/api/claims/{command}`: that body's SHA-256; the frame's own body is empty.
    public static final String CLAIM_SHA256 = "claim-sha256";
    /// Size of the claimed body in bytes.
    public static final String CLAIM_BYTES = "claim-bytes";
    /// On CONNECT: the agent's instance (a UUID kept beside its journal).
    public static final String INSTANCE = "instance";
    /// On CONNECT: `true` if the agent keeps a journal, so that a `set` may be delivered to it again.
    public static final String JOURNAL = "journal";
    /// On CONNECT: version of the agent's program, for people.
    public static final String AGENT_VERSION = "agent-version";
    /// On CONNECT: wire names of the commands the agent runs, parted by commas.
    public static final String CAPABILITIES = "capabilities";
    /// On ERROR: why, for programs: [WireValues#AUTH_FAILED], `ID_IN_USE`, `FENCED`, `MALFORMED`, `TOO_LARGE`,
    /// `FORBIDDEN`, ...
    public static final String CODE = "code";
    /// On CONNECTED: number of this session among the agent's sessions.
    public static final String EPOCH = "epoch";
    /// On SUBSCRIBE: how many commands may be unacknowledged at once.
    public static final String PREFETCH_COUNT = "prefetch-count";
    /// On SEND: `true`, an outcome is durable.
    public static final String PERSISTENT = "persistent";
    /// On control messages: [WireValues#CANCEL] or [WireValues#DRAIN].
    public static final String CONTROL = "control";

    public static final String CONTRACT_VERSION = "1";

    private WireHeaders() {}

    /// The JMS property of a header: JMS property names are Java identifiers (Jakarta Messaging 3.1 section 3.5.1).
    public static String property(String header) {
        return header.replace('-', '_');
    }
}
