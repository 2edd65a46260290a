package io.pypnm.remote.lab.plant;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.lab.device.Life;
import io.pypnm.remote.lab.device.Misbehaviour;
import io.pypnm.remote.lab.mib.Mib;
import io.pypnm.remote.lab.mib.MibView;
import io.pypnm.remote.lab.pnm.CableModem;
import io.pypnm.remote.lab.pnm.PnmModem;
import io.pypnm.remote.lab.pnm.PnmSettings;
import io.pypnm.remote.lab.pnm.Uplink;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The objects of a DOCSIS 3.1 cable modem: system group, interfaces, scratch area, PNM.
public final class Modem {
    private static final String DESCRIPTION =
            "<<HW_REV: 1.0; VENDOR: Example; BOOTR: NONE; SW_REV: 1.0.0; MODEL: SIM-31>>";
    private static final int BRIDGE = 2;
    private static final int OFDM = 277;
    private static final int OFDMA = 278;
    private static final int FIRST_OFDM = 48;
    private static final Octets NO_MAC = Octets.of();

    private Modem() {}

    /// The objects of modem `n`, as after its start.
    public static Mib mib(Plant plant, int modem, Life life, PnmSettings pnm, Uplink uplink) {
        List<MibView> views = new ArrayList<>();
        views.add(SystemGroup.of(DESCRIPTION, Scratch.deviceKind(1), name(modem), BRIDGE, life.nanos()));
        views.addAll(Interface.views(interfaces(plant, modem, life)));
        views.addAll(Scratch.views());
        var itself = new CableModem(
                plant.mac(modem), plant.cmtsMac(), plant.address(modem), plant.seed() * Plant.MAX_MODEMS + modem);
        views.addAll(PnmModem.views(itself, pnm, life, uplink));
        return new Mib(views);
    }

    /// What sysName says, and how the lab calls it.
    public static String name(int modem) {
        return "modem-" + modem;
    }

    /// Its interfaces now: some misbehaviours take interfaces away or change the MAC address.
    private static Supplier<List<Interface>> interfaces(Plant plant, int modem, Life life) {
        List<Interface> usual = interfaces(plant, modem, plant.mac(modem));
        return () -> {
            boolean other = life.has(Misbehaviour.OTHER_MAC);
            if (!other && !life.has(Misbehaviour.OFDM_CHANNELS)) {
                return usual;
            }
            return interfaces(plant, modem, plant.mac(other ? modem + 1 : modem)).stream()
                    .filter(it -> switch (it.type()) {
                        case OFDM -> it.index() < FIRST_OFDM + PnmModem.channels(life);
                        case OFDMA -> PnmModem.channels(life) > 0;
                        default -> true;
                    })
                    .toList();
        };
    }

    private static List<Interface> interfaces(Plant plant, int modem, Octets mac) {
        return List.of(
                new Interface(1, 6, "eth0", 1_000_000_000L, NO_MAC, traffic(plant, modem, 1)),
                new Interface(2, 127, "ca0", 0, mac, traffic(plant, modem, 2)),
                new Interface(3, 128, "ds0", 55_616_704L, NO_MAC, traffic(plant, modem, 3)),
                new Interface(4, 129, "us0", 30_720_000L, NO_MAC, traffic(plant, modem, 4)),
                new Interface(FIRST_OFDM, OFDM, "ofdm0", 1_900_000_000L, NO_MAC, traffic(plant, modem, 48)),
                new Interface(49, OFDM, "ofdm1", 1_900_000_000L, NO_MAC, traffic(plant, modem, 49)),
                new Interface(80, OFDMA, "ofdma0", 400_000_000L, NO_MAC, traffic(plant, modem, 80)));
    }

    private static int traffic(Plant plant, int modem, int ifIndex) {
        return plant.vary(modem, ifIndex, 1_000_000_000);
    }
}
