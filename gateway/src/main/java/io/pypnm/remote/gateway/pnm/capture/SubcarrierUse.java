package io.pypnm.remote.gateway.pnm.capture;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a profile does with a subcarrier, by the codes of modulation profile files. The code of a data subcarrier is
/// its number of bits.
public enum SubcarrierUse {
    ZERO_BIT_LOADED(0),
    CONTINUOUS_PILOT(1),
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
    QAM_16384(14),
    EXCLUSION(16),
    PLC(20);

    private static final List<Optional<SubcarrierUse>> BY_CODE = IntStream.range(0, 256)
            .mapToObj(
                    code -> Stream.of(values()).filter(use -> use.code == code).findFirst())
            .toList();

    private final int code;

    SubcarrierUse(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /// What a code means, if anything.
    ///
    /// @param code 0 to 255
    public static Optional<SubcarrierUse> of(int code) {
        return BY_CODE.get(code);
    }

    /// Of the data it carries; none for pilots, gaps and the PHY link channel.
    public Optional<Modulation> modulation() {
        return Modulation.ofBits(code);
    }
}
