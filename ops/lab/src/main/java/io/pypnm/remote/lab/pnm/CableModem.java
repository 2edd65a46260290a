package io.pypnm.remote.lab.pnm;

import io.pypnm.remote.contracts.snmp.Octets;
import java.net.InetAddress;

/// Which modem it is.
///
/// @param mac     6 octets
/// @param cmtsMac of the CMTS that it is on
/// @param address where its uploads come from
/// @param seed    varies what it measures
public record CableModem(Octets mac, Octets cmtsMac, InetAddress address, long seed) {}
