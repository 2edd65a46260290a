package io.pypnm.remote.lab.pnm;

import static io.pypnm.remote.lab.mib.Values.gauge;
import static io.pypnm.remote.lab.mib.Values.integer;

import io.pypnm.remote.lab.device.Life;
import io.pypnm.remote.lab.device.Misbehaviour;
import io.pypnm.remote.lab.mib.Column;
import io.pypnm.remote.lab.mib.DeferredView;
import io.pypnm.remote.lab.mib.MibView;
import io.pypnm.remote.lab.mib.OptionalView;
import io.pypnm.remote.lab.mib.Rows;
import io.pypnm.remote.lab.mib.Table;
import io.pypnm.remote.lab.signal.OfdmChannel;
import io.pypnm.remote.lab.signal.PnmFile;
import java.util.ArrayList;
import java.util.List;

/// What makes a cable modem one of DOCSIS 3.1: its OFDM channels and what can be captured on them.
public final class PnmModem {
    private static final int DOCSIS_30 = 4;
    private static final int DOCSIS_31 = 5;

    private final CableModem modem;
    private final PnmSettings settings;
    private final Life life;
    private final TestLock lock;
    private final BulkDestination destination;
    private final BulkFiles files;
    private final List<OfdmChannel> downstream;

    private PnmModem(CableModem modem, PnmSettings settings, Life life, Uplink uplink) {
        this.modem = modem;
        this.settings = settings;
        this.life = life;
        lock = new TestLock(life);
        destination = new BulkDestination(modem, settings, life, uplink, lock);
        files = new BulkFiles(life, destination);
        downstream = settings.templates().downstream();
    }

    /// Its objects, as after its start.
    public static List<MibView> views(CableModem modem, PnmSettings settings, Life life, Uplink uplink) {
        return List.of(
                UpstreamCaptures.CHANNELS,
                new DeferredView(Mibs.DOCSIS, () -> new PnmModem(modem, settings, life, uplink).views()));
    }

    /// How many downstream OFDM channels the modem has now: 0 to 2.
    public static int channels(Life life) {
        return life.has(Misbehaviour.OFDM_CHANNELS)
                ? life.number(Misbehaviour.OFDM_CHANNELS)
                : OfdmChannel.DOWNSTREAM.size();
    }

    private List<MibView> views() {
        List<MibView> of31 = new ArrayList<>();
        var upstream = new UpstreamCaptures(this);
        of31.add(downstreamChannels());
        of31.add(upstreamChannels());
        of31.add(destination.view());
        of31.add(files.view());
        of31.add(lock.view());
        new DownstreamCaptures(this).tables().forEach(table -> of31.add(table.view()));
        of31.add(upstream.preEqualisation().view());
        of31.addAll(new SpectrumCapture(this).views());
        List<MibView> all = new ArrayList<>();
        all.add(Table.ofScalars(
                Mibs.IF31, Column.computed(1, _ -> integer(channels(life) > 0 ? DOCSIS_31 : DOCSIS_30))));
        all.add(upstream.atdma());
        of31.forEach(view -> all.add(new OptionalView(view, () -> channels(life) > 0)));
        return all;
    }

    CableModem identity() {
        return modem;
    }

    Life life() {
        return life;
    }

    PnmSettings settings() {
        return settings;
    }

    /// As its captures see it.
    CaptureDevice device() {
        return new CaptureDevice(
                life, settings.measuring(), lock, this::defaultName, (name, file, _) -> files.keep(name, file));
    }

    private String defaultName(String prefix) {
        return prefix + "_" + modem.mac().hex() + "_" + life.wall().instant().getEpochSecond();
    }

    /// Begins a file that has no capture time.
    PnmFile file(int type) {
        return PnmFile.of(type, !life.has(Misbehaviour.UNVERSIONED_FILES));
    }

    /// Begins a file captured now.
    PnmFile captured(int type) {
        return file(type).time(life.wall().instant());
    }

    List<OfdmChannel> downstream() {
        return downstream;
    }

    Rows downstreamRows() {
        return new Rows(() -> channels(life), 1, (row, _) -> downstream.get(row).ifIndex());
    }

    private static Rows upstreamRows() {
        return new Rows(1, 1, (_, _) -> OfdmChannel.UPSTREAM.ifIndex());
    }

    /// docsIf31CmDsOfdmChanTable.
    private MibView downstreamChannels() {
        List<OfdmChannel> channels = downstream;
        return new Table(
                Mibs.IF31.append(9, 1),
                downstreamRows(),
                List.of(
                        Column.computed(1, row -> gauge(channels.get(row).channelId())),
                        Column.computed(2, row -> integer(row == 0 ? 2 : 4)),
                        Column.computed(3, row -> gauge(channels.get(row).zeroFrequency())),
                        Column.computed(4, row -> gauge(channels.get(row).firstActive())),
                        Column.computed(5, row -> gauge(channels.get(row).lastActive())),
                        Column.computed(6, row -> gauge(channels.get(row).count())),
                        Column.computed(7, row -> integer(channels.get(row).spacingKhz())),
                        Column.constant(8, integer(512)),
                        Column.constant(9, integer(128)),
                        Column.computed(
                                10,
                                row -> gauge(channels.get(row)
                                        .frequency(channels.get(row).count() / 2))),
                        Column.constant(11, gauge(48)),
                        Column.constant(12, gauge(16))));
    }

    /// docsIf31CmUsOfdmaChanTable.
    private static MibView upstreamChannels() {
        OfdmChannel channel = OfdmChannel.UPSTREAM;
        return new Table(
                Mibs.IF31.append(13, 1),
                upstreamRows(),
                List.of(
                        Column.constant(2, gauge(channel.zeroFrequency())),
                        Column.constant(3, gauge(channel.firstActive())),
                        Column.constant(4, gauge(channel.lastActive())),
                        Column.constant(5, gauge(channel.count())),
                        Column.constant(6, integer(channel.spacingKhz())),
                        Column.constant(11, integer(1)),
                        Column.constant(12, gauge(channel.channelId()))));
    }
}
