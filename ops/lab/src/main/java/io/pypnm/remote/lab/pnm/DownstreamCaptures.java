package io.pypnm.remote.lab.pnm;

import static io.pypnm.remote.lab.mib.Values.integer;

import io.pypnm.remote.lab.device.Life;
import io.pypnm.remote.lab.device.Misbehaviour;
import io.pypnm.remote.lab.mib.Rows;
import io.pypnm.remote.lab.pnm.Measurement.Job;
import io.pypnm.remote.lab.pnm.Measurement.Result;
import io.pypnm.remote.lab.signal.OfdmChannel;
import io.pypnm.remote.lab.signal.PnmFile;
import io.pypnm.remote.lab.signal.Response;
import io.pypnm.remote.lab.signal.RxMer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// What can be captured on the downstream OFDM channels.
final class DownstreamCaptures {
    private static final int MAC_LAYER = 2;
    private static final int HISTOGRAM_BINS = 256;
    private static final int PLC = 20;
    private static final int PLC_SUBCARRIERS = 16;

    private final PnmModem modem;
    private final Life life;

    DownstreamCaptures(PnmModem modem) {
        this.modem = modem;
        this.life = modem.life();
    }

    List<CaptureTable> tables() {
        Rows channels = modem.downstreamRows();
        return List.of(
                new CaptureTable(Kinds.CHANNEL_ESTIMATE, channels, modem.device(), this::channelEstimate),
                new CaptureTable(Kinds.CONSTELLATION, channels, modem.device(), this::constellation),
                new CaptureTable(Kinds.RX_MER, channels, modem.device(), this::rxMer),
                new CaptureTable(Kinds.FEC_SUMMARY, channels, modem.device(), this::fecSummary),
                new CaptureTable(Kinds.HISTOGRAM, new Rows(1, 1, (_, _) -> MAC_LAYER), modem.device(), new Histogram()),
                new CaptureTable(Kinds.MODULATION_PROFILE, channels, modem.device(), this::modulationProfile));
    }

    private OfdmChannel channel(Job job) {
        return modem.downstream().get(job.row());
    }

    private long seed() {
        return modem.identity().seed();
    }

    /// Random numbers of one capture.
    private SplittableRandom random(Job job, int kind) {
        return new SplittableRandom((seed() * 41 + kind) * 65_536 + job.row() * 4_096L + job.run());
    }

    /// The head that RxMER and channel estimate share.
    private PnmFile carrierFile(int type, OfdmChannel channel) {
        return modem.captured(type)
                .u8(channel.channelId())
                .octets(modem.identity().mac())
                .u32(channel.zeroFrequency())
                .u16(channel.firstActive())
                .u8(channel.spacingKhz());
    }

    private Result rxMer(Job job) {
        RxMer measured = modem.settings()
                .templates()
                .rxMer(seed(), job.run(), channel(job))
                .excluding(life.has(Misbehaviour.EXCLUDES_BANDS));
        RxMer kept = job.truncated() ? measured.half() : measured;
        byte[] file = carrierFile(4, kept.channel())
                .u32(kept.quarters().length())
                .octets(kept.quarters())
                .bytes();
        return new Result(List.of(file), kept.figures(job.parameter(2)));
    }

    private Result channelEstimate(Job job) {
        Response measured = Response.measured(seed(), job.run(), channel(job));
        Response kept = job.truncated() ? measured.half() : measured;
        PnmFile file = carrierFile(2, kept.channel());
        kept.write(file, 13);
        return new Result(List.of(file.bytes()), kept.figures());
    }

    /// Points of a square grid, scaled to a mean power of 1, with noise 40 dB below it.
    private Result constellation(Job job) {
        // As docsPnmCmDsConstDispSelModOrder counts them: 256-QAM, 1024-QAM, 4096-QAM.
        int order = 7 + 2 * Math.min(job.parameter(2), 2);
        int side = 1 << ((order + 1) / 2);
        int asked = job.parameter(3);
        int symbols = job.truncated() ? asked / 2 : asked;
        OfdmChannel channel = channel(job);
        PnmFile file = modem.captured(3)
                .u8(channel.channelId())
                .octets(modem.identity().mac())
                .u32(channel.zeroFrequency())
                .u16(order)
                .u16(symbols)
                .u8(channel.spacingKhz())
                .u32(4L * symbols);
        double scale = 1 / Math.sqrt(2 * (side * side - 1) / 3.0);
        SplittableRandom random = random(job, 3);
        for (int i = 0; i < 2 * symbols; i++) {
            double point = (2 * random.nextInt(side) - side + 1) * scale;
            file.fixed(point + 0.01 / Math.sqrt(2) * random.nextGaussian(), 13);
        }
        return new Result(List.of(file.bytes()), Map.of(4, integer(order)));
    }

