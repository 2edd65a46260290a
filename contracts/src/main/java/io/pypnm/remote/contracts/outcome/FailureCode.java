package io.pypnm.remote.contracts.outcome;

/// Why a started command did not work. Codes are added, never re-used.
public enum FailureCode {
    /// The device did not answer. For a SET: it was sent once, and may have been carried out.
    DEVICE_TIMEOUT,
    /// The device answered with an error: SNMP error-status, SSH exit status.
    DEVICE_ERROR,
    /// The device refused the credential.
    AUTH_FAILED,
    /// The SSH host key is unknown or has changed.
    HOST_KEY_REJECTED,
    /// No route, port closed, interface down.
    UNREACHABLE,
    /// Another device answers at the address: its MAC address is not the one named.
    WRONG_DEVICE,
    /// The device is at work on something that excludes this. It was not disturbed.
    DEVICE_BUSY,
    /// The device cannot do it.
    UNSUPPORTED,
    /// Run-for passed before there was anything to answer with.
    RUN_FOR,
    /// The answer is larger than can be carried.
    TOO_LARGE,
    /// The thing asked for does not exist.
    NOT_FOUND,
    /// The agent that had a `read` was lost for good.
    AGENT_LOST,
    /// The answer is there, and nobody can keep it: the agent's room for contents, the agent's quota with the gateway,
    /// or the gateway's disk is full; the detail says which.
    NO_ROOM,
    /// A stored or carried message did not match its checksum.
    CORRUPT,
    /// A fault of ours; the log of the place named in the detail has more.
    INTERNAL
}
