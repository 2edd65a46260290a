package io.pypnm.remote.gateway.pnm.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/// Names curves and shaded bands, in one line over the plot, and gives each its colour.
///
/// @param series names of the layers that are a series, in their order; those without a name are not shown
/// @param bands  the different labels of bands
record Legend(List<String> series, List<String> bands) {
    private static final int SWATCH = 18;
    private static final int GAP = 6;
    private static final int BETWEEN = 22;

    static Legend of(Plot plot) {
        List<String> series = new ArrayList<>();
        List<String> bands = new ArrayList<>();
        for (Layer layer : plot.layers()) {
            switch (layer) {
                case Layer.Line line -> series.add(line.name());
                case Layer.Points points -> series.add(points.name());
                case Layer.Bars bars -> series.add(bars.name());
                case Layer.Band band -> {
                    if (!bands.contains(band.label())) {
                        bands.add(band.label());
                    }
                }
                case Layer.Threshold _, Layer.HeatMap _ -> {}
            }
        }
        return new Legend(series, bands);
    }

    boolean isEmpty() {
        return series.stream().allMatch(String::isEmpty) && bands.stream().allMatch(String::isEmpty);
    }

    Color colour(Layer.Band band) {
        return Palette.band(bands.indexOf(band.label()));
    }

    /// @param baseline of the text, which starts at `x` and ends at `maxX` at the latest
    void paint(Graphics2D graphics, Font font, double x, double maxX, double baseline) {
        graphics.setFont(font);
        double next = x;
        for (int index = 0; index < series.size(); index++) {
            next = entry(graphics, series.get(index), Palette.series(index), 3, next, maxX, baseline);
        }
        for (int index = 0; index < bands.size(); index++) {
            next = entry(graphics, bands.get(index), Palette.band(index), 10, next, maxX, baseline);
        }
    }

    private static double entry(
            Graphics2D graphics, String name, Color colour, int height, double x, double maxX, double baseline) {
        double width = Typeface.width(name, graphics.getFont());
        if (name.isEmpty() || x + SWATCH + GAP + width > maxX) {
            return x;
        }
        graphics.setColor(colour);
        graphics.fill(new Rectangle2D.Double(x, baseline - 4 - height / 2.0, SWATCH, height));
        graphics.setColor(Palette.INK);
        graphics.drawString(name, (float) (x + SWATCH + GAP), (float) baseline);
        return x + SWATCH + GAP + width + BETWEEN;
    }
}
