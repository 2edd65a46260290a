package io.pypnm.remote.gateway.pnm.picture;

import io.pypnm.remote.gateway.pnm.capture.Modulation;

/// What pictures call a modulation.
final class Names {
    private Names() {}

    static String of(Modulation modulation) {
        return modulation == Modulation.QPSK ? "QPSK" : modulation.points() + "-QAM";
    }
}
