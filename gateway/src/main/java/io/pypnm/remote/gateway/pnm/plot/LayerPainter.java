package io.pypnm.remote.gateway.pnm.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/// Draws the layers of one plot into its frame.
final class LayerPainter {
    /// As many as an OFDM channel of 192 MHz has subcarriers of 25 kHz, and then some.
    private static final int MAX_SAMPLES = 8_192;

    private final Graphics2D graphics;
    private final Frame frame;
    private final Legend legend;
    private int series;

    LayerPainter(Graphics2D graphics, Frame frame, Legend legend) {
        this.graphics = graphics;
        this.frame = frame;
        this.legend = legend;
    }

    /// What lies behind the grid.
    void paintBack(Plot plot) {
        clipped(() -> plot.layers().forEach(this::paintBack));
    }

    /// What lies before the grid.
    void paintFront(Plot plot) {
        clipped(() -> plot.layers().forEach(this::paintFront));
    }

    private void clipped(Runnable painting) {
        Shape before = graphics.getClip();
        graphics.setClip(frame.area());
        painting.run();
        graphics.setClip(before);
    }

    private void paintBack(Layer layer) {
        switch (layer) {
            case Layer.Band band -> paint(band);
            case Layer.HeatMap map -> paint(map);
            case Layer.Line _, Layer.Points _, Layer.Bars _, Layer.Threshold _ -> {}
        }
    }

    private void paintFront(Layer layer) {
        switch (layer) {
            case Layer.Line line -> paint(line);
            case Layer.Points points -> paint(points);
            case Layer.Bars bars -> paint(bars);
            case Layer.Threshold threshold -> paint(threshold);
            case Layer.Band _, Layer.HeatMap _ -> {}
        }
    }

    /// At least a pixel wide: one excluded subcarrier of 8,000 is still seen.
    private void paint(Layer.Band band) {
        double left = frame.x(band.from());
        double width = Math.max(1, frame.x(band.to()) - left);
        graphics.setColor(legend.colour(band));
        graphics.fill(new Rectangle2D.Double(
                left, frame.area().getY(), width, frame.area().getHeight()));
    }

    private void paint(Layer.HeatMap map) {
        graphics.setColor(Palette.EMPTY_CELL);
        graphics.fill(frame.area());
        // Smoothed edges of neighbours would let the ground shine through between them.
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
        Path2D[] shapes = HeatMapCells.shapes(map, frame);
        for (int colour = 0; colour < shapes.length; colour++) {
            if (shapes[colour].getCurrentPoint() != null) {
                graphics.setColor(Palette.scale(colour / (shapes.length - 1.0)));
                graphics.fill(shapes[colour]);
            }
        }
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    }

    private void paint(Layer.Line line) {
        Samples samples = line.samples().thinnedTo(MAX_SAMPLES);
        Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO, Math.max(1, samples.size()));
        boolean broken = true;
        for (int index = 0; index < samples.size(); index++) {
            if (samples.isGap(index)) {
                broken = true;
                continue;
            }
            double x = frame.x(samples.x(index));
            double y = frame.y(samples.y(index));
            if (!broken) {
                path.lineTo(x, y);
            } else if (index + 1 == samples.size() || samples.isGap(index + 1)) {
                dot(path, x, y);
            } else {
                path.moveTo(x, y);
                broken = false;
            }
        }
        graphics.setColor(nextColour());
        graphics.setStroke(samples.size() > frame.area().getWidth() ? Palette.DENSE_CURVE : Palette.CURVE);
        graphics.draw(path);
    }

    /// With round ends, a line of no length is one.
    private static void dot(Path2D path, double x, double y) {
        path.moveTo(x, y);
        path.lineTo(x, y);
    }

    private void paint(Layer.Points points) {
        Samples samples = points.samples();
        Path2D path = new Path2D.Double();
        for (int index = 0; index < Math.min(MAX_SAMPLES, samples.size()); index++) {
            if (!samples.isGap(index)) {
                dot(path, frame.x(samples.x(index)), frame.y(samples.y(index)));
            }
        }
        graphics.setColor(nextColour());
        graphics.setStroke(Palette.DOT);
        graphics.draw(path);
    }

    private void paint(Layer.Bars bars) {
        Path2D path = new Path2D.Double();
        double foot = frame.y(Math.clamp(0, frame.yAxis().min(), frame.yAxis().max()));
        double gap = frame.x(bars.width()) - frame.x(0) > 4 ? 1 : 0;
        for (int index = 0; index < bars.samples().size(); index++) {
            if (!bars.samples().isGap(index)) {
                double left = frame.x(bars.samples().x(index) - bars.width() / 2);
                double right = frame.x(bars.samples().x(index) + bars.width() / 2);
                double top = frame.y(bars.samples().y(index));
                path.append(
                        new Rectangle2D.Double(
                                left, Math.min(top, foot), Math.max(0.5, right - left - gap), Math.abs(foot - top)),
                        false);
            }
        }
        graphics.setColor(nextColour());
        graphics.fill(path);
    }

    private void paint(Layer.Threshold threshold) {
        double y = frame.y(threshold.at());
        graphics.setColor(Palette.THRESHOLD);
        graphics.setStroke(Palette.DASHES);
        graphics.draw(new Line2D.Double(frame.area().getX(), y, frame.area().getMaxX(), y));
    }

    private Color nextColour() {
        return Palette.series(series++);
    }
}
