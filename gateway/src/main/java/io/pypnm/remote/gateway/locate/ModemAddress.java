package io.pypnm.remote.gateway.locate;

import io.pypnm.remote.contracts.command.DeviceAddress;
import java.net.Inet4Address;

/// An address of a modem and the object that told it.
public record ModemAddress(DeviceAddress address, Source source) {
    /// In the order of preference: what the registration says counts first.
    public enum Source {
        REGISTRATION_IPV4("docsIf3CmtsCmRegStatusIPv4Addr"),
        REGISTRATION_IPV6("docsIf3CmtsCmRegStatusIPv6Addr"),
        STATUS_INET("docsIfCmtsCmStatusInetAddress"),
        /// Deprecated, and all that old CMTSs have.
        STATUS_IP("docsIfCmtsCmStatusIpAddress");

        private final String object;

        Source(String object) {
            this.object = object;
        }

        /// Name of the MIB object.
        public String object() {
            return object;
        }
    }

    public boolean isIpv4() {
        return address.toInetAddress() instanceof Inet4Address;
    }
}
