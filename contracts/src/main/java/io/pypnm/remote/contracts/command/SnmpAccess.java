package io.pypnm.remote.contracts.command;

import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.snmp.Octets;

/// With whose credential the agent speaks to a device. Secrets stay in the agent's own file; only [Community], kept for
/// PyPNM, carries one, and an agent can refuse it.
public sealed interface SnmpAccess {
    /// The agent decides: the entry of its `cmts_list` with that address, else the modem's role.
    record Automatic() implements SnmpAccess {}

    /// The agent's credential for this kind of device.
    record ByRole(DeviceRole role) implements SnmpAccess {}

    /// The agent's credential of that name.
    ///
    /// @param name 1 to 64 printable ASCII characters without spaces
    record Profile(String name) implements SnmpAccess {
        public Profile {
            boolean printable = name.chars().allMatch(c -> c > ' ' && c < 0x7f);
            if (name.isEmpty() || name.length() > 64 || !printable) {
                throw new IllegalArgumentException("credential must have 1 to 64 printable characters without spaces");
            }
        }
    }

    /// An SNMP v2c community that came with the request. Never stored, logged or shown.
    ///
    /// @param community 1 to 255 bytes of UTF-8 once revealed
    record Community(Secret community) implements SnmpAccess {
        public static final int MAX_BYTES = 255;

        public Community {
            int length = Octets.ofUtf8(community.reveal()).length();
            if (length > MAX_BYTES) {
                throw new IllegalArgumentException(
                        "community must have 1 to " + MAX_BYTES + " bytes of UTF-8, has " + length);
            }
        }
    }

    /// Upstream's `target_role`.
    enum DeviceRole {
        CM("cm"),
        CMTS("cmts");

        private final String wireName;

        DeviceRole(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }

        /// Finds by wire name.
        ///
        /// @throws IllegalArgumentException if there is none of that name
        public static DeviceRole named(String wireName) {
            for (DeviceRole role : values()) {
                if (role.wireName.equals(wireName)) {
                    return role;
                }
            }
            throw new IllegalArgumentException("target_role must be cm or cmts");
        }
    }
}
