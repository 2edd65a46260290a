package io.pypnm.remote.lab.plant;

import static io.pypnm.remote.lab.mib.Values.counter;
import static io.pypnm.remote.lab.mib.Values.gauge;
import static io.pypnm.remote.lab.mib.Values.integer;
import static io.pypnm.remote.lab.mib.Values.octets;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.lab.device.Life;
import io.pypnm.remote.lab.device.Misbehaviour;
import io.pypnm.remote.lab.mib.Column;
import io.pypnm.remote.lab.mib.Mib;
import io.pypnm.remote.lab.mib.MibView;
import io.pypnm.remote.lab.mib.OptionalView;
import io.pypnm.remote.lab.mib.Rows;
import io.pypnm.remote.lab.mib.Table;
import io.pypnm.remote.lab.mib.Values;
import io.pypnm.remote.lab.pnm.PnmCmts;
import io.pypnm.remote.lab.pnm.PnmSettings;
import io.pypnm.remote.lab.pnm.Uplink;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// The objects of a CMTS: system group, interfaces, scratch area, and the tables that list its modems, one row each:
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
    /// The one IPv6 address that leads nowhere off this machine.
    private static final Octets IPV6 = Values.bytes(1, 16);

    private static final Octets NO_MAC = Octets.of();

    /// So that whoever goes by the vendor finds each of them.
    private static final List<String> DESCRIPTIONS = List.of(
            "Simulated CMTS of the PyPNM lab, in the manner of Cisco IOS Software, cBR Software, Version 17.12",
            "Simulated CMTS of the PyPNM lab, in the manner of Casa Systems C100G, Software Version 8.10",
            "Simulated CMTS of the PyPNM lab, in the manner of Harmonic CableOS, 3.21");

    private final Plant plant;
    private final int number;
    private final Life life;
    private final Rows byNumber;
    private final Rows byRegistration;

    private Cmts(Plant plant, int number, Life life) {
        this.plant = plant;
        this.number = number;
        this.life = life;
        byNumber = new Rows(this::rows, 1, (row, _) -> FIRST_INDEX + modem(row));
        byRegistration = new Rows(this::rows, 1, (row, _) -> registration(row));
    }

    /// The objects of CMTS `n`, as after its start.
    public static Mib mib(Plant plant, int number, Life life, PnmSettings pnm, Uplink uplink) {
        var cmts = new Cmts(plant, number, life);
        List<MibView> views = new ArrayList<>();
        views.add(SystemGroup.of(
                DESCRIPTIONS.get(number % DESCRIPTIONS.size()),
                Scratch.deviceKind(2),
                name(number),
                ROUTER,
                life.nanos()));
        views.addAll(Interface.views(interfaces(plant)));
        views.addAll(Scratch.views());
        views.add(cmts.cmStatus());
        views.add(new OptionalView(cmts.macToCm(), () -> !life.has(Misbehaviour.NO_CM_POINTERS)));
        views.add(cmts.regStatus());
        views.add(cmts.usOfdma());
        views.addAll(PnmCmts.views(name(number), plant.cmts(number), UPSTREAM, pnm, life, uplink));
        return new Mib(views);
    }

    /// What sysName says, and how the lab calls it.
    public static String name(int number) {
        return number == 0 ? "cmts" : "cmts-" + number;
    }

    private boolean listsAll() {
        return life.has(Misbehaviour.LISTS_FORMER_MODEMS);
    }

    private int rows() {
        return listsAll() ? plant.rows() : (plant.rows() - number + plant.cmtss() - 1) / plant.cmtss();
    }

    /// The number of the modem in this row.
    private int modem(int row) {
        return listsAll() ? row : row * plant.cmtss() + number;
    }

    private long registration(int row) {
        return (long) FIRST_INDEX + modem(row) + life.number(Misbehaviour.REG_IDS_SHIFTED);
    }

    private Column column(int arc, IntFunction<SnmpValue> ofModem) {
        return Column.computed(arc, row -> ofModem.apply(modem(row)));
    }

    private static List<Interface> interfaces(Plant plant) {
        return List.of(
                new Interface(1, 6, "TenGigabitEthernet0", 10_000_000_000L, plant.mac(0xff_0000), 900_000_000),
                new Interface(DOWNSTREAM, 128, "Downstream-Cable1/0/0", 55_616_704L, NO_MAC, 700_000_000),
                new Interface(UPSTREAM, 278, "Upstream-Cable1/0/0-OFDMA", 400_000_000L, NO_MAC, 80_000_000),
                new Interface(MAC_DOMAIN, 127, "Cable1/0/0", 0, plant.cmtsMac(), 780_000_000));
    }

    private MibView cmStatus() {
        return new Table(
                CM_STATUS,
                byNumber,
                List.of(
                        column(2, modem -> octets(plant.mac(modem))),
                        column(3, modem -> new SnmpValue.IpAddress(ipv4(modem))),
                        Column.constant(4, integer(DOWNSTREAM)),
                        Column.constant(5, integer(UPSTREAM)),
                        column(6, modem -> integer(plant.vary(modem, 6, 40) - 20)),
                        column(7, modem -> gauge(1_000L + plant.vary(modem, 7, 500))),
                        column(9, modem -> integer(state(modem))),
                        column(10, modem -> counter(plant.vary(modem, 10, 1_000_000_000))),
                        column(11, modem -> counter(plant.vary(modem, 11, 10_000))),
                        column(12, modem -> counter(plant.vary(modem, 12, 100))),
                        column(13, modem -> integer(300 + plant.vary(modem, 13, 120))),
                        column(20, modem -> integer(ipv6Only(modem) ? 2 : online(modem) ? 1 : 0)),
                        column(21, modem -> octets(inetAddress(modem)))));
    }

    private MibView macToCm() {
        return new Table(
                MAC_TO_CM,
                new Rows(this::rows, 6, (row, position) -> plant.macArc(modem(row), position)),
                List.of(column(2, modem -> integer(FIRST_INDEX + modem))));
    }

    private MibView regStatus() {
        return new Table(
                REG_STATUS,
                byRegistration,
                List.of(
                        column(2, modem -> octets(plant.mac(modem))),
                        column(3, modem -> octets(ipv6Only(modem) ? IPV6 : NO_IPV6)),
                        Column.constant(4, octets(NO_IPV6)),
                        column(5, modem -> octets(ipv4(modem))),
                        column(6, modem -> integer(state(modem))),
                        Column.constant(7, integer(MAC_DOMAIN)),
                        Column.constant(8, gauge(12)),
                        column(14, modem -> octets(registered(modem)))));
    }

    /// Column 2 is docsIf31CmtsCmUsOfdmaChannelMeanRxMer, in hundredths of a dB.
    private MibView usOfdma() {
        return new Table(
                US_OFDMA,
                new Rows(this::rows, 2, (row, position) -> position == 0 ? registration(row) : UPSTREAM),
                List.of(column(2, modem -> gauge(3_800L + plant.vary(modem, 102, 100)))));
    }

    private boolean online(int modem) {
        boolean gone = life.has(Misbehaviour.LISTS_OFFLINE) && life.number(Misbehaviour.LISTS_OFFLINE) == modem;
        return plant.online(modem) && plant.cmtsOf(modem) == number && !gone;
    }

    private boolean ipv6Only(int modem) {
        return life.has(Misbehaviour.LISTS_IPV6_ONLY)
                && life.number(Misbehaviour.LISTS_IPV6_ONLY) == modem
                && online(modem);
    }

    private int state(int modem) {
        return online(modem) ? OPERATIONAL : OTHER;
    }

    private Octets ipv4(int modem) {
        return online(modem) && !ipv6Only(modem) ? plant.addressOctets(modem) : NO_IPV4;
    }

    private Octets inetAddress(int modem) {
        if (ipv6Only(modem)) {
            return IPV6;
        }
        return online(modem) ? plant.addressOctets(modem) : Octets.of();
    }

    /// DateAndTime (RFC 2579): some second of 5 January 2026.
    private Octets registered(int modem) {
        int second = plant.vary(modem, 14, 86_400);
        long day = (2026L << 16) + (1L << 8) + 5;
        long time = ((second / 3600L) << 16) + ((second / 60 % 60) << 8) + second % 60;
        return Values.bytes((day << 32) + (time << 8), 8);
    }
}
