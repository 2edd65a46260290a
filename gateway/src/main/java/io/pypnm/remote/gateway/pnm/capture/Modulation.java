package io.pypnm.remote.gateway.pnm.capture;

import java.util.Optional;
import java.util.stream.Stream;

/// The modulations of OFDM data subcarriers.
public enum Modulation {
    QPSK(2),
    QAM_16(4),
    QAM_64(6),
    QAM_128(7),
    QAM_256(8),
    QAM_512(9),
    QAM_1024(10),
    QAM_2048(11),
    QAM_4096(12),
    QAM_8192(13),
    QAM_16384(14);

    private final int bits;

    Modulation(int bits) {
        this.bits = bits;
    }

    /// Per symbol.
    public int bits() {
        return bits;
    }

    /// Points of the constellation.
    public int points() {
        return 1 << bits;
    }

    /// By the MIB's `DsOfdmModulationType`, where 1 is other and 2 zero-valued.
    public static Optional<Modulation> ofMib(int code) {
        int qpsk = 3;
        return code < qpsk
                ? Optional.empty()
                : Stream.of(values()).skip(code - qpsk).findFirst();
    }

    public static Optional<Modulation> ofBits(int bits) {
        return Stream.of(values()).filter(modulation -> modulation.bits == bits).findFirst();
    }
}
