package io.pypnm.remote.lab.plant;

import static io.pypnm.remote.lab.mib.Values.counter;
import static io.pypnm.remote.lab.mib.Values.gauge;
import static io.pypnm.remote.lab.mib.Values.integer;
import static io.pypnm.remote.lab.mib.Values.octets;
import static io.pypnm.remote.lab.mib.Values.text;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.lab.mib.Column;
import io.pypnm.remote.lab.mib.MibView;
import io.pypnm.remote.lab.mib.Rows;
import io.pypnm.remote.lab.mib.Table;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// One interface of a device, and the views that show a list of them: ifNumber, ifTable, ifXTable (RFC 2863).
///
/// @param type    ifType: 6 Ethernet, 127 MAC layer, 128 downstream, 129 upstream, 277 OFDM, 278 OFDMA
/// @param mac     ifPhysAddress; empty where the interface has none
/// @param traffic seeds its counters, which stand still so that two walks can be compared
record Interface(int index, int type, String name, long bitsPerSecond, Octets mac, int traffic) {
    private static final Oid IF_NUMBER = Oid.parse("1.3.6.1.2.1.2");
    private static final Oid IF_ENTRY = Oid.parse("1.3.6.1.2.1.2.2.1");
    private static final Oid IF_X_ENTRY = Oid.parse("1.3.6.1.2.1.31.1.1.1");
    private static final long GAUGE_MAX = 0xffff_ffffL;
    private static final int UP = 1;

    /// @param interfaces ascending by index
    static List<MibView> views(List<Interface> interfaces) {
        List<Interface> all = List.copyOf(interfaces);
        return views(() -> all);
    }

    /// @param all what there is now, ascending by index
    static List<MibView> views(Supplier<List<Interface>> all) {
        var rows = new Rows(
                () -> all.get().size(), 1, (row, _) -> all.get().get(row).index());
        return List.of(
                Table.ofScalars(
                        IF_NUMBER, Column.computed(1, _ -> integer(all.get().size()))),
                new Table(IF_ENTRY, rows, ifColumns(all)),
                new Table(IF_X_ENTRY, rows, ifXColumns(all)));
    }

    private static List<Column> ifColumns(Supplier<List<Interface>> all) {
        return List.of(
                column(all, 1, it -> integer(it.index)),
                column(all, 2, it -> text(it.name)),
                column(all, 3, it -> integer(it.type)),
                Column.constant(4, integer(1500)),
                column(all, 5, it -> gauge(Math.min(it.bitsPerSecond, GAUGE_MAX))),
                column(all, 6, it -> octets(it.mac)),
                Column.constant(7, integer(UP)),
                Column.constant(8, integer(UP)),
                Column.constant(9, new SnmpValue.TimeTicks(0)),
                column(all, 10, it -> counter(it.octetsIn() & GAUGE_MAX)),
                column(all, 11, it -> counter(it.traffic)),
                Column.constant(13, counter(0)),
                column(all, 14, it -> counter(it.traffic % 17)),
                column(all, 16, it -> counter(it.octetsOut() & GAUGE_MAX)),
                column(all, 17, it -> counter(it.traffic / 3)),
                Column.constant(19, counter(0)),
                Column.constant(20, counter(0)));
    }

    private static List<Column> ifXColumns(Supplier<List<Interface>> all) {
        return List.of(
                column(all, 1, it -> text(it.name)),
                counter64(all, 6, Interface::octetsIn),
                counter64(all, 10, Interface::octetsOut),
                column(all, 15, it -> gauge(it.bitsPerSecond / 1_000_000)),
                Column.constant(18, text("")));
    }

    private long octetsIn() {
        return 1_000L * traffic;
    }

    private long octetsOut() {
        return 90L * traffic;
    }

    private static Column column(Supplier<List<Interface>> all, int arc, Function<Interface, SnmpValue> value) {
        return Column.computed(arc, row -> value.apply(all.get().get(row)));
    }

    private static Column counter64(Supplier<List<Interface>> all, int arc, ToLongFunction<Interface> value) {
        return column(all, arc, it -> new SnmpValue.Counter64(value.applyAsLong(it)));
    }
}
