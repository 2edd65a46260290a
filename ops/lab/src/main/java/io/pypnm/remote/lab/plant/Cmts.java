package io.pypnm.remote.lab.plant;

import static io.pypnm.remote.lab.plant.Values.counter;
import static io.pypnm.remote.lab.plant.Values.gauge;
import static io.pypnm.remote.lab.plant.Values.integer;
import static io.pypnm.remote.lab.plant.Values.octets;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.lab.mib.Column;
import io.pypnm.remote.lab.mib.Mib;
import io.pypnm.remote.lab.mib.MibView;
import io.pypnm.remote.lab.mib.Rows;
import io.pypnm.remote.lab.mib.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// The objects of the CMTS: system group, interfaces, scratch area, and the tables that list its modems, one row each:
///
/// | table                                    | entry                          | index                          |
/// |------------------------------------------|--------------------------------|--------------------------------|
/// | docsIfCmtsCmStatusTable (RFC 4546)       | `1.3.6.1.2.1.10.127.1.3.3.1`   | 5505026 + n                    |
/// | docsIfCmtsMacToCmTable (RFC 4546)        | `1.3.6.1.2.1.10.127.1.3.7.1`   | the 6 octets of the MAC        |
/// | docsIf3CmtsCmRegStatusTable              | `1.3.6.1.4.1.4491.2.1.20.1.3.1`| 5505026 + n                    |
/// | docsIf31CmtsCmUsOfdmaChannelTable        | `1.3.6.1.4.1.4491.2.1.28.1.4.1`| 5505026 + n, OFDMA's ifIndex   |
public final class Cmts {
    /// The index of modem 0 in the tables indexed by a number.
    public static final int FIRST_INDEX = 5_505_026;

    private static final Oid CM_STATUS = Oid.parse("1.3.6.1.2.1.10.127.1.3.3.1");
    private static final Oid MAC_TO_CM = Oid.parse("1.3.6.1.2.1.10.127.1.3.7.1");
    private static final Oid REG_STATUS = Oid.parse("1.3.6.1.4.1.4491.2.1.20.1.3.1");
    private static final Oid US_OFDMA = Oid.parse("1.3.6.1.4.1.4491.2.1.28.1.4.1");

    private static final int DOWNSTREAM = 389_120;
    private static final int UPSTREAM = 488_046;
    private static final int MAC_DOMAIN = 851_972;
    private static final int OPERATIONAL = 8;
    private static final int OTHER = 1;
    private static final int ROUTER = 78;
    private static final Octets NO_IPV4 = Octets.of(new byte[4]);
    private static final Octets NO_IPV6 = Octets.of(new byte[16]);
    private static final Octets NO_MAC = Octets.of();

    private final Plant plant;
    private final Rows byNumber;

    private Cmts(Plant plant) {
        this.plant = plant;
        this.byNumber = new Rows(plant.rows(), 1, (row, _) -> FIRST_INDEX + row);
    }

    /// The objects of the CMTS, as after its start.
    ///
    /// @param nanos a clock that nobody sets
    public static Mib mib(Plant plant, LongSupplier nanos) {
        var cmts = new Cmts(plant);
        List<MibView> views = new ArrayList<>();
        views.add(SystemGroup.of("Simulated CMTS of the PyPNM lab", Scratch.deviceKind(2), "cmts", ROUTER, nanos));
        views.addAll(Interface.views(interfaces(plant)));
        views.addAll(Scratch.views());
        views.add(cmts.cmStatus());
        views.add(cmts.macToCm());
        views.add(cmts.regStatus());
        views.add(cmts.usOfdma());
        return new Mib(views);
    }

    private static List<Interface> interfaces(Plant plant) {
        return List.of(
                new Interface(1, 6, "TenGigabitEthernet0", 10_000_000_000L, plant.mac(0xff_0000), 900_000_000),
                new Interface(DOWNSTREAM, 128, "Downstream-Cable1/0/0", 55_616_704L, NO_MAC, 700_000_000),
                new Interface(UPSTREAM, 278, "Upstream-Cable1/0/0-OFDMA", 400_000_000L, NO_MAC, 80_000_000),
                new Interface(MAC_DOMAIN, 127, "Cable1/0/0", 0, plant.mac(0xff_0001), 780_000_000));
    }

    private MibView cmStatus() {
        return new Table(
                CM_STATUS,
                byNumber,
                List.of(
                        Column.computed(2, modem -> octets(plant.mac(modem))),
                        Column.computed(3, modem -> new SnmpValue.IpAddress(ipv4(modem))),
                        Column.constant(4, integer(DOWNSTREAM)),
                        Column.constant(5, integer(UPSTREAM)),
                        Column.computed(6, modem -> integer(plant.vary(modem, 6, 40) - 20)),
                        Column.computed(7, modem -> gauge(1_000L + plant.vary(modem, 7, 500))),
                        Column.computed(9, modem -> integer(state(modem))),
                        Column.computed(10, modem -> counter(plant.vary(modem, 10, 1_000_000_000))),
                        Column.computed(11, modem -> counter(plant.vary(modem, 11, 10_000))),
                        Column.computed(12, modem -> counter(plant.vary(modem, 12, 100))),
                        Column.computed(13, modem -> integer(300 + plant.vary(modem, 13, 120))),
                        Column.computed(20, modem -> integer(plant.online(modem) ? 1 : 0)),
                        Column.computed(21, modem -> octets(plant.online(modem) ? ipv4(modem) : Octets.of()))));
    }

    private MibView macToCm() {
        return new Table(
                MAC_TO_CM,
                new Rows(plant.rows(), 6, plant::macArc),
                List.of(Column.computed(2, modem -> integer(FIRST_INDEX + modem))));
    }

    private MibView regStatus() {
        return new Table(
                REG_STATUS,
                byNumber,
                List.of(
                        Column.computed(2, modem -> octets(plant.mac(modem))),
                        Column.constant(3, octets(NO_IPV6)),
                        Column.constant(4, octets(NO_IPV6)),
                        Column.computed(5, modem -> octets(ipv4(modem))),
                        Column.computed(6, modem -> integer(state(modem))),
                        Column.constant(7, integer(MAC_DOMAIN)),
                        Column.constant(8, gauge(12)),
                        Column.computed(14, modem -> octets(registered(modem)))));
    }

    /// Column 2 is docsIf31CmtsCmUsOfdmaChannelMeanRxMer, in hundredths of a dB.
    private MibView usOfdma() {
        return new Table(
                US_OFDMA,
                new Rows(plant.rows(), 2, (row, position) -> position == 0 ? FIRST_INDEX + row : UPSTREAM),
                List.of(Column.computed(2, modem -> gauge(3_800L + plant.vary(modem, 102, 100)))));
    }

    private int state(int modem) {
        return plant.online(modem) ? OPERATIONAL : OTHER;
    }

    private Octets ipv4(int modem) {
        return plant.online(modem) ? plant.addressOctets(modem) : NO_IPV4;
    }

    /// DateAndTime (RFC 2579): some second of 5 January 2026.
    private Octets registered(int modem) {
        int second = plant.vary(modem, 14, 86_400);
        long day = (2026L << 16) + (1L << 8) + 5;
        long time = ((second / 3600L) << 16) + ((second / 60 % 60) << 8) + second % 60;
        return Values.bytes((day << 32) + (time << 8), 8);
    }
}
