package io.pypnm.remote.gateway.pnm.plot;

import java.awt.geom.Path2D;
import java.util.Arrays;

/// The cells of a heat map as one shape per colour: a row is cut into columns of about two pixels, and neighbours of
/// one colour become one rectangle.
final class HeatMapCells {
    /// The eye tells no more colours apart on one scale, and each is one element of an SVG.
    static final int COLOURS = 48;
    private static final int COLUMN_PIXELS = 2;

    private final Layer.HeatMap map;
    private final Frame frame;
    private final double columnWidth;
    private final double[] columns;

    private HeatMapCells(Layer.HeatMap map, Frame frame) {
        this.map = map;
        this.frame = frame;
        columns = new double[(int) Math.max(1, frame.area().getWidth() / COLUMN_PIXELS)];
        columnWidth = frame.area().getWidth() / columns.length;
    }

    /// One shape for each of the [#COLOURS], from the lowest value to the highest; an empty one where no cell has it.
    static Path2D[] shapes(Layer.HeatMap map, Frame frame) {
        Path2D[] shapes = new Path2D[COLOURS];
        Arrays.setAll(shapes, _ -> new Path2D.Double());
        HeatMapCells cells = new HeatMapCells(map, frame);
        map.rows().forEach(row -> cells.add(row, shapes));
        return shapes;
    }

    private void add(Layer.HeatMap.Row row, Path2D[] shapes) {
        fillColumns(row.samples());
        double top = frame.y(row.to());
        double foot = frame.y(row.from());
        int start = 0;
        for (int column = 1; column <= columns.length; column++) {
            int colour = colour(columns[start]);
            if (column == columns.length || colour(columns[column]) != colour) {
                if (colour >= 0) {
                    addRectangle(shapes[colour], left(start), top, left(column), foot);
                }
                start = column;
            }
        }
    }

    /// The lowest value of each column. A sample reaches half way to its neighbours.
    private void fillColumns(Samples samples) {
        Arrays.fill(columns, Double.NaN);
        for (int index = 0; index < samples.size(); index++) {
            if (samples.isGap(index)) {
                continue;
            }
            int from = (int) Math.floor(column(samples, index, index - 1) + 1e-6);
            int to = Math.max(from + 1, (int) Math.floor(column(samples, index, index + 1) + 1e-6));
            for (int column = Math.max(0, from); column < Math.min(columns.length, to); column++) {
                columns[column] =
                        Double.isNaN(columns[column]) ? samples.y(index) : Math.min(columns[column], samples.y(index));
            }
        }
    }

    /// Where the sample ends towards its neighbour, in columns.
    private double column(Samples samples, int index, int neighbour) {
        boolean inside = neighbour >= 0 && neighbour < samples.size();
        int other = inside ? neighbour : 2 * index - neighbour;
        double half = other < 0 || other >= samples.size() ? 0 : Math.abs(samples.x(other) - samples.x(index)) / 2;
        return (frame.x(samples.x(index) + (neighbour < index ? -half : half))
                        - frame.area().getX())
                / columnWidth;
    }

    private int colour(double value) {
        double share = (value - map.low()) / (map.high() - map.low());
        return Double.isNaN(value) ? -1 : Math.clamp((long) (share * COLOURS), 0, COLOURS - 1);
    }

    private double left(int column) {
        return frame.area().getX() + column * columnWidth;
    }

    private static void addRectangle(Path2D shape, double left, double top, double right, double foot) {
        shape.moveTo(left, top);
        shape.lineTo(right, top);
        shape.lineTo(right, foot);
        shape.lineTo(left, foot);
        shape.closePath();
    }
}
