package io.pypnm.remote.gateway.locate;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.gateway.plant.Cmts;
import java.time.Instant;
import java.util.List;

/// Where a modem is, as its CMTS told.
///
/// @param agent        that asked the CMTS
/// @param addresses    none twice, the one to use first; empty if the CMTS has none
/// @param macDomain    ifIndex (docsIf3CmtsCmRegStatusMdIfIndex); 0 if not known
/// @param serviceGroup docsIf3CmtsCmRegStatusMdCmSgId; 0 if not known, which is what the MIB says too
/// @param learnt       when the CMTS said so, by the gateway's clock
public record ModemLocation(
        MacAddress mac,
        Cmts cmts,
        AgentId agent,
        List<ModemAddress> addresses,
        ModemState state,
        Indices indices,
        long macDomain,
        long serviceGroup,
        Instant learnt) {
    public ModemLocation {
        addresses = List.copyOf(addresses);
    }

    /// Whether it can be spoken to: registered, and with an address.
    public boolean isReachable() {
        return state.isOnline() && !addresses.isEmpty();
    }

    /// Whether it can be spoken to, but not by IPv4.
    public boolean isIpv6Only() {
        return isReachable() && addresses.stream().noneMatch(ModemAddress::isIpv4);
    }

    /// The address to use.
    ///
    /// @throws java.util.NoSuchElementException if there is none
    public DeviceAddress address() {
        return addresses.getFirst().address();
    }

    /// The modem as the settings of its CMTS say it is spoken to.
    ///
    /// @throws java.util.NoSuchElementException if there is no address
    public SnmpTarget snmp() {
        return cmts.modems().at(address());
    }
}
