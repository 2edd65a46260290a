package io.pypnm.remote.lab;

import io.pypnm.remote.lab.device.Clocks;
import io.pypnm.remote.lab.device.Device;
import io.pypnm.remote.lab.device.DeviceServer;
import io.pypnm.remote.lab.device.DeviceSettings;
import io.pypnm.remote.lab.device.SetHistory;
import io.pypnm.remote.lab.plant.Cmts;
import io.pypnm.remote.lab.plant.Modem;
import io.pypnm.remote.lab.plant.Plant;
import java.io.IOException;
import java.net.Inet4Address;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A running plant: one CMTS and its modems, each on an address of its own, all on one UDP port.
public final class Lab implements AutoCloseable {
    private final Plant plant;
    private final List<Device> devices;
    private final SharedPort sockets;
    private final List<DeviceServer> servers = new ArrayList<>();

    private Lab(Plant plant, List<Device> devices, SharedPort sockets) {
        this.plant = plant;
        this.devices = List.copyOf(devices);
        this.sockets = sockets;
    }

    /// Starts a lab that keeps no history of its SETs.
    public static Lab start(LabConfig config) throws IOException {
        return start(config, SetHistory.NONE);
    }

    /// Starts a lab; on return all devices answer.
    ///
    /// @param history stays the caller's
    /// @throws IOException if the port is taken, or there are not enough files for a socket each
    public static Lab start(LabConfig config, SetHistory history) throws IOException {
        Plant plant = config.plant();
        List<Device> devices = devices(config, plant, history);
        var lab = new Lab(plant, devices, SharedPort.open(addresses(devices, plant), config.port()));
        try {
            lab.serve(config.access().threads());
            return lab;
        } catch (IOException e) {
            lab.close();
            throw e;
        }
    }

    /// The devices' in their order, then the one of nobody.
    private static List<Inet4Address> addresses(List<Device> devices, Plant plant) {
        return Stream.concat(devices.stream().map(Device::address), Stream.of(plant.elsewhere()))
                .toList();
    }

    private static List<Device> devices(LabConfig config, Plant plant, SetHistory history) {
        var clocks = new Clocks(InstantSource.system(), System::nanoTime);
        LabConfig.Access access = config.access();
        var cmts = new DeviceSettings(access.cmts(), access.maxMessageBytes(), history, clocks);
        var modems = new DeviceSettings(access.modems(), access.maxMessageBytes(), history, clocks);
        List<Device> devices = new ArrayList<>();
        devices.add(new Device(plant.base(), "cmts", () -> Cmts.mib(plant, clocks.nanos()), cmts));
        for (int i = 0; i < plant.modems(); i++) {
            int modem = i;
            devices.add(new Device(
                    plant.address(modem), Modem.name(modem), () -> Modem.mib(plant, modem, clocks.nanos()), modems));
        }
        return devices;
    }

    private void serve(int threads) throws IOException {
        for (int i = 0; i < threads; i++) {
            servers.add(new DeviceServer("lab-devices-" + i, sockets.sockets().getLast(), System::nanoTime));
        }
        for (int i = 0; i < devices.size(); i++) {
            servers.get(i % threads).add(devices.get(i), sockets.sockets().get(i));
        }
        servers.forEach(DeviceServer::start);
    }

    /// The UDP port of every device.
    public int port() {
        return sockets.port();
    }

    public Device cmts() {
        return devices.getFirst();
    }

    /// Modem `n`, from 0.
    public Device modem(int modem) {
        return devices.get(1 + modem);
    }

    /// How many modems are simulated.
    public int modems() {
        return plant.modems();
    }

    /// Addresses, MACs and states by number.
    public Plant plant() {
        return plant;
    }

    /// The CMTS, then the modems in their order.
    public List<Device> devices() {
        return devices;
    }

    /// The device with this address.
    public Optional<Device> device(Inet4Address address) {
        return devices.stream()
                .filter(device -> device.address().equals(address))
                .findFirst();
    }

    /// Starts all devices anew: nothing written, nothing counted, behaving well.
    public void reset() {
        devices.forEach(Device::reset);
    }

    @Override
    public void close() throws IOException {
        for (DeviceServer server : servers) {
            server.close();
        }
        sockets.close();
    }
}
