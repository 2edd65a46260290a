package io.pypnm.remote.lab;

import io.pypnm.remote.lab.device.Communities;
import io.pypnm.remote.lab.plant.Plant;
import io.pypnm.remote.lab.signal.Templates;
import io.pypnm.remote.lab.tftp.TftpServer;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a lab consists of. What must not be shows when the lab starts.
///
/// @param base     the address of CMTS 0; the modems have the next ones, and further CMTSs those after them
/// @param port     UDP, the same for all devices; 0 picks one that is free
/// @param cmtss    1 to 16; modem n is on CMTS n modulo this
/// @param modems   simulated modems, 0 to 10,000
/// @param cmtsRows modems that the CMTSs list together, 0 to 1,000,000; never less than `modems`
/// @param seed     varies what differs from modem to modem
/// @param access   how the devices are talked to
/// @param pnm      how modems measure and upload
/// @param ssh      where uploads are read by SFTP; null without
public record LabConfig(
        Inet4Address base,
        int port,
        int cmtss,
        int modems,
        int cmtsRows,
        long seed,
        Access access,
        Pnm pnm,
        @Nullable Ssh ssh) {

    /// How the devices are talked to.
    ///
    /// @param maxMessageBytes no response has more octets: 484 to 65,507
    /// @param threads         that serve the sockets, 1 to 16
    public record Access(Communities cmts, Communities modems, int maxMessageBytes, int threads) {
        public Access {
            requireRange("threads", threads, 1, 16);
        }
    }

    /// How modems measure, and where their files go.
    ///
    /// @param measuring what a capture takes; 1 to 3 s in the field
    /// @param tftpPort  to which modems upload, whatever the address; with a directory, what the lab's own TFTP server
    ///                  listens at on 127.0.0.1, where 0 picks one
    /// @param directory of the lab's own TFTP server; null without one
    /// @param landing   how files come into the directory
    /// @param templates what modems tell instead of their own values
    public record Pnm(
            Duration measuring,
            int tftpPort,
            @Nullable Path directory,
            TftpServer.Landing landing,
            Templates templates) {
        public Pnm {
            requireRange("tftp port", tftpPort, 0, 65_535);
        }
    }

    /// The SSH host of the TFTP directory, on 127.0.0.1.
    ///
    /// @param folder for its keys and `known_hosts`
    /// @param port   0 picks one
    public record Ssh(Path folder, int port) {
        public Ssh {
            requireRange("ssh port", port, 0, 65_535);
        }
    }

    public LabConfig {
        requireRange("port", port, 0, 65_535);
        if (ssh != null && pnm.directory() == null) {
            throw new IllegalArgumentException("the SSH host needs the directory of the TFTP server");
        }
    }

    /// A CMTS at 127.20.0.1 with 10 modems, on a free port, with communities `lab-ro` and `lab-rw` and responses that
    /// fit one Ethernet frame. A capture takes 1 s, and uploads go to port 69, where the lab has no server.
    public static LabConfig defaults() {
        var access = new Access(Communities.DEFAULT, Communities.DEFAULT, 1472, 1);
        var pnm = new Pnm(Duration.ofSeconds(1), 69, null, TftpServer.Landing.WHOLE, Templates.NONE);
        return new LabConfig(Inet4Address.ofLiteral("127.20.0.1"), 0, 1, 10, 0, 1, access, pnm, null);
    }

    public LabConfig withBase(Inet4Address base) {
        return new LabConfig(base, port, cmtss, modems, cmtsRows, seed, access, pnm, ssh);
    }

    public LabConfig withPort(int port) {
        return new LabConfig(base, port, cmtss, modems, cmtsRows, seed, access, pnm, ssh);
    }

    public LabConfig withModems(int modems) {
        return new LabConfig(base, port, cmtss, modems, cmtsRows, seed, access, pnm, ssh);
    }

    public LabConfig withCmtsRows(int cmtsRows) {
        return new LabConfig(base, port, cmtss, modems, cmtsRows, seed, access, pnm, ssh);
    }

    public LabConfig withAccess(Access access) {
        return new LabConfig(base, port, cmtss, modems, cmtsRows, seed, access, pnm, ssh);
    }

    public LabConfig withCmtss(int cmtss) {
        return new LabConfig(base, port, cmtss, modems, cmtsRows, seed, access, pnm, ssh);
    }

    public LabConfig withPnm(Pnm pnm) {
        return new LabConfig(base, port, cmtss, modems, cmtsRows, seed, access, pnm, ssh);
    }

    public LabConfig withSsh(Ssh ssh) {
        return new LabConfig(base, port, cmtss, modems, cmtsRows, seed, access, pnm, ssh);
    }

    /// With captures that take this time, and a TFTP server of the lab's own on a free port.
    public LabConfig withTftp(Path directory, Duration measuring) {
        return withPnm(new Pnm(measuring, 0, directory, TftpServer.Landing.WHOLE, Templates.NONE));
    }

    Plant plant() {
        return new Plant(base, cmtss, modems, Math.max(modems, cmtsRows), seed);
    }

    private static void requireRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", is " + value);
        }
    }
}
