package io.pypnm.remote.agent.snmp;

import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.config.Secret;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;

/// One SNMP agent, how to be let in, and how patient to be with it.
///
/// @param port    UDP port, 1 to 65535
/// @param timeout wait for one answer
/// @param retries further sends of an unanswered read
public record SnmpPeer(DeviceAddress address, int port, Security security, Duration timeout, int retries) {

    /// How a message shows who sends it. SNMPv3's users will be a second kind.
    public sealed interface Security {
        /// SNMPv2c (RFC 1901).
        record Community(Secret community) implements Security {}
    }

    public static SnmpPeer of(SnmpTarget target, Secret community) {
        return new SnmpPeer(
                target.address(), target.port(), new Security.Community(community), target.timeout(), target.retries());
    }

    /// The same, with another number of further sends.
    public SnmpPeer withRetries(int number) {
        return new SnmpPeer(address, port, security, timeout, number);
    }

    /// Address and port.
    @Override
    public String toString() {
        return hostAndPort(address.toInetAddress(), port);
    }

    static String hostAndPort(InetAddress address, int port) {
        String host = address.getHostAddress();
        return (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + port;
    }
}
