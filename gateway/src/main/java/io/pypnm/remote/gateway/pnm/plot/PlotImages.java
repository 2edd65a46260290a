package io.pypnm.remote.gateway.pnm.plot;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGeneratorContext.GraphicContextDefaults;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// Makes the files of a sheet of plots. Any thread may call; a call needs only memory, some 8 bytes per pixel for a
/// PNG.
public final class PlotImages {
    private static final String SVG = "http://www.w3.org/2000/svg";
    private static final String FONT_FAMILY = "font-family";

    private PlotImages() {}

    /// `image/svg+xml`: paths and text, nothing of it a raster image.
    public static byte[] svg(Sheet sheet, ImageSize size) {
        Document document = newDocument();
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setComment(null);
        context.setPrecision(2);
        // Its own would be a logical font, which not every machine has.
        GraphicContextDefaults defaults = new GraphicContextDefaults();
        defaults.setFont(Typeface.size(12));
        context.setGraphicContextDefaults(defaults);
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        graphics.setSVGCanvasSize(new Dimension(size.width(), size.height()));
        paint(graphics, sheet, size);

        Element root = graphics.getRoot();
        root.setAttribute("viewBox", "0 0 " + size.width() + " " + size.height());
        root.setAttribute("role", "img");
        Element title = document.createElementNS(SVG, "title");
        title.setTextContent(sheet.plots().getFirst().title());
        root.insertBefore(title, root.getFirstChild());
        nameFamilies(root);
        return written(root);
    }

    /// `image/png` of exactly this size.
    public static byte[] png(Sheet sheet, ImageSize size) {
        BufferedImage image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            paint(graphics, sheet, size);
        } finally {
            graphics.dispose();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        // Not by way of a temporary file, which ImageIO would take for a plain stream.
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void paint(Graphics2D graphics, Sheet sheet, ImageSize size) {
        graphics.setColor(Palette.PAPER);
        graphics.fill(new Rectangle2D.Double(0, 0, size.width(), size.height()));
        int width = size.width() / sheet.columns();
        int height = size.height() / sheet.rows();
        List<PlotPainter> painters = sheet.plots().stream()
                .map(plot -> new PlotPainter(graphics, plot, width, height))
                .toList();
        AffineTransform whole = graphics.getTransform();
        for (int index = 0; index < painters.size(); index++) {
            int column = index % sheet.columns();
            graphics.translate(column * width, index / sheet.columns() * height);
            painters.get(index)
                    .paint(
                            widest(painters, column, sheet.columns(), PlotPainter::left),
                            widest(painters, column, sheet.columns(), PlotPainter::right));
            graphics.setTransform(whole);
        }
    }

    private static double widest(
            List<PlotPainter> painters, int column, int columns, ToDoubleFunction<PlotPainter> margin) {
        return IntStream.range(0, painters.size())
                .filter(index -> index % columns == column)
                .mapToDouble(index -> margin.applyAsDouble(painters.get(index)))
                .max()
                .orElse(0);
    }

    private static Document newDocument() {
        try {
            return DocumentBuilderFactory.newNSInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVG, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the platform's XML parser lacks namespaces", e);
        }
    }

    /// Not by Batik's own writer, which puts a DTD before it that a reader might fetch.
    private static byte[] written(Element root) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 17);
        try {
            TransformerFactory.newDefaultInstance()
                    .newTransformer()
                    .transform(new DOMSource(root), new StreamResult(bytes));
        } catch (TransformerException e) {
            throw new IllegalStateException("a plot could not be written", e);
        }
        return bytes.toByteArray();
    }

    /// Batik names the one family that was drawn with.
    private static void nameFamilies(Element element) {
        if (element.hasAttribute(FONT_FAMILY)) {
            element.setAttribute(FONT_FAMILY, Typeface.FAMILIES);
        }
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                nameFamilies(inner);
            }
        }
    }
}
