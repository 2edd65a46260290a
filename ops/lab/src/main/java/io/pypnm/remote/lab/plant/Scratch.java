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
import io.pypnm.remote.lab.mib.WritableColumn;
import java.util.List;

/// Objects that every device of the lab has for tests alone, below the experimental arc 1.3.6.1.3 (RFC 1155 section
/// 3.1.3).
///
/// | OID                         | what                                                      |
/// |-----------------------------|-----------------------------------------------------------|
/// | `1.3.6.1.3.9999.1.1.1.{n}`  | Integer32, read-write, 0 at start; n = 1 to 100           |
/// | `1.3.6.1.3.9999.1.1.2.{n}`  | OCTET STRING of at most 1,024, read-write, empty at start |
/// | `1.3.6.1.3.9999.2.{k}.0`    | one constant of each type, at its edge; k = 1 to 13       |
public final class Scratch {
    /// Slots of each writable type, numbered from 1.
    public static final int SLOTS = 100;

    /// The most octets a slot takes.
    public static final int MAX_OCTETS = 1024;

    private static final Oid LAB = Oid.parse("1.3.6.1.3.9999");
    private static final Oid SLOT = LAB.append(1, 1);

    /// Never changes, so all devices share it.
    private static final MibView SPECIMENS = specimens(LAB.append(2));

    private Scratch() {}

    /// The Integer32 in this slot.
    public static Oid integerSlot(int slot) {
        return SLOT.append(1, requireSlot(slot));
    }

    /// The OCTET STRING in this slot.
    public static Oid octetSlot(int slot) {
        return SLOT.append(2, requireSlot(slot));
    }

    /// What sysObjectID names: the kind of device.
    static Oid deviceKind(int kind) {
        return LAB.append(9, kind);
    }

    static List<MibView> views() {
        return List.of(slots(), SPECIMENS);
    }

    private static MibView slots() {
        return new Table(
                SLOT,
                Rows.numbered(SLOTS),
                List.of(WritableColumn.integers(1), WritableColumn.octets(2, Octets.of(), MAX_OCTETS)));
    }

    private static MibView specimens(Oid group) {
        return Table.ofScalars(
                group,
                Column.constant(1, integer(Integer.MIN_VALUE)),
                Column.constant(2, octets(Octets.ofHex("00ff807f0a"))),
                Column.constant(3, octets(Octets.of())),
                Column.constant(4, new SnmpValue.ObjectIdentifier(Oid.parse("2.999.4294967295.0"))),
                Column.constant(5, new SnmpValue.IpAddress(Octets.of((byte) 127, (byte) 0, (byte) 0, (byte) 255))),
                Column.constant(6, counter(0xffff_ffffL)),
                Column.constant(7, gauge(0xffff_ffffL)),
                Column.constant(8, new SnmpValue.TimeTicks(0xffff_ffffL)),
                Column.constant(9, new SnmpValue.Opaque(Octets.ofHex("9f78043f800000"))),
                Column.constant(10, new SnmpValue.Counter64(-1L)),
                Column.constant(11, new SnmpValue.Counter64((1L << 53) + 1)),
                Column.constant(12, text("Zürich – 北")),
                Column.constant(13, octets(Octets.of(new byte[1000]))));
    }

    private static int requireSlot(int slot) {
        if (slot < 1 || slot > SLOTS) {
            throw new IllegalArgumentException("slot must be 1 to " + SLOTS + ", is " + slot);
        }
        return slot;
    }
}
