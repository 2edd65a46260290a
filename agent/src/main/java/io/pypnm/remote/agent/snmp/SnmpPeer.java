package io.pypnm.remote.agent.snmp;

import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.SnmpTarget;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;

/// One SNMP agent, how to be let in, and how patient to be with it.
///
/// @param port    UDP port, 1 to 65535
/// @param timeout wait for one answer
/// @param retries further sends of an unanswered read
public record SnmpPeer(DeviceAddress address, int port, SnmpSecurity security, Duration timeout, int retries) {
    public static SnmpPeer of(SnmpTarget target, SnmpSecurity security) {
        return new SnmpPeer(target.address(), target.port(), security, target.timeout(), target.retries());
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
