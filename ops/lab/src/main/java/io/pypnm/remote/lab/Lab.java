package io.pypnm.remote.lab;

import io.pypnm.remote.lab.device.Clocks;
import io.pypnm.remote.lab.device.Device;
import io.pypnm.remote.lab.device.DeviceServer;
import io.pypnm.remote.lab.device.DeviceSettings;
import io.pypnm.remote.lab.device.SetHistory;
import io.pypnm.remote.lab.plant.Cmts;
import io.pypnm.remote.lab.plant.Modem;
import io.pypnm.remote.lab.plant.Plant;
import io.pypnm.remote.lab.pnm.PnmSettings;
import io.pypnm.remote.lab.pnm.Uplink;
import io.pypnm.remote.lab.ssh.SshHost;
import io.pypnm.remote.lab.tftp.TftpClient;
import io.pypnm.remote.lab.tftp.TftpServer;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A running plant: CMTSs and their modems, each on an address of its own, all on one UDP port; and the TFTP server
/// that modems upload to, with the SSH host on which its files are read, if these were asked for.
public final class Lab implements AutoCloseable {
    private static final Duration TFTP_PATIENCE = Duration.ofSeconds(1);
    private static final int TFTP_TRIES = 5;

    private final Plant plant;
    private final PnmSettings pnm;
    private final @Nullable TftpServer tftp;
    private final @Nullable SshHost ssh;
    private final LabBackground background;
    private final List<Device> devices;
    private final SharedPort sockets;
    private final List<DeviceServer> servers = new ArrayList<>();

    private Lab(LabConfig config, SetHistory history, @Nullable TftpServer tftp, @Nullable SshHost ssh)
            throws IOException {
        this.tftp = tftp;
        this.ssh = ssh;
        plant = config.plant();
        pnm = new PnmSettings(
                config.pnm().measuring(),
                tftp == null ? config.pnm().tftpPort() : tftp.port(),
                config.pnm().templates());
        background = new LabBackground();
        devices = devices(config.access(), history);
        sockets = SharedPort.open(addresses(), config.port());
    }

    /// Starts a lab that keeps no history of its SETs.
    public static Lab start(LabConfig config) throws IOException {
        return start(config, SetHistory.NONE);
    }

    /// Starts a lab; on return all devices answer.
    ///
    /// @param history stays the caller's
    /// @throws IOException if a port is taken, or there are not enough files for a socket each
    public static Lab start(LabConfig config, SetHistory history) throws IOException {
        TftpServer tftp = null;
        SshHost ssh = null;
        try {
            tftp = tftp(config.pnm());
            ssh = ssh(config);
            var lab = new Lab(config, history, tftp, ssh);
            lab.serve(config.access().threads());
            return lab;
        } catch (IOException | RuntimeException e) {
            closeAll(ssh, tftp);
            throw e;
        }
    }

    private static @Nullable TftpServer tftp(LabConfig.Pnm pnm) throws IOException {
        var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), pnm.tftpPort());
        return pnm.directory() == null ? null : TftpServer.start(pnm.directory(), address, pnm.landing());
    }

    private static @Nullable SshHost ssh(LabConfig config) throws IOException {
        LabConfig.Ssh ssh = config.ssh();
        Path root = config.pnm().directory();
        return ssh == null || root == null
                ? null
                : SshHost.start(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), ssh.port()), root, ssh.folder());
    }

    private static void closeAll(@Nullable SshHost ssh, @Nullable TftpServer tftp) throws IOException {
        try (tftp;
                ssh) {
            // Both, whatever the first one throws.
        }
    }

    /// The devices' in their order, then the one of nobody.
    private List<Inet4Address> addresses() {
        return Stream.concat(devices.stream().map(Device::address), Stream.of(plant.elsewhere()))
                .toList();
    }

    private List<Device> devices(LabConfig.Access access, SetHistory history) {
        var clocks = new Clocks(InstantSource.system(), System::nanoTime);
        var cmts = new DeviceSettings(access.cmts(), access.maxMessageBytes(), history, clocks, background);
        var modems = new DeviceSettings(access.modems(), access.maxMessageBytes(), history, clocks, background);
        Uplink uplink = new TftpClient(TFTP_PATIENCE, TFTP_TRIES)::send;
        List<Device> made = new ArrayList<>();
        for (int i = 0; i < plant.cmtss(); i++) {
            int number = i;
            made.add(new Device(
                    plant.cmts(number), Cmts.name(number), life -> Cmts.mib(plant, number, life, pnm, uplink), cmts));
        }
        for (int i = 0; i < plant.modems(); i++) {
            int modem = i;
            made.add(new Device(
                    plant.address(modem),
                    Modem.name(modem),
                    life -> Modem.mib(plant, modem, life, pnm, uplink),
                    modems));
        }
        return List.copyOf(made);
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

    /// CMTS 0.
    public Device cmts() {
        return cmts(0);
    }

    /// CMTS `n`, from 0.
    public Device cmts(int cmts) {
        return devices.subList(0, plant.cmtss()).get(cmts);
    }

    /// To which UDP port modems upload: of the lab's own TFTP server on 127.0.0.1, if it has one.
    public int tftpPort() {
        return pnm.tftpPort();
    }

    public boolean hasSsh() {
        return ssh != null;
    }

    /// The SSH host of the TFTP directory.
    ///
    /// @throws IllegalStateException if it was not asked for
    public SshHost ssh() {
        if (ssh == null) {
            throw new IllegalStateException("this lab has no SSH host");
        }
        return ssh;
    }

    /// Modem `n`, from 0.
    public Device modem(int modem) {
        return devices.get(plant.cmtss() + modem);
    }

    /// How many modems are simulated.
    public int modems() {
        return plant.modems();
    }

    /// Addresses, MACs and states by number.
    public Plant plant() {
        return plant;
    }

    /// The CMTSs, then the modems in their order.
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
        background.close();
        closeAll(ssh, tftp);
    }
}
