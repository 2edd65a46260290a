package io.pypnm.remote.lab.pnm;

import static io.pypnm.remote.lab.mib.Values.integer;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.lab.device.Life;
import io.pypnm.remote.lab.device.Misbehaviour;
import io.pypnm.remote.lab.mib.Column;
import io.pypnm.remote.lab.mib.LiveColumn;
import io.pypnm.remote.lab.mib.MibView;
import io.pypnm.remote.lab.mib.Syntax;
import io.pypnm.remote.lab.mib.Table;
import io.pypnm.remote.lab.mib.Values;
import io.pypnm.remote.lab.tftp.TftpClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/// docsPnmBulkCtl: where files go. All but the last of its four objects can be changed only while no test runs.
final class BulkDestination {
    private static final System.Logger LOG = System.getLogger(BulkDestination.class.getName());
    private static final Oid CONTROL = Mibs.PNM.append(1, 1);
    private static final int AUTO_UPLOAD = 3;

    private final CableModem modem;
    private final PnmSettings settings;
    private final Life life;
    private final Uplink uplink;
    private final TestLock lock;
    private SnmpValue addressType = integer(0);
    private SnmpValue address = Values.text("");
    private SnmpValue path = Values.text("");
    private SnmpValue uploadControl = integer(AUTO_UPLOAD);

    BulkDestination(CableModem modem, PnmSettings settings, Life life, Uplink uplink, TestLock lock) {
        this.modem = modem;
        this.settings = settings;
        this.life = life;
        this.uplink = uplink;
        this.lock = lock;
    }

    MibView view() {
        return Table.ofScalars(
                CONTROL,
                whileReady(1, _ -> addressType, Syntax.integers(0, 4), (_, value) -> addressType = value),
                whileReady(2, _ -> address, Syntax.octetsOf(0, 4, 16), (_, value) -> address = value),
                whileReady(3, _ -> path, Syntax.octets(255), (_, value) -> path = value),
                new LiveColumn(
                        4,
                        _ -> uploadControl,
                        Syntax.integers(2, 3),
                        (_, _) -> true,
                        (_, value) -> uploadControl = value));
    }

    private Column whileReady(int arc, IntFunction<SnmpValue> value, Syntax syntax, LiveColumn.Store store) {
        return new LiveColumn(arc, value, syntax, (_, _) -> lock.ready(), store);
    }

    boolean uploadsByItself() {
        return uploadControl.equals(integer(AUTO_UPLOAD)) && octets(address).length() > 0;
    }

    /// One upload, to be carried out by a thread that may block.
    @FunctionalInterface
    interface Sending {
        /// Sends the file.
        boolean succeeds();
    }

    /// The upload of a file to where files go now.
    ///
    /// @param goesOn asked from time to time
    Sending sending(Octets name, ByteBuffer content, BooleanSupplier goesOn) {
        byte[] host = octets(address).toArray();
        String file = text(octets(path)) + text(name);
        Duration pause = Duration.ofMillis(life.number(Misbehaviour.UPLOADS_SLOWLY));
        return () -> {
            try {
                var server = new InetSocketAddress(InetAddress.getByAddress(host), settings.tftpPort());
                uplink.send(new TftpClient.Upload(server, modem.address(), file, content, pause, goesOn));
                return true;
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "upload of " + file + " failed", e);
                return false;
            }
        };
    }

    private static Octets octets(SnmpValue value) {
        return value instanceof SnmpValue.OctetString(Octets octets) ? octets : Octets.of();
    }

    private static String text(Octets octets) {
        return new String(octets.toArray(), StandardCharsets.UTF_8);
    }
}
