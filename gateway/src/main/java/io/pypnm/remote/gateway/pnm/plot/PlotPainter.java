package io.pypnm.remote.gateway.pnm.plot;

import io.pypnm.remote.gateway.pnm.plot.Axis.Tick;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/// Draws one plot: header, legend, frame, grid, ticks, layers and footer, from the origin of whatever the
/// surface is.
final class PlotPainter {
    private static final int EDGE = 16;
    private static final int LINE = 17;
    private static final int TITLE = 14;
    private static final int TICK = 5;

    private final Graphics2D graphics;
    private final Plot plot;
    private final int paperWidth;
    private final int paperHeight;
    private final Legend legend;
    private final RightEdge rightEdge;
    private final Font titleFont = Typeface.size(17);
    private final Font labelFont = Typeface.size(13);
    private final Font font = Typeface.size(12);
    private final Font smallFont = Typeface.size(10.5f);

    PlotPainter(Graphics2D graphics, Plot plot, int paperWidth, int paperHeight) {
        this.graphics = graphics;
        this.plot = plot;
        this.paperWidth = paperWidth;
        this.paperHeight = paperHeight;
        legend = Legend.of(plot);
        rightEdge = new RightEdge(plot, font);
    }

    /// What the plot needs on its left for the labels of its axis, in pixels.
    double left() {
        return EDGE + LINE + 4 + widest(yTicks()) + TICK + 4;
    }

    /// What the plot needs on its right for thresholds and scale, in pixels.
    double right() {
        return EDGE + rightEdge.width();
    }

    private double top() {
        return 2 * EDGE
                + (plot.title().isEmpty() ? 0 : TITLE)
                + plot.details().size() * (LINE + 1)
                + (legend.isEmpty() ? 0 : LINE + 6);
    }

    private double bottom() {
        return paperHeight - EDGE - (plot.footer().isEmpty() ? 0 : LINE);
    }

    private List<Tick> yTicks() {
        return Ticks.of(plot.y(), (int) ((bottom() - top() - 3 * LINE) / (3 * LINE)) + 1);
    }

    /// @param left  at least [#left], so that plots under each other have their axes so
    /// @param right at least [#right]
    void paint(double left, double right) {
        paintHeader();
        List<Tick> yTicks = yTicks();
        Frame frame = frame(left, top(), paperWidth - right, bottom() - 2 * LINE - TICK - 6);
        List<Tick> xTicks = xTicks(frame);

        LayerPainter layers = new LayerPainter(graphics, frame, legend);
        layers.paintBack(plot);
        if (!rightEdge.hasScale()) {
            paintGrid(frame, xTicks, yTicks);
        }
        layers.paintFront(plot);
        paintFrame(frame, xTicks, yTicks);
        paintLabels(frame, xTicks, yTicks);
        rightEdge.paint(graphics, frame);
        paintFooter();
    }

    private Frame frame(double left, double top, double right, double bottom) {
        Frame frame = new Frame(
                new Rectangle2D.Double(left, top, Math.max(1, right - left), Math.max(1, bottom - top)),
                plot.x(),
                plot.y());
        return plot.layers().stream().anyMatch(Layer.Points.class::isInstance) ? frame.square() : frame;
    }

    private void paintHeader() {
        double width = paperWidth - 2.0 * EDGE;
        double baseline = EDGE;
        if (!plot.title().isEmpty()) {
            baseline += TITLE;
            graphics.setColor(Palette.INK);
            graphics.setFont(titleFont);
            text(Typeface.fit(plot.title(), titleFont, width), EDGE, baseline);
        }
        graphics.setColor(Palette.FAINT_INK);
        graphics.setFont(font);
        for (String detail : plot.details()) {
            baseline += LINE + 1;
            text(Typeface.fit(detail, font, width), EDGE, baseline);
        }
        if (!legend.isEmpty()) {
            baseline += LINE + 6;
            legend.paint(graphics, font, EDGE, paperWidth - EDGE, baseline);
        }
    }

