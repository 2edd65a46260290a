package io.pypnm.remote.lab.pnm;

import static io.pypnm.remote.lab.mib.Values.gauge;
import static io.pypnm.remote.lab.mib.Values.integer;
import static io.pypnm.remote.lab.mib.Values.octets;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.lab.mib.Column;
import io.pypnm.remote.lab.mib.MibView;
import io.pypnm.remote.lab.mib.Rows;
import io.pypnm.remote.lab.mib.Table;
import io.pypnm.remote.lab.pnm.Measurement.Job;
import io.pypnm.remote.lab.pnm.Measurement.Result;
import io.pypnm.remote.lab.signal.OfdmChannel;
import io.pypnm.remote.lab.signal.PnmFile;
import io.pypnm.remote.lab.signal.Response;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// The pre-equalisation of the upstream channels: of OFDMA by files, of ATDMA by an object.
final class UpstreamCaptures {
    private static final Rows ATDMA_ROW = new Rows(1, 1, (_, _) -> 4);

    /// docsIfUpstreamChannelTable, with the one ATDMA channel that every modem has.
    static final MibView CHANNELS = new Table(
            Oid.parse("1.3.6.1.2.1.10.127.1.1.2.1"),
            ATDMA_ROW,
            List.of(
                    Column.constant(1, integer(3)),
                    Column.constant(2, integer(30_600_000)),
                    Column.constant(3, integer(6_400_000)),
                    Column.constant(15, integer(2))));

    private static final int TAPS = 24;
    private static final int MAIN_TAP = 8;
    private static final int NOMINAL = 2_047;
    private static final int SUCCESS = 2;

    private final PnmModem modem;

    UpstreamCaptures(PnmModem modem) {
        this.modem = modem;
    }

    CaptureTable preEqualisation() {
        var rows = new Rows(1, 1, (_, _) -> OfdmChannel.UPSTREAM.ifIndex());
        return new CaptureTable(Kinds.PRE_EQUALISATION, rows, modem.device(), this::capture);
    }

    private Result capture(Job job) {
        Response whole = Response.measured(modem.identity().seed(), job.run(), OfdmChannel.UPSTREAM);
        Response applied = job.truncated() ? whole.half() : whole;
        Map<Integer, SnmpValue> columns = new HashMap<>();
        // The same figures as of a channel estimate; the last three lie two arcs further.
        applied.figures().forEach((arc, value) -> columns.put(arc < 7 ? arc : arc + 2, value));
        columns.put(7, integer(SUCCESS));
        return new Result(List.of(file(6, applied, 13), file(7, applied.scaled(0.17), 14)), columns);
    }

    private byte[] file(int type, Response response, int fractionBits) {
        OfdmChannel channel = response.channel();
        PnmFile file = modem.captured(type)
                .u8(channel.channelId())
                .octets(modem.identity().mac())
                .octets(modem.identity().cmtsMac())
                .u32(channel.zeroFrequency())
                .u16(channel.firstActive())
                .u8(channel.spacingKhz());
        response.write(file, fractionBits);
        return file.bytes();
    }

    /// docsIf3CmStatusUsTable of the ATDMA channel.
    MibView atdma() {
        return new Table(
                Mibs.IF3.append(2, 1),
                ATDMA_ROW,
                List.of(
                        Column.constant(1, integer(450)),
                        Column.constant(2, gauge(0)),
                        Column.constant(5, integer(2)),
                        Column.computed(6, _ -> octets(equaliser()))));
    }

    /// 24 taps whose main one is the eighth: main tap, taps per symbol, forward taps, reverse taps, then pairs of
    /// numbers.
    private Octets equaliser() {
        var random = new SplittableRandom(modem.identity().seed() * 43);
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * TAPS)
                .put((byte) MAIN_TAP)
                .put((byte) 1)
                .put((byte) TAPS)
                .put((byte) 0);
        for (int tap = 1; tap <= TAPS; tap++) {
            double level = 120 / (1.0 + Math.abs(tap - MAIN_TAP));
            boolean main = tap == MAIN_TAP;
            bytes.putShort((short) (main ? NOMINAL : Math.round(level * random.nextGaussian())));
            bytes.putShort((short) (main ? 0 : Math.round(level * random.nextGaussian())));
        }
        return Octets.of(bytes.array());
    }
}