    /// Codewords of the NCP (255) and of the profiles 0 to 3, second by second or minute by minute, to a second before
    /// now.
    private Result fecSummary(Job job) {
        boolean day = job.parameter(1) == 3;
        int sets = (day ? 1_440 : 600) / (job.truncated() ? 2 : 1);
        int step = day ? 60 : 1;
        Instant last = life.wall().instant().minusSeconds(1);
        List<Integer> profiles = List.of(255, 0, 1, 2, 3);
        PnmFile file = modem.file(8)
                .u8(channel(job).channelId())
                .octets(modem.identity().mac())
                .u8(job.parameter(1))
                .u8(profiles.size());
        SplittableRandom random = random(job, 8);
        for (int profile : profiles) {
            file.u8(profile).u16(sets);
            for (int i = 0; i < sets; i++) {
                long total = step * (profile == 255 ? 15_000L : 2_000L + random.nextInt(500));
                boolean burst = seed() % 4 == 0 && profile == 3 && random.nextInt(100) == 0;
                file.u32(last.getEpochSecond() - (long) step * (sets - 1 - i))
                        .u32(total)
                        .u32(random.nextInt(20))
                        .u32(burst ? random.nextInt(50) : 0);
            }
        }
        return new Result(List.of(file.bytes()), Map.of());
    }

    /// Three profiles: 4096-QAM, 1024-QAM and 512-QAM in turn, 256-QAM; the PLC in the middle of each.
    private Result modulationProfile(Job job) {
        OfdmChannel channel = job.truncated() ? channel(job).half() : channel(job);
        PnmFile file = modem.captured(10)
                .u8(channel.channelId())
                .octets(modem.identity().mac())
                .u8(3)
                .u32(channel.zeroFrequency())
                .u16(channel.firstActive())
                .u8(channel.spacingKhz())
                .u32(3 * 3 + 12 + 14 + 12);
        profile(file.u8(3).u16(12), channel, 12);
        profile(file.u8(1).u16(14), channel, 10, 9);
        profile(file.u8(0).u16(12), channel, 8);
        return new Result(List.of(file.bytes()), Map.of());
    }

    /// Writes the runs of one profile.
    ///
    /// @param modulations one for all subcarriers, or two in turn
    private static void profile(PnmFile file, OfdmChannel channel, int... modulations) {
        int before = (channel.count() - PLC_SUBCARRIERS) / 2;
        run(file, before, modulations);
        run(file, PLC_SUBCARRIERS, PLC);
        run(file, channel.count() - PLC_SUBCARRIERS - before, modulations);
    }

    private static void run(PnmFile file, int subcarriers, int... modulations) {
        file.u8(modulations.length - 1);
        for (int modulation : modulations) {
            file.u8(modulation);
        }
        file.u16(subcarriers);
    }

    /// A bell of hits. It takes as many usual times as its time-out has seconds.
    private final class Histogram implements Measurement {
        @Override
        public Result measure(Job job) {
            PnmFile file = modem.captured(5)
                    .octets(modem.identity().mac())
                    .u8(2)
                    .u32(4)
                    .u32(1 << 24);
            int bins = job.truncated() ? HISTOGRAM_BINS / 2 : HISTOGRAM_BINS;
            file.u32(4L * bins);
            for (int i = 0; i < bins; i++) {
                double away = (i - 127.5) / 40;
                file.u32(Math.round(30_000_000 * Math.exp(-away * away / 2)));
            }
            return new Result(List.of(file.bytes()), Map.of());
        }

        @Override
        public Duration takes(Job job, Duration usually) {
            return usually.multipliedBy(job.parameter(2));
        }
    }
}
