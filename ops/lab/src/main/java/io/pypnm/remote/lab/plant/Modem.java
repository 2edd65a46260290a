package io.pypnm.remote.lab.plant;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.lab.mib.Mib;
import io.pypnm.remote.lab.mib.MibView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// The objects of a DOCSIS 3.1 cable modem: system group, interfaces, scratch area.
public final class Modem {
    private static final String DESCRIPTION =
            "<<HW_REV: 1.0; VENDOR: Example; BOOTR: NONE; SW_REV: 1.0.0; MODEL: SIM-31>>";
    private static final int BRIDGE = 2;
    private static final Octets NO_MAC = Octets.of();

    private Modem() {}

    /// The objects of modem `n`, as after its start.
    ///
    /// @param nanos a clock that nobody sets
    public static Mib mib(Plant plant, int modem, LongSupplier nanos) {
        List<MibView> views = new ArrayList<>();
        views.add(SystemGroup.of(DESCRIPTION, Scratch.deviceKind(1), name(modem), BRIDGE, nanos));
        views.addAll(Interface.views(interfaces(plant, modem)));
        views.addAll(Scratch.views());
        return new Mib(views);
    }

    /// What sysName says, and how the lab calls it.
    public static String name(int modem) {
        return "modem-" + modem;
    }

    private static List<Interface> interfaces(Plant plant, int modem) {
        return List.of(
                new Interface(1, 6, "eth0", 1_000_000_000L, NO_MAC, traffic(plant, modem, 1)),
                new Interface(2, 127, "ca0", 0, plant.mac(modem), traffic(plant, modem, 2)),
                new Interface(3, 128, "ds0", 55_616_704L, NO_MAC, traffic(plant, modem, 3)),
                new Interface(4, 129, "us0", 30_720_000L, NO_MAC, traffic(plant, modem, 4)),
                new Interface(48, 277, "ofdm0", 1_900_000_000L, NO_MAC, traffic(plant, modem, 48)),
                new Interface(49, 277, "ofdm1", 1_900_000_000L, NO_MAC, traffic(plant, modem, 49)),
                new Interface(80, 278, "ofdma0", 400_000_000L, NO_MAC, traffic(plant, modem, 80)));
    }

    private static int traffic(Plant plant, int modem, int ifIndex) {
        return plant.vary(modem, ifIndex, 1_000_000_000);
    }
}
