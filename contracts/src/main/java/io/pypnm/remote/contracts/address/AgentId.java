package io.pypnm.remote.contracts.address;

/// Names one agent. The same text is its login, a segment of its queue addresses and a path segment of the HTTP API.
/// It is therefore an RFC 1123 label: no dot, wildcard or slash can occur.
///
/// @param value 1 to 63 of `a-z`, `0-9` and inner `-`
public record AgentId(String value) {
    public AgentId {
        Label.require("agent id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
