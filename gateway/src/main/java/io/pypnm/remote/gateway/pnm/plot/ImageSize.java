package io.pypnm.remote.gateway.pnm.plot;

/// How large a picture is, in pixels: 320 x 240 to 4,000 x 2,000.
public record ImageSize(int width, int height) {
    /// Legible in a ticket without a click.
    public static final ImageSize DEFAULT = new ImageSize(1_200, 600);

    private static final int ROW = 420;
    private static final int MAX_HEIGHT = 2_000;

    public ImageSize {
        if (width < 320 || width > 4_000 || height < 240 || height > MAX_HEIGHT) {
            throw new IllegalArgumentException(
                    "image must be from 320 x 240 to 4000 x 2000 pixels, is " + width + " x " + height);
        }
    }

    static ImageSize ofRows(int rows) {
        return new ImageSize(DEFAULT.width, Math.min(rows * ROW, MAX_HEIGHT));
    }
}
