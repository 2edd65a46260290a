package io.pypnm.remote.gateway.pnm.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlotImagesTest {
    /// As the golden sample pnn4-rxmer-demo-ch193 has them.
    private static final int SUBCARRIERS = 7_600;
    private static final double FIRST_MHZ = 835;
    private static final double LAST_MHZ = 1024.975;
    private static final double SUNK_DB = 21;

    @Test
    void svgHasTitleAxesTicksAndAPointForEverySample() throws Exception {
        SvgPicture svg = SvgPicture.of(rxMer(), ImageSize.DEFAULT);

        assertThat(svg.texts())
                .contains("RxMER a4:b1:c2:00:00:11", "channel 193", "Frequency (MHz)", "MER (dB)", "agent jump-1")
                .contains("840", "900", "1000", "1020", "25", "45", "excluded", "4096-QAM 41 dB");
        assertThat(svg.elements("title"))
                .singleElement()
                .satisfies(title -> assertThat(title.getTextContent()).isEqualTo("RxMER a4:b1:c2:00:00:11"));
        assertThat(svg.curve()).hasSize(SUBCARRIERS - 100);
    }

    @Test
    void svgIsVectorOnly() throws Exception {
        SvgPicture line = SvgPicture.of(rxMer(), ImageSize.DEFAULT);
        SvgPicture map = SvgPicture.of(history(), ImageSize.DEFAULT);

        assertThat(line.elements("image")).isEmpty();
        assertThat(map.elements("image")).isEmpty();
        assertThat(map.elements("foreignObject")).isEmpty();
    }

    /// The curve goes from edge to edge of the axis, and a frequency stands where its tick does.
    @Test
    void frequenciesLieWhereTheAxisSays() throws Exception {
        SvgPicture svg = SvgPicture.of(rxMer(), ImageSize.DEFAULT);

        List<SvgPicture.Point> curve = svg.curve();
        double left = curve.getFirst().x();
        double right = curve.getLast().x();
        double at1000 = left + (1_000 - FIRST_MHZ) / (LAST_MHZ - FIRST_MHZ) * (right - left);
        assertThat(svg.elements("line").map(line -> SvgPicture.number(line, "x1")))
                .anySatisfy(x -> assertThat(x).isCloseTo(at1000, within(0.02)));
        assertThat(centre(svg, "1000")).isCloseTo(at1000, within(0.5));
        assertThat(SvgPicture.number(svg.text("4096-QAM 41 dB"), "x")).isGreaterThan(right);
    }

    @Test
    void oneDeepSubcarrierIsTheLowestPointOfTheCurve() throws Exception {
        SvgPicture svg = SvgPicture.of(rxMer(), ImageSize.DEFAULT);

        List<SvgPicture.Point> curve = svg.curve();
        int lowest = IntStream.range(0, curve.size())
                .reduce((a, b) -> curve.get(b).y() > curve.get(a).y() ? b : a)
                .orElseThrow();
        assertThat(lowest).isEqualTo(1_500);
    }

    @Test
    void plotsUnderEachOtherHaveOneAxis() throws Exception {
        Plot wide = new Plot("", List.of(), Axis.of("x", 0, 1), Axis.of("wide labels", 0, 4_000_000), List.of(), "");

        SvgPicture svg = SvgPicture.of(new Sheet(List.of(rxMer(), wide), 1), new ImageSize(1_200, 840));

        assertThat(svg.texts()).contains("MER (dB)", "wide labels", "4,000,000");
        List<Double> frames = svg.elements("rect")
                .filter(rectangle -> rectangle.getAttribute("style").contains("fill:none")
                        || rectangle.getAttribute("fill").equals("none"))
                .map(rectangle -> SvgPicture.number(rectangle, "x"))
                .toList();
        assertThat(frames).hasSize(2);
        assertThat(frames.get(0)).isEqualTo(frames.get(1));
    }

    @Test
    void sheetHasAtLeastOnePlotAndNotTooMany() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Sheet(List.of(), 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sheet(Collections.nCopies(17, rxMer()), 1))
                .withMessage("plots must be 1 to 16, are 17");
    }

    @Test
    void labelsOfThresholdsNeverCoverEachOther() throws Exception {
        List<Layer> close = List.of(
                new Layer.Threshold("one", 37), new Layer.Threshold("two", 37.1), new Layer.Threshold("three", 37.2));
        Plot plot = new Plot("t", List.of(), Axis.of("x", 0, 1), Axis.of("y", 20, 50), close, "");

        SvgPicture svg = SvgPicture.of(plot, ImageSize.DEFAULT);

        List<Double> baselines = Stream.of("one", "two", "three")
                .map(label -> SvgPicture.number(svg.text(label), "y"))
                .toList();
        assertThat(baselines.get(0) - baselines.get(1)).isGreaterThanOrEqualTo(12);
        assertThat(baselines.get(1) - baselines.get(2)).isGreaterThanOrEqualTo(12);
    }

    @Test
    void hostileTextStaysText() throws Exception {
        String hostile = "</text><script>alert(1)</script>&amp;\"'";
        Plot plot = new Plot(
                hostile,
                List.of("nul \0 escape \u001b lone \ud800 override \u202e"),
                Axis.of(hostile, 0, 1),
                Axis.of("y", 0, 1),
                List.of(new Layer.Band(hostile, 0.2, 0.3), new Layer.Threshold(hostile, 0.5)),
                hostile);

        SvgPicture svg = SvgPicture.of(plot, ImageSize.DEFAULT);

        assertThat(svg.elements("script")).isEmpty();
        assertThat(svg.texts()).contains(hostile, "nul \uFFFD escape \uFFFD lone \uFFFD override \uFFFD");
        assertThat(PlotImages.png(Sheet.of(plot), ImageSize.DEFAULT)).isNotEmpty();
    }

    @Test
    void textThatDoesNotFitIsCut() throws Exception {
        Plot plot = new Plot(
                "x".repeat(10_000), List.of(), Axis.of("x", 0, 1), Axis.of("y", 0, 1), List.of(), "😀".repeat(2_000));

        SvgPicture svg = SvgPicture.of(plot, ImageSize.DEFAULT);

        assertThat(svg.texts().getFirst()).hasSizeLessThan(200).endsWith("x…");
        assertThat(svg.texts().getLast()).hasSizeLessThan(400).endsWith("😀…");
    }

    @Test
    void pngHasItsSizeAndShowsTheCurve() throws Exception {
        ImageSize size = new ImageSize(900, 500);

        BufferedImage image = ImageIO.read(new ByteArrayInputStream(PlotImages.png(Sheet.of(rxMer()), size)));

        assertThat(image.getWidth()).isEqualTo(900);
        assertThat(image.getHeight()).isEqualTo(500);
        int[] pixels = image.getRGB(0, 0, 900, 500, null, 0, 900);
        assertThat(Arrays.stream(pixels).filter(pixel -> isNear(pixel, 0x0072B2)))
                .as("pixels of the curve's colour")
                .hasSizeGreaterThan(1_000);
        assertThat(Arrays.stream(pixels).filter(pixel -> isNear(pixel, 0xFFFFFF)))
                .as("pixels of paper")
                .hasSizeGreaterThan(pixels.length / 2);
    }

    /// Of the cells that share a column the lowest gives it its colour; where there are none, the ground stays.
    @Test
    void heatMapShowsTheDeepSubcarrierAndTheGap() throws Exception {
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(PlotImages.png(Sheet.of(history()), ImageSize.DEFAULT)));

        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        assertThat(Arrays.stream(pixels).filter(pixel -> isNear(pixel, 0x450457)))
                .as("pixels of the scale's foot, for 21 of 20 to 50 dB")
                .hasSizeGreaterThan(300);
        assertThat(Arrays.stream(pixels).filter(pixel -> isNear(pixel, 0xEDEEF0)))
                .as("pixels without a cell")
                .hasSizeGreaterThan(1_000);
    }

    @Test
    void largestPictureOfTheLargestSeriesIsDrawn() {
        double[] x = IntStream.range(0, 1 << 20).asDoubleStream().toArray();
        Plot plot = new Plot(
                "t",
                List.of(),
                Axis.of("x", 0, x.length),
                Axis.of("y", 0, 1),
                List.of(new Layer.Line("", Samples.of(x, new double[x.length]))),
                "");

        assertThat(PlotImages.svg(Sheet.of(plot), new ImageSize(4_000, 2_000))).hasSizeLessThan(300_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageSize(4_001, 2_000))
                .withMessage("image must be from 320 x 240 to 4000 x 2000 pixels, is 4001 x 2000");
    }

    @Test
    void smallestPictureIsDrawnWhateverIsOnIt() {
        assertThat(PlotImages.svg(Sheet.of(rxMer()), new ImageSize(320, 240))).isNotEmpty();
        assertThat(PlotImages.png(Sheet.of(history()), new ImageSize(320, 240))).isNotEmpty();
    }

    /// On a server without fontconfig the JDK loads no font by itself. An empty file in its place is as good as none.
    @Test
    void pictureNeedsNeitherFontconfigNorAFontOfTheMachine(@TempDir Path folder) throws Exception {
        Files.createFile(folder.resolve("libfontconfig.so.1"));
        Files.createFile(folder.resolve("libfontconfig.so"));
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Drawing.class.getName());
        java.environment().put("LD_LIBRARY_PATH", folder.toString());
        Process process = java.redirectErrorStream(true).start();

        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output).isEmpty();
        assertThat(process.exitValue()).isZero();
    }

    /// Draws both formats in a process of its own.
    static final class Drawing {
        static void main() {
            PlotImages.svg(Sheet.of(rxMer()), ImageSize.DEFAULT);
            PlotImages.png(Sheet.of(rxMer()), ImageSize.DEFAULT);
        }
    }

    private static Plot rxMer() {
        return new Plot(
                "RxMER a4:b1:c2:00:00:11",
                List.of("channel 193"),
                Axis.of("Frequency (MHz)", FIRST_MHZ, LAST_MHZ),
                Axis.of("MER (dB)", 20, 50),
                List.of(
                        new Layer.Band("excluded", frequency(3_000), frequency(3_100)),
                        new Layer.Line("", mer()),
                        new Layer.Threshold("4096-QAM 41 dB", 41)),
                "agent jump-1");
    }

    private static Plot history() {
        Instant start = Instant.parse("2026-11-20T00:00:00Z");
        List<Layer.HeatMap.Row> rows = IntStream.range(0, 20)
                .mapToDouble(row -> Axis.seconds(start) + row * 3_600)
                .mapToObj(from -> new Layer.HeatMap.Row(from, from + 3_600, mer()))
                .toList();
        return new Plot(
                "RxMER history",
                List.of(),
                Axis.of("Frequency (MHz)", FIRST_MHZ, LAST_MHZ),
                Axis.ofTime("Time (UTC)", start, start.plusSeconds(20 * 3_600)),
                List.of(new Layer.HeatMap("MER (dB)", 20, 50, rows)),
                "");
    }

    private static Samples mer() {
        double[] x = IntStream.range(0, SUBCARRIERS)
                .mapToDouble(PlotImagesTest::frequency)
                .toArray();
        double[] y = IntStream.range(0, SUBCARRIERS)
                .mapToDouble(index -> index >= 3_000 && index < 3_100 ? Double.NaN : 43 + index % 7 / 4.0)
                .toArray();
        y[1_500] = SUNK_DB;
        return Samples.of(x, y);
    }

    private static double frequency(int subcarrier) {
        return FIRST_MHZ + subcarrier * 0.025;
    }

    /// Where the middle of a text is, by the widths of its typeface.
    private static double centre(SvgPicture svg, String text) {
        return SvgPicture.number(svg.text(text), "x") + Typeface.width(text, Typeface.size(12)) / 2;
    }

    private static boolean isNear(int pixel, int colour) {
        return IntStream.of(0, 8, 16)
                .allMatch(shift -> Math.abs((pixel >> shift & 0xFF) - (colour >> shift & 0xFF)) <= 6);
    }
}
