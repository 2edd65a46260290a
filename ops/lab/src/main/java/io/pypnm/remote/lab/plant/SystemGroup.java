package io.pypnm.remote.lab.plant;

import static io.pypnm.remote.lab.mib.Values.integer;
import static io.pypnm.remote.lab.mib.Values.text;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.lab.mib.Column;
import io.pypnm.remote.lab.mib.MibView;
import io.pypnm.remote.lab.mib.Table;
import io.pypnm.remote.lab.mib.WritableColumn;
import java.util.function.LongSupplier;

/// The system group (RFC 3418). sysContact, sysName and sysLocation accept SETs; sysUpTime runs.
final class SystemGroup {
    private static final Oid SYSTEM = Oid.parse("1.3.6.1.2.1.1");
    private static final int DISPLAY_STRING_MAX = 255;
    private static final long NANOS_PER_HUNDREDTH = 10_000_000L;
    private static final long TIME_TICKS_MASK = 0xffff_ffffL;

    private SystemGroup() {}

    /// @param nanos a clock that nobody sets; the device started when this method is called
    static MibView of(String description, Oid objectId, String name, int services, LongSupplier nanos) {
        long start = nanos.getAsLong();
        return Table.ofScalars(
                SYSTEM,
                Column.constant(1, text(description)),
                Column.constant(2, new SnmpValue.ObjectIdentifier(objectId)),
                Column.computed(
                        3,
                        _ -> new SnmpValue.TimeTicks(
                                (nanos.getAsLong() - start) / NANOS_PER_HUNDREDTH & TIME_TICKS_MASK)),
                WritableColumn.octets(4, Octets.ofUtf8("lab@pypnm.example"), DISPLAY_STRING_MAX),
                WritableColumn.octets(5, Octets.ofUtf8(name), DISPLAY_STRING_MAX),
                WritableColumn.octets(6, Octets.ofUtf8("simulated"), DISPLAY_STRING_MAX),
                Column.constant(7, integer(services)));
    }
}
