import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Checks or repairs the layout of Java files by palantir-java-format: `Format check|repair FOLDER...`.
///
/// The formatter's own command line is not enough. Version 2.103.0 takes consecutive `///` lines for one comment,
/// counts their indentation twice, and breaks what it finds too long into text that is no comment: it then fails with
/// `illegal start of type`. So it is shown an ordinary `//` comment in the place of each `///` line. To see this gone:
/// a second `///` line of exactly 120 columns, indented, is left alone by the formatter's own command line.
final class Format {
    private static final int MAX_COLUMNS = 120;
    private static final Pattern MARKDOWN_LINE = Pattern.compile("(?m)^([ \\t]*)///(?: |$)");
    private static final Pattern SHOWN_LINE = Pattern.compile("(?m)// \\uE000(.?)");
    private static final Pattern COMMENT_LINE = Pattern.compile("[ \\t]*(//|\\*|/\\*).*");

    private static final Formatter FORMATTER = Formatter.createFormatter(
            JavaFormatterOptions.builder().style(Style.PALANTIR).build());

    static void main(String[] args) throws IOException {
        boolean repair = args[0].equals("repair");
        List<Path> files =
                Stream.of(args).skip(1).map(Path::of).flatMap(Format::javaFiles).toList();

        List<String> problems = files.parallelStream()
                .map(file -> visit(file, repair))
                .flatMap(Optional::stream)
                .toList();

        problems.forEach(System.err::println);
        if (!problems.isEmpty()) {
            System.exit(1);
        }
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().matches(".*/src/.*\\.java|.*/Format\\.java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns what a person has to do, if anything.
    private static Optional<String> visit(Path file, boolean repair) {
        try {
            String before = Files.readString(file);
            Optional<String> tooLong = tooLongComment(file, before.lines().toList());
            if (tooLong.isPresent()) {
                return tooLong;
            }
            String after = layOut(before);
            if (after.equals(before)) {
                return Optional.empty();
            }
            if (repair) {
                Files.writeString(file, after);
                return Optional.empty();
            }
            return Optional.of(file + ": run ops/format");
        } catch (FormatterException e) {
            return Optional.of(file + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The formatter would break such a line where it ends, without regard to the paragraph or table it is part of.
    private static Optional<String> tooLongComment(Path file, List<String> lines) {
        return IntStream.range(0, lines.size())
                .filter(at -> lines.get(at).length() > MAX_COLUMNS)
                .filter(at -> COMMENT_LINE.matcher(lines.get(at)).matches())
                .mapToObj(at -> file + ":" + (at + 1) + ": wrap this comment, it is over " + MAX_COLUMNS + " columns")
                .findFirst();
    }

    private static String layOut(String source) throws FormatterException {
        // Before the comments are changed: an import may be there for a [link] in one.
        String imported = ImportOrderer.reorderImports(RemoveUnusedImports.removeUnusedImports(source), Style.PALANTIR);
        // As wide as what it stands for, so that what fits is left alone.
        String shown = MARKDOWN_LINE.matcher(imported).replaceAll("$1// \uE000");
        return SHOWN_LINE
                .matcher(FORMATTER.formatSource(shown))
                .replaceAll(match -> match.group(1).isEmpty() ? "///" : "/// " + match.group(1));
    }
}
