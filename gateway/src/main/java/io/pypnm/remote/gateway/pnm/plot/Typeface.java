package io.pypnm.remote.gateway.pnm.plot;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.font.FontRenderContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// The one typeface of all plots, DejaVu Sans, which is shipped in this jar: a picture looks the same from every
/// machine.
final class Typeface {
    /// For a viewer of an SVG that has no DejaVu; Verdana has its widths.
    static final String FAMILIES = "'DejaVu Sans', Verdana, sans-serif";

    private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);
    private static final Font FACE = load();

    private Typeface() {}

    static Font size(float pixels) {
        return FACE.deriveFont(pixels);
    }

    static double width(String text, Font font) {
        return text.isEmpty() ? 0 : font.getStringBounds(text, CONTEXT).getWidth();
    }

    /// The text, or as much of its beginning as fits with an ellipsis.
    static String fit(String text, Font font, double width) {
        if (width(text, font) <= width) {
            return text;
        }
        int fits = 0;
        int over = text.length();
        while (over - fits > 1) {
            int middle = (fits + over) >>> 1;
            if (width(text.substring(0, middle) + "…", font) <= width) {
                fits = middle;
            } else {
                over = middle;
            }
        }
        boolean halvesAPair = fits > 0 && Character.isHighSurrogate(text.charAt(fits - 1));
        return text.substring(0, halvesAPair ? fits - 1 : fits) + "…";
    }

    /// Without `libfontconfig`, or without any font installed, JDK 25 refuses to load even a font it is given
    /// (`sun.awt.FontConfiguration`: "Fontconfig head is null"). It does not ask for either if it is told its logical
    /// fonts by a file, and one that names none will do, as no plot uses them; nor does it then search the machine's
    /// fonts. To see it gone: draw in a chroot with nothing but the runtime and glibc.
    private static Font load() {
        try {
            Path fontConfiguration = Files.createTempFile("fontconfig", ".properties");
            try {
                Files.writeString(fontConfiguration, "version=1\nsequence.allfonts=default\n");
                return loadBy(fontConfiguration);
            } finally {
                Files.delete(fontConfiguration);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FontFormatException e) {
            throw new IllegalStateException("the typeface of this jar cannot be read", e);
        }
    }

    private static Font loadBy(Path fontConfiguration) throws IOException, FontFormatException {
        System.setProperty("java.awt.headless", "true");
        System.setProperty("sun.awt.fontconfig", fontConfiguration.toString());
        try (InputStream face = Objects.requireNonNull(Typeface.class.getResourceAsStream("DejaVuSans.ttf"))) {
            return Font.createFont(Font.TRUETYPE_FONT, face);
        }
    }
}