    private void paintFooter() {
        if (!plot.footer().isEmpty()) {
            graphics.setColor(Palette.FAINT_INK);
            graphics.setFont(smallFont);
            text(Typeface.fit(plot.footer(), smallFont, paperWidth - 2.0 * EDGE), EDGE, paperHeight - EDGE + 4.0);
        }
    }

    /// As many as have room for their labels.
    private List<Tick> xTicks(Frame frame) {
        double width = frame.area().getWidth();
        int atMost = (int) (width / 60);
        List<Tick> ticks = Ticks.of(plot.x(), atMost);
        while (atMost > 1 && ticks.size() * (widest(ticks) + 20) > width) {
            atMost--;
            ticks = Ticks.of(plot.x(), atMost);
        }
        return ticks;
    }

    private void paintGrid(Frame frame, List<Tick> xTicks, List<Tick> yTicks) {
        Rectangle2D area = frame.area();
        graphics.setColor(Palette.GRID);
        graphics.setStroke(Palette.HAIR);
        xTicks.forEach(tick -> line(frame.x(tick.at()), area.getY(), frame.x(tick.at()), area.getMaxY()));
        yTicks.forEach(tick -> line(area.getX(), frame.y(tick.at()), area.getMaxX(), frame.y(tick.at())));
    }

    private void paintFrame(Frame frame, List<Tick> xTicks, List<Tick> yTicks) {
        Rectangle2D area = frame.area();
        graphics.setColor(Palette.FRAME);
        graphics.setStroke(Palette.HAIR);
        graphics.draw(area);
        xTicks.forEach(tick -> line(frame.x(tick.at()), area.getMaxY(), frame.x(tick.at()), area.getMaxY() + TICK));
        yTicks.forEach(tick -> line(area.getX() - TICK, frame.y(tick.at()), area.getX(), frame.y(tick.at())));
    }

    private void paintLabels(Frame frame, List<Tick> xTicks, List<Tick> yTicks) {
        Rectangle2D area = frame.area();
        graphics.setColor(Palette.INK);
        graphics.setFont(font);
        double free = Double.NEGATIVE_INFINITY;
        for (Tick tick : xTicks) {
            double width = Typeface.width(tick.label(), font);
            double x = Math.min(frame.x(tick.at()) - width / 2, paperWidth - 4 - width);
            // Only names may stand too close: numbers and times were chosen to fit.
            if (x > free) {
                text(tick.label(), x, area.getMaxY() + TICK + 14.0);
                free = x + width + 6;
            }
        }
        yTicks.forEach(tick -> text(
                tick.label(), area.getX() - TICK - 4 - Typeface.width(tick.label(), font), frame.y(tick.at()) + 4.5));

        graphics.setFont(labelFont);
        String xLabel = Typeface.fit(plot.x().label(), labelFont, paperWidth - 2.0 * EDGE);
        text(xLabel, area.getCenterX() - Typeface.width(xLabel, labelFont) / 2, area.getMaxY() + TICK + 14 + LINE + 4);
        String yLabel = Typeface.fit(plot.y().label(), labelFont, paperHeight - 2.0 * EDGE);
        double column = area.getX() - TICK - 8 - widest(yTicks) - 6;
        AffineTransform upright = graphics.getTransform();
        graphics.rotate(-Math.PI / 2, column, area.getCenterY());
        text(yLabel, column - Typeface.width(yLabel, labelFont) / 2, area.getCenterY());
        graphics.setTransform(upright);
    }

    private double widest(List<Tick> ticks) {
        return ticks.stream()
                .mapToDouble(tick -> Typeface.width(tick.label(), font))
                .max()
                .orElse(0);
    }

    private void line(double x1, double y1, double x2, double y2) {
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    private void text(String text, double x, double baseline) {
        graphics.drawString(text, (float) x, (float) baseline);
    }
}
