package io.pypnm.remote.contracts.address;

/// Names one gateway process; the last segment of the address its outcomes come to. An RFC 1123 label.
///
/// @param value 1 to 63 of `a-z`, `0-9` and inner `-`
public record GatewayId(String value) {
    public GatewayId {
        Label.require("gateway id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
