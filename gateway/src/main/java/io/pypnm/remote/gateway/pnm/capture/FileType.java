package io.pypnm.remote.gateway.pnm.capture;

import java.util.Optional;
import java.util.stream.Stream;

/// The capture files that can be read, by the type in their fourth byte (DOCS-PNM-MIB, the `...FileName` objects).
public enum FileType {
    CHANNEL_ESTIMATE(2),
    CONSTELLATION(3),
    DS_RXMER(4),
    HISTOGRAM(5),
    US_PRE_EQUALIZER(6),
    US_PRE_EQUALIZER_UPDATE(7),
    FEC_SUMMARY(8),
    SPECTRUM(9),
    MODULATION_PROFILE(10),
    US_RXMER(105);

    private final int code;

    FileType(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Optional<FileType> of(int code) {
        return Stream.of(values()).filter(type -> type.code == code).findFirst();
    }
}
