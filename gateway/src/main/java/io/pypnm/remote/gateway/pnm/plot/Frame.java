package io.pypnm.remote.gateway.pnm.plot;

import java.awt.geom.Rectangle2D;

/// The part of a picture that the axes enclose, and where their values lie in it.
record Frame(Rectangle2D area, Axis xAxis, Axis yAxis) {
    double x(double value) {
        return area.getX() + (value - xAxis.min()) / (xAxis.max() - xAxis.min()) * area.getWidth();
    }

    double y(double value) {
        return area.getMaxY() - (value - yAxis.min()) / (yAxis.max() - yAxis.min()) * area.getHeight();
    }

    /// The largest square in the middle of the area.
    Frame square() {
        double side = Math.min(area.getWidth(), area.getHeight());
        return new Frame(
                new Rectangle2D.Double(area.getCenterX() - side / 2, area.getCenterY() - side / 2, side, side),
                xAxis,
                yAxis);
    }
}
