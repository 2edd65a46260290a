package io.pypnm.remote.gateway.pnm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Captures of all kinds with a few bytes changed, most of them in the header, and some cut or made longer. The same
/// seed gives the same files.
public final class DamagedFiles {
    private static final int MAX_MUTATIONS = 8;
    private static final int HEADER_BYTES = 48;

    private static final List<String> SAMPLES = List.of(
            SampleFiles.RXMER,
            SampleFiles.RXMER_WITH_EXCLUSIONS,
            SampleFiles.CHANNEL_ESTIMATE,
            SampleFiles.FEC_SUMMARY,
            SampleFiles.MODULATION_PROFILE,
            "pnn3-constellation-ch34-qam256.bin",
            "pnn5-histogram.bin",
            "pnn7-us-preeq-last-update-ch41.bin",
            "pnn8-fec-summary-demo-ch193.bin",
            "pnn10-modulation-profile-demo-ch193.bin",
            "snmp-amplitudedata-spectrum.bin",
            "synthetic-pnm4-rxmer-unversioned.bin",
            "synthetic-pnn105-us-ofdma-rxmer-standard.bin");

    private final List<byte[]> samples = new ArrayList<>();
    private final SplittableRandom random;

    /// Starts from the samples.
    ///
    /// @param more files to start from
    public DamagedFiles(long seed, byte[]... more) throws IOException {
        for (String name : SAMPLES) {
            samples.add(SampleFiles.read(name));
        }
        samples.addAll(List.of(more));
        random = new SplittableRandom(seed);
    }

    /// The files before they were damaged.
    public List<byte[]> samples() {
        return List.copyOf(samples);
    }

    public byte[] next() {
        return damaged(samples.get(random.nextInt(samples.size())));
    }

    public byte[] damaged(byte[] sample) {
        byte[] file = switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(sample, random.nextInt(sample.length));
            case 1 -> Arrays.copyOf(sample, sample.length + random.nextInt(64));
            default -> sample.clone();
        };
        int mutations = file.length == 0 ? 0 : random.nextInt(MAX_MUTATIONS);
        for (int i = 0; i < mutations; i++) {
            int from = random.nextInt(3) == 0 ? 0 : Math.min(4, file.length - 1);
            int reach = random.nextInt(3) == 0 ? file.length : Math.min(HEADER_BYTES, file.length);
            file[random.nextInt(from, reach)] = mutant();
        }
        return file;
    }

    private byte mutant() {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> (byte) 0xFF;
            default -> (byte) random.nextInt();
        };
    }
}
