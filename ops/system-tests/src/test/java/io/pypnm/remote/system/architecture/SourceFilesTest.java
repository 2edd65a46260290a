package io.pypnm.remote.system.architecture;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds the source files of all modules, tests included, to what the compiled code no longer shows.
final class SourceFilesTest {
    private static final Path ROOT = Path.of("../..");
    private static final List<String> MODULES =
            List.of("contracts", "broker", "gateway", "agent", "ops/lab", "ops/system-tests", "ops/bench");
    private static final int MAX_CODE_LINES = 400;
    /// A test class is a list of behaviours, which is read one by one.
    private static final int MAX_TEST_LINES = 650;
    /// The aim is 15; from 16 on a reader begins to search.
    private static final int MAX_FILES_OF_A_PACKAGE = 20;
    private static final Pattern SLEEP = Pattern.compile("\\b(Thread|SECONDS|MILLISECONDS)\\.sleep\\(");

    @Test
    void noFileIsLongerThanAReaderCanHold() {
        requireAtMost(MAX_CODE_LINES, javaFiles("src/main/java"));
        requireAtMost(MAX_TEST_LINES, javaFiles("src/test/java"));
    }

    private static void requireAtMost(int lines, List<Path> files) {
        assertThat(files)
                .allSatisfy(file -> assertThat(codeLines(file))
                        .as("code lines of %s: over %d, a class has two subjects; split it", file, lines)
                        .isLessThanOrEqualTo(lines));
    }

    @Test
    void noPackageHasTwoSubjects() {
        Map<Path, Long> filesByPackage = javaFiles("src/main/java").stream()
                .filter(file -> !file.endsWith("package-info.java"))
                .collect(groupingBy(Path::getParent, counting()));

        assertThat(filesByPackage)
                .allSatisfy((folder, files) -> assertThat(files)
                        .as(
                                "files in %s: over %d, a package has two subjects; split it",
                                folder, MAX_FILES_OF_A_PACKAGE)
                        .isLessThanOrEqualTo(MAX_FILES_OF_A_PACKAGE));
    }

    @Test
    void noTestSleeps() {
        assertThat(javaFiles("src/test/java"))
                .allSatisfy(file -> assertThat(lines(file))
                        .as("%s: wait on the event itself, by a latch or Awaitility", file)
                        .noneMatch(line -> SLEEP.matcher(line).find()));
    }

    private static List<Path> javaFiles(String folder) {
        return MODULES.stream()
                .map(module -> ROOT.resolve(module).resolve(folder))
                .filter(Files::isDirectory)
                .flatMap(SourceFilesTest::filesBelow)
                .filter(file -> file.toString().endsWith(".java"))
                .toList();
    }

    private static Stream<Path> filesBelow(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long codeLines(Path file) {
        return lines(file).stream()
                .map(String::strip)
                .filter(SourceFilesTest::isCode)
                .count();
    }

    private static boolean isCode(String line) {
        return !line.isEmpty() && !line.startsWith("//") && !line.startsWith("/*") && !line.startsWith("*");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
