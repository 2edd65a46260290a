package io.pypnm.remote.lab.pnm;

import static io.pypnm.remote.lab.mib.Values.gauge;
import static io.pypnm.remote.lab.mib.Values.integer;
import static io.pypnm.remote.lab.mib.Values.octets;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.lab.device.Life;
import io.pypnm.remote.lab.device.Misbehaviour;
import io.pypnm.remote.lab.mib.MibView;
import io.pypnm.remote.lab.mib.Rows;
import io.pypnm.remote.lab.mib.Syntax;
import io.pypnm.remote.lab.pnm.CaptureKind.FileName;
import io.pypnm.remote.lab.pnm.CaptureKind.Parameter;
import io.pypnm.remote.lab.pnm.Measurement.Job;
import io.pypnm.remote.lab.pnm.Measurement.Result;
import io.pypnm.remote.lab.signal.OfdmChannel;
import io.pypnm.remote.lab.signal.PnmFile;
import io.pypnm.remote.lab.signal.RxMer;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What a CMTS captures itself: the RxMER of one modem on its OFDMA channel, as a file that it sends by itself and to
/// whose name it adds the time.
public final class PnmCmts {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("_yyyy-MM-dd_HH.mm.ss.SSS").withZone(ZoneOffset.UTC);
    private static final int US_RX_MER = 105;
    private static final int CCAP_ID_BYTES = 256;

    private static final int CM_MAC = 2;
    private static final int PRE_EQ = 3;
    private static final int AVERAGES = 4;
    private static final int DESTINATION = 7;

    /// docsPnmCmtsUsOfdmaRxMerTable.
    private static final CaptureKind KIND = new CaptureKind(
            Mibs.PNM.append(3, 7, 1),
            0,
            1,
            5,
            List.of(new FileName(6, "PNMCcapRxMER")),
            List.of(
                    new Parameter(CM_MAC, octets(Octets.of(new byte[6])), Syntax.octetsOf(6)),
                    new Parameter(PRE_EQ, integer(1), Syntax.integers(1, 2)),
                    new Parameter(AVERAGES, gauge(1), Syntax.unsigned(1, 255)),
                    new Parameter(DESTINATION, gauge(0), Syntax.unsigned(0, TransferTable.ROWS))),
            Map.of());

    private final String name;
    private final int ofdma;
    private final Life life;
    private final TransferTable transfers;

    private PnmCmts(String name, int ofdma, Life life, TransferTable transfers) {
        this.name = name;
        this.ofdma = ofdma;
        this.life = life;
        this.transfers = transfers;
    }

    /// Its objects, as after its start.
    ///
    /// @param name    its CCAP id
    /// @param address where its files come from
    /// @param ofdma   ifIndex of its OFDMA channel
    public static List<MibView> views(
            String name, InetAddress address, int ofdma, PnmSettings settings, Life life, Uplink uplink) {
        var cmts = new PnmCmts(name, ofdma, life, new TransferTable(address, settings, life, uplink));
        var device = new CaptureDevice(
                life,
                settings.measuring(),
                new TestLock(life),
                prefix -> prefix + "_" + name + "_" + ofdma,
                (file, content, job) -> cmts.transfers.send(job.parameter(DESTINATION), cmts.stamped(file), content));
        var rows = new Rows(1, 1, (_, _) -> ofdma);
        return List.of(new CaptureTable(KIND, rows, device, cmts::capture).view(), cmts.transfers);
    }

    private String stamped(Octets file) {
        return new String(file.toArray(), StandardCharsets.UTF_8)
                + STAMP.format(life.wall().instant());
    }

    private Result capture(Job job) {
        Octets mac = job.parameters().get(CM_MAC) instanceof SnmpValue.OctetString(Octets six) ? six : Octets.of();
        OfdmChannel upstream = OfdmChannel.UPSTREAM;
        RxMer whole = RxMer.measured(mac.hashCode(), job.run(), upstream);
        RxMer measured = job.truncated() ? whole.half() : whole;
        byte[] id = Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), CCAP_ID_BYTES);
        PnmFile file = PnmFile.of(US_RX_MER, !life.has(Misbehaviour.UNVERSIONED_FILES))
                .time(life.wall().instant())
                .u32(ofdma)
                .octets(Octets.of(id));
        if (life.has(Misbehaviour.WRITES_LONG_HEADERS)) {
            file.u32(ofdma).u16(0).u8(0);
        }
        file.octets(mac)
                .u16(job.parameter(AVERAGES))
                .u8(job.parameter(PRE_EQ))
                .u32(upstream.zeroFrequency())
                .u16(upstream.firstActive())
                .u8(upstream.spacingKhz())
                .u32(measured.quarters().length())
                .octets(measured.quarters());
        return new Result(List.of(file.bytes()), Map.of());
    }
}
