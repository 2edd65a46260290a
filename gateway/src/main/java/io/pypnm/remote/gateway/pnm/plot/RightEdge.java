package io.pypnm.remote.gateway.pnm.plot;

import io.pypnm.remote.gateway.pnm.plot.Axis.Tick;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.Comparator;
import java.util.List;

/// What stands right of a plot: the labels of its thresholds, and the colour scale of its heat map.
final class RightEdge {
    private static final int GAP = 8;
    private static final int LINE = 15;
    private static final int SCALE_GAP = 16;
    private static final int SCALE = 16;
    private static final int TICKS = 6;

    private final List<Layer.Threshold> thresholds;
    /// One at most: a second one would need a scale of its own.
    private final List<Layer.HeatMap> maps;
    private final Font font;

    RightEdge(Plot plot, Font font) {
        thresholds = plot.layers().stream()
                .filter(Layer.Threshold.class::isInstance)
                .map(Layer.Threshold.class::cast)
                .filter(threshold -> threshold.at() >= plot.y().min()
                        && threshold.at() <= plot.y().max())
                .sorted(Comparator.comparingDouble(Layer.Threshold::at))
                .toList();
        maps = plot.layers().stream()
                .filter(Layer.HeatMap.class::isInstance)
                .map(Layer.HeatMap.class::cast)
                .limit(1)
                .toList();
        this.font = font;
    }

    boolean hasScale() {
        return !maps.isEmpty();
    }

    /// In pixels, of what stands here.
    double width() {
        double labels = thresholds.stream()
                .mapToDouble(threshold -> GAP + Typeface.width(threshold.label(), font))
                .max()
                .orElse(GAP);
        double scale = maps.stream()
                .mapToDouble(heat -> SCALE_GAP + SCALE + GAP + widest(ticks(heat)) + GAP + LINE)
                .sum();
        return Math.max(labels, scale);
    }

    void paint(Graphics2D graphics, Frame frame) {
        graphics.setFont(font);
        paintThresholds(graphics, frame);
        maps.forEach(heat -> paintScale(graphics, frame, heat));
    }

    /// From the lowest up; one that would cover the one below is moved up, and says by its text where its line is.
    private void paintThresholds(Graphics2D graphics, Frame frame) {
        graphics.setColor(Palette.THRESHOLD);
        double free = Double.POSITIVE_INFINITY;
        for (Layer.Threshold threshold : thresholds) {
            double baseline = Math.min(frame.y(threshold.at()) + 4.5, free);
            graphics.drawString(threshold.label(), (float) (frame.area().getMaxX() + GAP), (float) baseline);
            free = baseline - LINE;
        }
    }

    private void paintScale(Graphics2D graphics, Frame frame, Layer.HeatMap heat) {
        Rectangle2D area = frame.area();
        double left = area.getMaxX() + SCALE_GAP;
        double step = area.getHeight() / HeatMapCells.COLOURS;
        for (int colour = 0; colour < HeatMapCells.COLOURS; colour++) {
            graphics.setColor(Palette.scale(colour / (HeatMapCells.COLOURS - 1.0)));
            // Each reaches under the next, so that no seam shows.
            double top = area.getMaxY() - (colour + 1) * step;
            graphics.fill(new Rectangle2D.Double(left, top, SCALE, Math.min(2 * step, area.getMaxY() - top)));
        }
        graphics.setColor(Palette.FRAME);
        graphics.setStroke(Palette.HAIR);
        graphics.draw(new Rectangle2D.Double(left, area.getY(), SCALE, area.getHeight()));
        Frame scale = new Frame(area, frame.xAxis(), axis(heat));
        for (Tick tick : ticks(heat)) {
            double y = scale.y(tick.at());
            graphics.setColor(Palette.FRAME);
            graphics.draw(new Line2D.Double(left + SCALE, y, left + SCALE + 4, y));
            graphics.setColor(Palette.INK);
            graphics.drawString(tick.label(), (float) (left + SCALE + GAP), (float) (y + 4.5));
        }
        double column = left + SCALE + GAP + widest(ticks(heat)) + GAP + LINE - 3;
        AffineTransform upright = graphics.getTransform();
        graphics.rotate(-Math.PI / 2, column, area.getCenterY());
        graphics.drawString(
                heat.label(), (float) (column - Typeface.width(heat.label(), font) / 2), (float) area.getCenterY());
        graphics.setTransform(upright);
    }

    private static Axis axis(Layer.HeatMap heat) {
        return Axis.of(heat.label(), heat.low(), heat.high());
    }

    private static List<Tick> ticks(Layer.HeatMap heat) {
        return Ticks.of(axis(heat), TICKS);
    }

    private double widest(List<Tick> ticks) {
        return ticks.stream()
                .mapToDouble(tick -> Typeface.width(tick.label(), font))
                .max()
                .orElse(0);
    }
}
