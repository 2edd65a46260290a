package io.pypnm.remote.gateway.locate;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.gateway.locate.ModemAddress.Source;
import io.pypnm.remote.gateway.plant.Cmts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What a CMTS's tables say of one modem: its row of docsIfCmtsCmStatusTable (RFC 4546) and that of
/// docsIf3CmtsCmRegStatusTable (DOCS-IF3-MIB). Each counts only if it has the modem's MAC address, since an index may
/// have gone to another modem, and nothing promises that both tables have the same one.
final class ModemRow {
    /// One row for each modem, its index the MAC address: docsIfCmtsCmPtr.
    static final Oid POINTERS = Oid.parse("1.3.6.1.2.1.10.127.1.3.7.1.2");
    /// docsIf3CmtsCmRegStatusMacAddr.
    static final Oid REGISTERED_MACS = Oid.parse("1.3.6.1.4.1.4491.2.1.20.1.3.1.2");

    private static final Oid STATUS = Oid.parse("1.3.6.1.2.1.10.127.1.3.3.1");
    private static final int STATUS_MAC = 2;
    private static final int STATUS_IP = 3;
    private static final int STATUS_VALUE = 9;
    /// Its type beside it need not be asked for: the length tells.
    private static final int STATUS_INET = 21;

    private static final Oid REGISTRATION = Oid.parse("1.3.6.1.4.1.4491.2.1.20.1.3.1");
    private static final int REGISTRATION_MAC = 2;
    private static final int REGISTRATION_IPV6 = 3;
    private static final int REGISTRATION_IPV4 = 5;
    private static final int REGISTRATION_VALUE = 6;
    private static final int MAC_DOMAIN = 7;
    private static final int SERVICE_GROUP = 8;

    private static final int IPV4_OCTETS = 4;
    private static final int IPV6_OCTETS = 16;
    private static final int OTHER = 1;

    private final MacAddress mac;
    private final Indices indices;
    private final Map<Oid, SnmpValue> values = new HashMap<>();

    /// @param asked    where both rows were looked for
    /// @param varBinds what came of [#objects]
    ModemRow(MacAddress mac, Indices asked, List<VarBind> varBinds) {
        this.mac = mac;
        varBinds.forEach(varBind -> values.put(varBind.oid(), varBind.value()));
        this.indices = new Indices(
                isOurs(STATUS, STATUS_MAC, asked.status()) ? asked.status() : Indices.NONE,
                isOurs(REGISTRATION, REGISTRATION_MAC, asked.registration()) ? asked.registration() : Indices.NONE);
    }

    /// The instance of docsIfCmtsCmPtr for this modem: the octets of its address, without their number before them.
    static Oid pointer(MacAddress mac) {
        Oid instance = POINTERS;
        for (byte octet : mac.octets().toArray()) {
            instance = instance.append(octet & 0xff);
        }
        return instance;
    }

    /// The objects of both rows; they fit one PDU.
    static List<Oid> objects(Indices indices) {
        List<Oid> objects = new ArrayList<>();
        if (indices.status() != Indices.NONE) {
            for (int column : new int[] {STATUS_MAC, STATUS_VALUE, STATUS_INET, STATUS_IP}) {
                objects.add(instance(STATUS, column, indices.status()));
            }
        }
        if (indices.registration() != Indices.NONE) {
            for (int column = REGISTRATION_MAC; column <= SERVICE_GROUP; column++) {
                // The link-local address leads nowhere from an agent.
                if (column != REGISTRATION_IPV6 + 1) {
                    objects.add(instance(REGISTRATION, column, indices.registration()));
                }
            }
        }
        return objects;
    }

    /// An index as a CMTS tells it. Some have indices above 2^31, which an INTEGER shows as negative.
    ///
    /// @return empty for what is none: 0, an exception, another type
    static OptionalLong index(SnmpValue value) {
        long index = switch (value) {
            case SnmpValue.Integer32(int number) -> Integer.toUnsignedLong(number);
            case SnmpValue.Gauge32(long number) -> number;
            default -> Indices.NONE;
        };
        return index == Indices.NONE ? OptionalLong.empty() : OptionalLong.of(index);
    }

    private static Oid instance(Oid table, int column, long index) {
        return table.append(column, (int) index);
    }

    private boolean isOurs(Oid table, int column, long index) {
        return index != Indices.NONE
                && values.get(instance(table, column, index)) instanceof SnmpValue.OctetString(Octets octets)
                && octets.equals(mac.octets());
    }

    /// Whether there is a row of this modem.
    boolean isFound() {
        return isRegistrationFound() || indices.status() != Indices.NONE;
    }

    boolean isRegistrationFound() {
        return indices.registration() != Indices.NONE;
    }

    /// Where the rows say that the modem is.
    ModemLocation location(Cmts cmts, AgentId agent, Instant now) {
        return new ModemLocation(
                mac,
                cmts,
                agent,
                addresses(),
                state(),
                indices,
                registered(MAC_DOMAIN).orElse(0),
                registered(SERVICE_GROUP).orElse(0),
                now);
    }

    private ModemState state() {
        OptionalLong value = registered(REGISTRATION_VALUE);
        return new ModemState((int) value.orElse(index(status(STATUS_VALUE)).orElse(OTHER)));
    }

    private OptionalLong registered(int column) {
        return index(registration(column));
    }

    private List<ModemAddress> addresses() {
        List<ModemAddress> addresses = new ArrayList<>();
        add(addresses, Source.REGISTRATION_IPV4, registration(REGISTRATION_IPV4));
        add(addresses, Source.REGISTRATION_IPV6, registration(REGISTRATION_IPV6));
        add(addresses, Source.STATUS_INET, status(STATUS_INET));
        add(addresses, Source.STATUS_IP, status(STATUS_IP));
        return addresses;
    }

    private static void add(List<ModemAddress> addresses, Source source, SnmpValue value) {
        address(value)
                .filter(address ->
                        addresses.stream().noneMatch(other -> other.address().equals(address)))
                .ifPresent(address -> addresses.add(new ModemAddress(address, source)));
    }

    private SnmpValue status(int column) {
        return value(STATUS, column, indices.status());
    }

    private SnmpValue registration(int column) {
        return value(REGISTRATION, column, indices.registration());
    }

    private SnmpValue value(Oid table, int column, long index) {
        SnmpValue absent = new SnmpValue.NoSuchInstance();
        return index == Indices.NONE ? absent : values.getOrDefault(instance(table, column, index), absent);
    }

    /// An address of one device: none of zeros, nor of a length that is no address's.
    private static Optional<DeviceAddress> address(SnmpValue value) {
        return switch (value) {
            case SnmpValue.OctetString(Octets octets) -> address(octets);
            case SnmpValue.IpAddress(Octets octets) -> address(octets);
            default -> Optional.empty();
        };
    }

    private static Optional<DeviceAddress> address(Octets octets) {
        if (octets.length() != IPV4_OCTETS && octets.length() != IPV6_OCTETS) {
            return Optional.empty();
        }
        try {
            String literal = InetAddress.getByAddress(octets.toArray()).getHostAddress();
            return Optional.of(DeviceAddress.parse(literal));
        } catch (UnknownHostException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
