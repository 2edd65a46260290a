package io.pypnm.remote.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.agent.files.FileConfig.Captures;
import io.pypnm.remote.contracts.config.Configuration;
import io.pypnm.remote.contracts.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileConfigTest {
    @TempDir
    Path home;

    private Path real = Path.of("");

    @BeforeEach
    void makeDirectories() throws IOException {
        real = Files.createDirectory(home.resolve("real")).toRealPath();
        Files.createSymbolicLink(home.resolve("link"), real);
        Files.createFile(home.resolve("file"));
    }

    @Test
    void nothingIsReadUnlessASettingNamesIt() throws Exception {
        assertThat(read("{}").roots()).isEmpty();
        assertThat(read("{}").captures()).isEqualTo(new Captures.None());
        assertThat(read("{}").maxBytes()).isEqualTo(64 << 20);
    }

    @Test
    void rootIsWhatALinkLeadsToAtTheStart() throws Exception {
        FileConfig config = read("""
                {"files": {"roots": ["~/link", "~/real"], "max_size": "1MiB"},
                 "tftp_server": {"tftp_path": "~/link", "pnm_file_get_enabled": true}}
                """);

        assertThat(config.roots()).containsExactly(real, real);
        assertThat(config.maxBytes()).isEqualTo(1 << 20);
        assertThat(config.captures()).isEqualTo(new Captures.Here(real, true));
    }

    @Test
    void environmentOfThePythonAgentIsUnderstood() throws Exception {
        FileConfig config = Configuration.parse(
                        "test",
                        "{}",
                        Map.of(
                                "TFTP_ROOT", real.toString(),
                                "PYPNM_TFTP_PATH", real.toString(),
                                "PYPNM_PNM_FILE_GET_ENABLED", "true"))
                .read(settings -> FileConfig.from(settings, home));

        assertThat(config.roots()).containsExactly(real);
        assertThat(config.captures()).isEqualTo(new Captures.Here(real, true));
    }

    @Test
    void rootThatIsNoDirectoryStopsTheStart() {
        assertProblem("{\"files\": {\"roots\": [\"~/nowhere\"]}}", "nowhere, which does not exist");
        assertProblem("{\"files\": {\"roots\": [\"~/file\"]}}", "file, which is no directory that can be read");
        assertProblem("{\"files\": {\"roots\": [\"real\"]}}", "files.roots[0]");
        assertProblem(
                "{\"tftp_server\": {\"tftp_path\": \"/nowhere\", \"pnm_file_get_enabled\": true}}",
                "/nowhere, which does not exist");
        assertProblem("{\"tftp_server\": {\"pnm_file_get_enabled\": true}}", "needs tftp_path");
    }

    /// As in the Python agent's example file.
    @Test
    void tftpPathThatIsNotThereIsNotUsedUnlessCapturesAreOffered() throws Exception {
        assertThat(read("{\"tftp_server\": {\"tftp_path\": \"/nowhere\"}}").captures())
                .isEqualTo(new Captures.None());
    }

    private void assertProblem(String json, String problem) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(problem);
    }

    private FileConfig read(String json) throws ConfigurationException {
        return Configuration.parse("test", json, Map.of()).read(settings -> FileConfig.from(settings, home));
    }
}
