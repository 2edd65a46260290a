package io.pypnm.remote.gateway.pnm.plot;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// An SVG as a reader of XML sees it.
record SvgPicture(Element root) {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

    record Point(double x, double y) {}

    static SvgPicture of(Plot plot, ImageSize size) throws Exception {
        return of(Sheet.of(plot), size);
    }

    static SvgPicture of(Sheet sheet, ImageSize size) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newNSInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return new SvgPicture(factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(PlotImages.svg(sheet, size)))
                .getDocumentElement());
    }

    Stream<Element> elements(String name) {
        NodeList nodes = root.getElementsByTagNameNS("http://www.w3.org/2000/svg", name);
        return IntStream.range(0, nodes.getLength()).mapToObj(index -> (Element) nodes.item(index));
    }

    List<String> texts() {
        return elements("text").map(Element::getTextContent).toList();
    }

    Element text(String content) {
        return elements("text")
                .filter(text -> text.getTextContent().equals(content))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no text " + content + " among " + texts()));
    }

    static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    /// The corners of the path that has the most of them: the curve.
    List<Point> curve() {
        return elements("path")
                .map(path -> points(path.getAttribute("d")))
                .reduce(List.of(), (longest, points) -> points.size() > longest.size() ? points : longest);
    }

    private static List<Point> points(String path) {
        List<Double> numbers = NUMBER.matcher(path)
                .results()
                .map(MatchResult::group)
                .map(Double::valueOf)
                .toList();
        return IntStream.range(0, numbers.size() / 2)
                .mapToObj(index -> new Point(numbers.get(2 * index), numbers.get(2 * index + 1)))
                .toList();
    }
}
