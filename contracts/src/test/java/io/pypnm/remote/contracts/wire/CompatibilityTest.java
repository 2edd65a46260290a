package io.pypnm.remote.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.command.CommandKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// `COMPATIBILITY.md` says nothing that no sample shows, and nothing of commands that are not there.
class CompatibilityTest {
    private static final Pattern NAME = Pattern.compile("`([a-z_]+)`");
    private static final Pattern SAMPLE = Pattern.compile("`([a-z]+)/([A-Za-z0-9_-]+)`");
    /// The Python agent does not have it.
    private static final Set<CommandKind> OURS_ONLY = Set.of(CommandKind.DESCRIBE, CommandKind.PNM_CAPTURE);

    record Row(String commands, String upstream, String ours, String why, String sample) {}

    static List<Row> rows() throws IOException {
        return Files.readAllLines(Path.of("COMPATIBILITY.md")).stream()
                .filter(line -> line.startsWith("|") && !line.startsWith("|---") && !line.startsWith("| command"))
                .map(CompatibilityTest::row)
                .toList();
    }

    private static Row row(String line) {
        List<String> cells =
                Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList();
        assertThat(cells).as(line).hasSize(5).doesNotContain("");
        return new Row(cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void rowIsOfCommandsThatAreThereAndShownByASample(Row row) throws IOException {
        var sample = SAMPLE.matcher(row.sample());

        assertThat(sample.matches()).isTrue();
        assertThat(Golden.in(sample.group(1)).names()).contains(sample.group(2));
        if (!row.commands().startsWith("all")) {
            assertThat(names(row.commands()))
                    .isNotEmpty()
                    .allMatch(name -> CommandKind.named(name).isPresent());
        }
    }

    @ParameterizedTest
    @EnumSource(CommandKind.class)
    void everyCommandOfTheOriginalHasARow(CommandKind kind) throws IOException {
        Set<String> named =
                rows().stream().flatMap(row -> names(row.commands()).stream()).collect(Collectors.toSet());

        assertThat(named.contains(kind.wireName())).isNotEqualTo(OURS_ONLY.contains(kind));
    }

    private static List<String> names(String commands) {
        return NAME.matcher(commands).results().map(found -> found.group(1)).toList();
    }
}
