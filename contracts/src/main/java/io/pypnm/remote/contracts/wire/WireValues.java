package io.pypnm.remote.contracts.wire;

/// Values of headers that both sides must spell alike.
public final class WireValues {
    /// Of `content-type`, on commands and outcomes.
    public static final String JSON = "application/json";
    /// Of [WireHeaders#CODE]: agent id and token do not fit, which only a person can mend.
    public static final String AUTH_FAILED = "AUTH_FAILED";
    /// Of [WireHeaders#CONTROL]: do not start the command of this [WireHeaders#CORRELATION_ID].
    public static final String CANCEL = "cancel";
    /// Of [WireHeaders#CONTROL]: take no new commands.
    public static final String DRAIN = "drain";

    private WireValues() {}
}
