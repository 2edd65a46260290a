package io.pypnm.remote.lab;

import io.pypnm.remote.lab.device.Communities;
import io.pypnm.remote.lab.plant.Plant;
import java.net.Inet4Address;

/// What a lab consists of. What must not be shows when the lab starts.
///
/// @param base            the CMTS's address; the modems have the next ones
/// @param port            UDP, the same for all devices; 0 picks one that is free
/// @param modems          simulated modems, 0 to 10,000
/// @param cmtsRows        modems that the CMTS lists, 0 to 1,000,000; never less than `modems`
/// @param seed            varies what differs from modem to modem
/// @param access          how the devices are talked to
public record LabConfig(Inet4Address base, int port, int modems, int cmtsRows, long seed, Access access) {

    /// How the devices are talked to.
    ///
    /// @param maxMessageBytes no response has more octets: 484 to 65,507
    /// @param threads         that serve the sockets, 1 to 16
    public record Access(Communities cmts, Communities modems, int maxMessageBytes, int threads) {
        public Access {
            requireRange("threads", threads, 1, 16);
        }
    }

    public LabConfig {
        requireRange("port", port, 0, 65_535);
    }

    /// A CMTS at 127.20.0.1 with 10 modems, on a free port, with communities `lab-ro` and `lab-rw` and responses that
    /// fit
    /// one Ethernet frame.
    public static LabConfig defaults() {
        var access = new Access(Communities.DEFAULT, Communities.DEFAULT, 1472, 1);
        return new LabConfig(Inet4Address.ofLiteral("127.20.0.1"), 0, 10, 0, 1, access);
    }

    public LabConfig withBase(Inet4Address base) {
        return new LabConfig(base, port, modems, cmtsRows, seed, access);
    }

    public LabConfig withPort(int port) {
        return new LabConfig(base, port, modems, cmtsRows, seed, access);
    }

    public LabConfig withModems(int modems) {
        return new LabConfig(base, port, modems, cmtsRows, seed, access);
    }

    public LabConfig withCmtsRows(int cmtsRows) {
        return new LabConfig(base, port, modems, cmtsRows, seed, access);
    }

    public LabConfig withAccess(Access access) {
        return new LabConfig(base, port, modems, cmtsRows, seed, access);
    }

    Plant plant() {
        return new Plant(base, modems, Math.max(modems, cmtsRows), seed);
    }

    private static void requireRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", is " + value);
        }
    }
}
