package io.pypnm.remote.gateway.pnm.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;

/// Colours that all kinds of colour vision tell apart, on white: the series are of Okabe and Ito (2008), the scale is
/// viridis (Smith and van der Walt, 2015), whose lightness rises evenly.
final class Palette {
    static final Color PAPER = Color.WHITE;
    static final Color INK = new Color(0x22262B);
    static final Color FAINT_INK = new Color(0x5B636D);
    static final Color GRID = new Color(0xE6E8EB);
    static final Color FRAME = new Color(0x8A929B);
    static final Color THRESHOLD = new Color(0x8C2D04);
    static final Color EMPTY_CELL = new Color(0xEDEEF0);

    static final BasicStroke HAIR = new BasicStroke(1f);
    static final BasicStroke CURVE = new BasicStroke(1.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    /// For more samples than pixels, so that the shape of the noise stays seen.
    static final BasicStroke DENSE_CURVE = new BasicStroke(0.7f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_BEVEL);
    static final BasicStroke DOT = new BasicStroke(2.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    static final BasicStroke DASHES =
            new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10f, new float[] {6f, 4f}, 0f);

    private static final List<Color> SERIES = List.of(
            new Color(0x0072B2),
            new Color(0xD55E00),
            new Color(0x009E73),
            new Color(0xCC79A7),
            new Color(0x56B4E9),
            new Color(0xE69F00));
    private static final List<Color> BANDS = List.of(new Color(0xD5D8DC), new Color(0xF6DDC4), new Color(0xCFE3F1));
    private static final List<Color> VIRIDIS = List.of(
            new Color(0x440154),
            new Color(0x482878),
            new Color(0x3E4A89),
            new Color(0x31688E),
            new Color(0x26828E),
            new Color(0x1F9E89),
            new Color(0x35B779),
            new Color(0x6DCD59),
            new Color(0xB4DE2C),
            new Color(0xFDE725));

    private Palette() {}

    static Color series(int index) {
        return SERIES.get(index % SERIES.size());
    }

    /// The first kind of band is grey: what is left out.
    static Color band(int index) {
        return BANDS.get(index % BANDS.size());
    }

    /// @param share of the scale, 0 to 1
    static Color scale(double share) {
        double place = Math.clamp(share, 0, 1) * (VIRIDIS.size() - 1);
        int below = Math.min((int) place, VIRIDIS.size() - 2);
        return mixed(VIRIDIS.get(below), VIRIDIS.get(below + 1), place - below);
    }

    private static Color mixed(Color from, Color to, double share) {
        return new Color(
                mixed(from.getRed(), to.getRed(), share),
                mixed(from.getGreen(), to.getGreen(), share),
                mixed(from.getBlue(), to.getBlue(), share));
    }

    private static int mixed(int from, int to, double share) {
        return (int) Math.round(from + (to - from) * share);
    }
}
