package io.pypnm.remote.gateway.pnm.json;

import io.pypnm.remote.gateway.pnm.analysis.EqualizerMetrics;
import io.pypnm.remote.gateway.pnm.capture.AtdmaPreEqualizer;
import java.io.IOException;
import java.util.Locale;

/// ATDMA pre-equalisers.
final class EqualizerJson {
    private EqualizerJson() {}

    static void write(AtdmaPreEqualizer capture, Members out) throws IOException {
        out.whole("main_tap", capture.mainTap());
        out.whole("taps_per_symbol", capture.tapsPerSymbol());
        out.whole("forward_taps", capture.forwardTaps());
        out.whole("reverse_taps", capture.reverseTaps());
        out.text("encoding", capture.encoding().name().toLowerCase(Locale.ROOT));
        EqualizerMetrics metrics = EqualizerMetrics.of(capture);
        out.object("key_metrics", () -> {
            out.number("mte", metrics.main());
            out.number("mtne", EqualizerMetrics.NOMINAL_MAIN);
            out.number("pre_mte", metrics.pre());
            out.number("post_mte", metrics.post());
            out.number("tte", metrics.total());
            out.number("mtc_db", metrics.mainTapCompressionDb());
            out.number("mtr_db", metrics.mainTapRatioDb());
            out.number("nmter_db", metrics.nonMainTapDb());
            out.number("pre_mtter_db", metrics.preMainTapDb());
            out.number("post_mtter_db", metrics.postMainTapDb());
            out.number("ppesr_db", metrics.postToPreDb());
            out.number("pptsr_db", metrics.neighbourDb());
        });
        out.whole("number_of_values", capture.taps().size());
        ResponseJson.pairs("values", capture.taps().size(), capture.taps(), out);
    }
}
