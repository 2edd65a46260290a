package io.pypnm.remote.gateway.pnm.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pypnm.remote.gateway.pnm.Captures;
import io.pypnm.remote.gateway.pnm.SampleFiles;
import io.pypnm.remote.gateway.pnm.capture.LabelledCapture;
import io.pypnm.remote.gateway.pnm.plot.Layer;
import io.pypnm.remote.gateway.pnm.plot.Plot;
import io.pypnm.remote.gateway.pnm.plot.PlotImages;
import io.pypnm.remote.gateway.pnm.plot.Sheet;
import io.pypnm.remote.gateway.pnm.series.ComplexSeries;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CapturePicturesTest {
    private static final String CHANNEL_193 = "pnn4-rxmer-demo-ch193-1764820677.bin";
    private static final String CHANNEL_194 = "pnn4-rxmer-demo-ch194-1764820674.bin";

    @Test
    void channelsOfAModemShareOneAxisThatEndsWhereTheyDo() throws Exception {
        Sheet sheet =
                CapturePictures.of(List.of(Captures.sample(CHANNEL_193, "193"), Captures.sample(CHANNEL_194, "194")));

        Plot plot = sheet.plots().getFirst();
        assertThat(plot.x().min()).isEqualTo(835.0);
        assertThat(plot.x().max()).isEqualTo(1216.975);
        assertThat(plot.title()).isEqualTo("Downstream RxMER   a4:b1:c2:00:00:11   channels 193, 194");
        assertThat(plot.details().getFirst()).isEqualTo("2026-11-24 04:20:00 UTC   agent jump-01");
        assertThat(plot.details().get(1))
                .isEqualTo("channel 193   mean 44.99 dB   deviation 0.90 dB   lowest 33.00 dB"
                        + "   2 % at or below 43.25 dB   carries 4096-QAM");
        assertThat(layers(plot, Layer.Line.class).map(Layer.Line::name)).containsExactly("channel 193", "channel 194");
        assertThat(svg(sheet)).contains(">835.000<", ">1216.975<", "Frequency (MHz)", "MER (dB)");
    }

    @Test
    void requiredMerOfTheHighestModulationsAreThresholds() throws Exception {
        Plot plot = only(CapturePictures.of(List.of(Captures.sample(CHANNEL_193, "193"))));

        assertThat(layers(plot, Layer.Threshold.class))
                .containsExactly(
                        new Layer.Threshold("1024-QAM  34 dB", 34),
                        new Layer.Threshold("2048-QAM  37 dB", 37),
                        new Layer.Threshold("4096-QAM  41 dB", 41));
        assertThat(plot.y().min()).isLessThanOrEqualTo(33);
    }

    @Test
    void upstreamHasNoThresholdsOfTheDownstream() throws Exception {
        Plot plot = only(
                CapturePictures.of(List.of(Captures.sample("synthetic-pnn105-us-ofdma-rxmer-standard.bin", "41"))));

        assertThat(plot.title()).startsWith("Upstream RxMER");
        assertThat(layers(plot, Layer.Threshold.class)).isEmpty();
    }

    @Test
    void excludedSubcarriersAreShadedAndNotDrawn() {
        Plot plot = only(CapturePictures.of(
                List.of(Captures.labelled(Captures.rxMer(160, 255, 255, 161), "33", Captures.TIME))));

        assertThat(layers(plot, Layer.Band.class)).singleElement().satisfies(band -> {
            assertThat(band.label()).isEqualTo("excluded");
            assertThat(band.from()).isCloseTo(600.025, within(1e-9));
            assertThat(band.to()).isCloseTo(600.125, within(1e-9));
        });
        Layer.Line line = layers(plot, Layer.Line.class).findFirst().orElseThrow();
        assertThat(IntStream.range(0, 4).mapToObj(k -> line.samples().y(k)))
                .containsExactly(40.0, Double.NaN, Double.NaN, 40.25);
    }

    /// A plot takes 1,000 layers; nothing in a capture may ask for more.
    @Test
    void bandsTooCloseToBeToldApartAreOne() {
        int[] everySecond =
                IntStream.range(0, 8_192).map(k -> k % 2 == 0 ? 160 : 255).toArray();

        Plot plot =
                only(CapturePictures.of(List.of(Captures.labelled(Captures.rxMer(everySecond), "33", Captures.TIME))));

        assertThat(layers(plot, Layer.Band.class)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        pnn2-channel-estimation-ch34.bin       | Channel estimate     | Amplitude (dB) | Group delay (ns)
        pnn3-constellation-ch34-qam256.bin     | Constellation        | 256-QAM   8,192 points   MER 39.94 dB | Q
        pnn5-histogram.bin                     | Downstream histogram | Hits | Amplitude (bin)
        pnn7-us-preeq-last-update-ch41.bin     | OFDMA pre-equaliser  | Amplitude (dB) | Group delay (ns)
        pnn8-fec-summary-10min-ch160.bin       | FEC summary          | Lost codewords (share) | profile 3
        pnn10-modulation-profile-ch34.bin      | Modulation profiles  | profile 3 | 4096-QAM
        snmp-amplitudedata-spectrum.bin        | Downstream spectrum  | 1026.500 | 1217.490
        """)
    void everyKindIsDrawn(String sample, String title, String text, String another) throws Exception {
        String svg = svg(CapturePictures.of(List.of(Captures.sample(sample, "7"))));

        assertThat(svg).contains(title, text, another, "a4:b1:c2:00:00:11", "channel 7", "jump-01");
    }

    @Test
    void tapsAreDrawnWithTheirResponse() {
        Sheet sheet = CapturePictures.of(
                List.of(Captures.labelled(Captures.equalizer(2, 0, 2000, -200), "3", Captures.TIME)));

        assertThat(sheet.plots()).hasSize(2);
        List<Layer.Bars> bars =
                layers(sheet.plots().getFirst(), Layer.Bars.class).toList();
        assertThat(bars.get(0).samples().x(0)).isEqualTo(2);
        assertThat(bars.get(0).samples().y(0)).isEqualTo(70);
        assertThat(bars.get(1).samples().y(0)).isZero();
        assertThat(bars.get(1).samples().y(1)).isCloseTo(50, within(1e-9));
        assertThat(svg(sheet)).contains("NMTER -20.0 dB");
    }

    /// What has nothing to draw is an empty plot that says so, never an error.
    @Test
    void captureWithoutValuesIsDrawnToo() {
        Stream.of(
                        Captures.rxMer(255, 255),
                        Captures.rxMer(160),
                        Captures.estimate(ComplexSeries.of(new short[8], ComplexSeries.Format.S2_13)),
                        Captures.fec(),
                        Captures.fec(7, 0, 0, 0))
                .map(capture -> Captures.labelled(capture, "", Captures.TIME))
                .forEach(capture -> assertThat(svg(CapturePictures.of(List.of(capture))))
                        .as("picture of %s", capture)
                        .contains("jump-01"));
    }

    @Test
    void capturesOfDifferentKindsAreRefused() throws Exception {
        List<LabelledCapture> mixed =
                List.of(Captures.sample(CHANNEL_193, "193"), Captures.sample(SampleFiles.CHANNEL_ESTIMATE, "34"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> CapturePictures.of(mixed))
                .withMessage("captures must be of one kind, are of 2");
        assertThatIllegalArgumentException().isThrownBy(() -> CapturePictures.of(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CapturePictures.of(Collections.nCopies(9, mixed.getFirst())))
                .withMessage("a picture has at most 8 captures, asked for are 9");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CapturePictures.history(List.of(mixed.getLast())))
                .withMessage("only RxMER is drawn over time");
    }

    @Test
    void captureHoldsUntilTheNextOneButNotForMuchLonger() {
        List<LabelledCapture> captures = new ArrayList<>(
                Stream.of(0, 60, 120, 600).map(second -> after(second, "33")).toList());
        Collections.reverse(captures);

        Plot plot = only(CapturePictures.history(captures));

        double start = Captures.TIME.getEpochSecond();
        assertThat(rows(plot).stream().map(row -> row.from() - start)).containsExactly(0.0, 60.0, 120.0, 600.0);
        assertThat(rows(plot).stream().map(row -> row.to() - start)).containsExactly(60.0, 120.0, 210.0, 660.0);
        assertThat(plot.details()).contains("4 captures   lowest MER where several subcarriers share a pixel");
    }

    @Test
    void channelsHaveRowsOfTheirOwn() {
        Plot plot = only(CapturePictures.history(List.of(after(0, "33"), after(1, "34"), after(60, "33"))));

        double start = Captures.TIME.getEpochSecond();
        assertThat(rows(plot).stream().map(row -> row.to() - row.from())).containsExactlyInAnyOrder(60.0, 60.0, 60.0);
        assertThat(plot.y().max()).isEqualTo(start + 120);
    }

    @Test
    void longHistoryShowsItsNewestPartAndSaysSo() {
        List<LabelledCapture> captures =
                IntStream.range(0, 401).mapToObj(k -> after(60 * k, "33")).toList();

        Plot plot = only(CapturePictures.history(captures));

        assertThat(rows(plot)).hasSize(400);
        assertThat(plot.y().min()).isEqualTo(Captures.TIME.getEpochSecond() + 60.0);
        assertThat(plot.details().get(1)).startsWith("the newest 400 of 401 captures");
    }

    private static LabelledCapture after(int seconds, String channel) {
        Instant time = Captures.TIME.plusSeconds(seconds);
        return Captures.labelled(Captures.rxMer(160, 161), channel, time);
    }

    private static List<Layer.HeatMap.Row> rows(Plot plot) {
        return layers(plot, Layer.HeatMap.class).findFirst().orElseThrow().rows();
    }

    private static <T extends Layer> Stream<T> layers(Plot plot, Class<T> kind) {
        return plot.layers().stream().filter(kind::isInstance).map(kind::cast);
    }

    private static Plot only(Sheet sheet) {
        assertThat(sheet.plots()).hasSize(1);
        return sheet.plots().getFirst();
    }

    private static String svg(Sheet sheet) {
        return new String(PlotImages.svg(sheet, sheet.size()), StandardCharsets.UTF_8);
    }
}
