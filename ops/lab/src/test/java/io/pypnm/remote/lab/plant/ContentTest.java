package io.pypnm.remote.lab.plant;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.lab.device.StillLife;
import io.pypnm.remote.lab.mib.Mib;
import io.pypnm.remote.lab.pnm.PnmSettings;
import io.pypnm.remote.lab.signal.Templates;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the devices say, as a whole: any OID asked, in any order, must agree with one full walk.
final class ContentTest {
    private static final Plant PLANT = new Plant(Inet4Address.ofLiteral("127.20.0.1"), 1, 20, 300, 1);
    private static final PnmSettings PNM = new PnmSettings(Duration.ofSeconds(1), 69, Templates.NONE);
    private static final AtomicLong NANOS = new AtomicLong(5);

    static List<Mib> devices() {
        return List.of(modem(17, NANOS), Cmts.mib(PLANT, 0, new StillLife(NANOS::get), PNM, _ -> {}));
    }

    @ParameterizedTest
    @MethodSource("devices")
    void walkAscendsStrictlyAndEveryInstanceCanBeRead(Mib device) {
        List<VarBind> walk = walk(device);

        assertThat(walk).hasSizeGreaterThan(300);
        assertThat(walk).extracting(VarBind::oid).isSorted().doesNotHaveDuplicates();
        assertThat(walk)
                .allSatisfy(varBind -> assertThat(device.get(varBind.oid())).isEqualTo(varBind.value()));
    }

    @ParameterizedTest
    @MethodSource("devices")
    void successorOfAnyOidIsTheNextOneOfTheWalk(Mib device) {
        TreeMap<Oid, SnmpValue> all = new TreeMap<>();
        walk(device).forEach(varBind -> all.put(varBind.oid(), varBind.value()));
        List<Oid> known = List.copyOf(all.keySet());
        var random = new Random(42);

        for (int i = 0; i < 50_000; i++) {
            Oid oid = mutated(known.get(random.nextInt(known.size())), random);
            Map.Entry<Oid, SnmpValue> higher = all.higherEntry(oid);
            VarBind expected = higher == null
                    ? new VarBind(oid, new SnmpValue.EndOfMibView())
                    : new VarBind(higher.getKey(), higher.getValue());

            assertThat(device.next(oid)).as("after %s", oid).isEqualTo(expected);
            if (!all.containsKey(oid)) {
                assertThat(device.get(oid).isException()).as("%s exists", oid).isTrue();
            }
        }
    }

    @Test
    void cmtsTablesHaveARowForEveryModem() {
        Map<Oid, Long> instances = walk(devices().get(1)).stream()
                .map(varBind -> prefix(varBind.oid(), varBind.oid().arc(6) == 4491 ? 11 : 12))
                .collect(groupingBy(oid -> oid, counting()));

        assertThat(instances)
                .containsEntry(Oid.parse("1.3.6.1.2.1.10.127.1.3.3.1"), 13 * 300L)
                .containsEntry(Oid.parse("1.3.6.1.2.1.10.127.1.3.7.1"), 300L)
                .containsEntry(Oid.parse("1.3.6.1.4.1.4491.2.1.20.1"), 8 * 300L)
                .containsEntry(Oid.parse("1.3.6.1.4.1.4491.2.1.28.1"), 300L);
    }

    /// The two requests that find a modem's address by its MAC.
    @Test
    void cmtsLeadsFromMacToAddress() {
        Mib cmts = devices().get(1);

        SnmpValue pointer = cmts.get(Oid.parse("1.3.6.1.2.1.10.127.1.3.7.1.2.164.177.194.0.0.17"));

        assertThat(pointer).isEqualTo(new SnmpValue.Integer32(5_505_043));
        assertThat(cmts.get(Oid.parse("1.3.6.1.4.1.4491.2.1.20.1.3.1.2.5505043")))
                .isEqualTo(new SnmpValue.OctetString(Octets.ofHex("a4b1c2000011")));
        assertThat(cmts.get(Oid.parse("1.3.6.1.4.1.4491.2.1.20.1.3.1.5.5505043")))
                .isEqualTo(new SnmpValue.OctetString(Octets.ofHex("7f140013")));
        assertThat(cmts.get(Oid.parse("1.3.6.1.2.1.10.127.1.3.3.1.21.5505043")))
                .isEqualTo(new SnmpValue.OctetString(Octets.ofHex("7f140013")));
        assertThat(cmts.get(Oid.parse("1.3.6.1.4.1.4491.2.1.20.1.3.1.6.5505043")))
                .isEqualTo(new SnmpValue.Integer32(8));
        assertThat(PLANT.address(17).getHostAddress()).isEqualTo("127.20.0.19");
    }

    @Test
    void offlineModemHasNoAddress() {
        Mib cmts = devices().get(1);

        assertThat(cmts.get(Oid.parse("1.3.6.1.4.1.4491.2.1.20.1.3.1.6.5505275")))
                .isEqualTo(new SnmpValue.Integer32(1));
        assertThat(cmts.get(Oid.parse("1.3.6.1.4.1.4491.2.1.20.1.3.1.5.5505275")))
                .isEqualTo(new SnmpValue.OctetString(Octets.of(new byte[4])));
        assertThat(cmts.get(Oid.parse("1.3.6.1.2.1.10.127.1.3.3.1.21.5505275")))
                .isEqualTo(new SnmpValue.OctetString(Octets.of()));
    }

    @Test
    void upTimeRunsFromTheStartOfTheDevice() {
        var nanos = new AtomicLong(Long.MAX_VALUE - 5);
        Mib modem = modem(0, nanos);

        nanos.addAndGet(12_340_000_000L);

        assertThat(modem.get(Oid.parse("1.3.6.1.2.1.1.3.0"))).isEqualTo(new SnmpValue.TimeTicks(1234));
    }

    private static Mib modem(int number, AtomicLong nanos) {
        return Modem.mib(PLANT, number, new StillLife(nanos::get), PNM, _ -> {});
    }

    private static List<VarBind> walk(Mib device) {
        List<VarBind> walk = new ArrayList<>();
        VarBind next = device.next(Oid.of(0, 0));
        while (!(next.value() instanceof SnmpValue.EndOfMibView)) {
            walk.add(next);
            next = device.next(next.oid());
        }
        return walk;
    }

    /// The OID cut short, lengthened, or with one arc changed, so that it lies just beside an instance.
    private static Oid mutated(Oid oid, Random random) {
        int[] arcs = oid.toArray();
        int at = 2 + random.nextInt(arcs.length - 2);
        switch (random.nextInt(5)) {
            case 0 -> arcs[at]++;
            case 1 -> arcs[at]--;
            case 2 -> arcs[at] = random.nextInt();
            case 3 -> arcs = Arrays.copyOf(arcs, at);
            default -> arcs = Arrays.copyOf(arcs, arcs.length + 1 + random.nextInt(3));
        }
        return Oid.of(arcs);
    }

    private static Oid prefix(Oid oid, int length) {
        return Oid.of(Arrays.copyOf(oid.toArray(), Math.min(length, oid.length())));
    }
}
