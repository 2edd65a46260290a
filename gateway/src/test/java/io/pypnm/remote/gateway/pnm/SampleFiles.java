package io.pypnm.remote.gateway.pnm;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// The captures in `samples`; the `NOTICE` there says where they come from.
public final class SampleFiles {
    public static final String RXMER = "pnn4-rxmer-ch34-25khz-7480sc.bin";
    public static final String RXMER_WITH_EXCLUSIONS = "synthetic-pnn4-rxmer-exclusions-50khz.bin";
    public static final String CHANNEL_ESTIMATE = "pnn2-channel-estimation-ch34.bin";
    public static final String FEC_SUMMARY = "pnn8-fec-summary-10min-ch160.bin";
    public static final String MODULATION_PROFILE = "pnn10-modulation-profile-ch34.bin";

    private SampleFiles() {}

    public static byte[] read(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(SampleFiles.class.getResourceAsStream("samples/" + name), name)) {
            return in.readAllBytes();
        }
    }
}
