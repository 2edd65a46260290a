package io.pypnm.remote.agent.snmp;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.List;
import java.util.random.RandomGenerator;

/// Varbinds of every type, with a liking for the ends of their ranges. Bits is left out: it has no tag of its own.
final class RandomVarBinds {
    private static final long MAX_UNSIGNED_32 = 0xffff_ffffL;
    private static final List<Long> EDGES =
            List.of(0L, 1L, 127L, 128L, 255L, 256L, 32_767L, 32_768L, 65_535L, 1L << 23, (1L << 31) - 1, 1L << 31);

    private final RandomGenerator random;

    RandomVarBinds(RandomGenerator random) {
        this.random = random;
    }

    VarBind next() {
        return new VarBind(oid(), value());
    }

    private SnmpValue value() {
        return switch (random.nextInt(13)) {
            case 0 -> new SnmpValue.Integer32(random.nextBoolean() ? (int) unsigned32() : -(int) unsigned32());
            case 1 -> new SnmpValue.Counter32(unsigned32());
            case 2 -> new SnmpValue.Gauge32(unsigned32());
            case 3 -> new SnmpValue.TimeTicks(unsigned32());
            case 4 -> new SnmpValue.Counter64(random.nextBoolean() ? random.nextLong() : unsigned32());
            case 5 -> new SnmpValue.Counter64(-1L >>> random.nextInt(64));
            case 6 -> new SnmpValue.OctetString(octets());
            case 7 -> new SnmpValue.Opaque(octets());
            case 8 -> new SnmpValue.IpAddress(Octets.of(bytes(4)));
            case 9 -> new SnmpValue.ObjectIdentifier(oid());
            case 10 -> new SnmpValue.Null();
            case 11 -> random.nextBoolean() ? new SnmpValue.NoSuchObject() : new SnmpValue.NoSuchInstance();
            case 12 -> new SnmpValue.EndOfMibView();
            default -> throw new IllegalStateException();
        };
    }

    private long unsigned32() {
        return switch (random.nextInt(4)) {
            case 0 -> EDGES.get(random.nextInt(EDGES.size()));
            case 1 -> MAX_UNSIGNED_32 - random.nextInt(3);
            default -> random.nextLong(MAX_UNSIGNED_32 + 1);
        };
    }

    private Oid oid() {
        int root = random.nextInt(3);
        int[] arcs = new int[random.nextInt(10) == 0 ? Oid.MAX_ARCS : 2 + random.nextInt(20)];
        arcs[0] = root;
        arcs[1] = root == 2 ? (int) Math.min(unsigned32(), MAX_UNSIGNED_32 - 80) : random.nextInt(40);
        for (int i = 2; i < arcs.length; i++) {
            arcs[i] = (int) unsigned32();
        }
        return Oid.of(arcs);
    }

    private Octets octets() {
        return Octets.of(bytes(random.nextInt(5) == 0 ? random.nextInt(2_000) : random.nextInt(4)));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
