package io.pypnm.remote.lab.device;

/// What a device is told by the lab.
///
/// @param maxMessageBytes no response has more octets: 484 (RFC 3417 section 3.2.1) to 65,507
public record DeviceSettings(
        Communities communities, int maxMessageBytes, SetHistory history, Clocks clocks, Background background) {
    public DeviceSettings {
        if (maxMessageBytes < 484 || maxMessageBytes > 65_507) {
            throw new IllegalArgumentException("max message bytes must be 484 to 65507, is " + maxMessageBytes);
        }
    }
}
