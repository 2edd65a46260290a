package io.pypnm.remote.lab.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplatesTest {
    private static final Octets MAC = Octets.ofHex("a1b2c3d4e5f6");
    private static final Octets VALUES = Octets.ofHex("a0a8ffa8b0");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fileStandsForTheFirstChannel(boolean versioned) throws IOException {
        Templates templates = Templates.read(List.of(write(file(versioned))));

        OfdmChannel channel = templates.downstream().getFirst();
        assertThat(channel).isEqualTo(new OfdmChannel(48, 34, 631_100_000, 356, 5, 50));
        assertThat(templates.downstream()).hasSize(2).contains(OfdmChannel.DOWNSTREAM.get(1));
        assertThat(templates.rxMer(7, 3, channel).quarters()).isEqualTo(VALUES);
        assertThat(templates
                        .rxMer(7, 3, OfdmChannel.DOWNSTREAM.get(1))
                        .quarters()
                        .length())
                .isEqualTo(7_600);
    }

    /// 40, 42, 42 and 44 dB.
    @Test
    void figuresAreOfWhatIsNotExcluded() throws IOException {
        Templates templates = Templates.read(List.of(write(file(true))));
        RxMer captured = templates.rxMer(0, 0, templates.downstream().getFirst());

        assertThat(captured.figures(50))
                .containsEntry(3, new SnmpValue.Gauge32(4_200))
                .containsEntry(4, new SnmpValue.Gauge32(141))
                .containsEntry(5, new SnmpValue.Gauge32(168))
                .containsEntry(6, new SnmpValue.Gauge32(631_100_000 + 50_000 * (356 + 3)));
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path cut = write(Arrays.copyOf(file(true), 30));
        Path other = write(PnmFile.of(3, true).u32(0).octets(MAC).bytes());

        assertThatIllegalArgumentException().isThrownBy(() -> Templates.read(List.of(cut)));
        assertThatIllegalArgumentException().isThrownBy(() -> Templates.read(List.of(other)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Templates.read(List.of(cut, cut, cut)))
                .withMessageContaining("at most two");
    }

    private static byte[] file(boolean versioned) {
        return PnmFile.of(4, versioned)
                .u32(1_380_970)
                .u8(34)
                .octets(MAC)
                .u32(631_100_000)
                .u16(356)
                .u8(50)
                .u32(VALUES.length())
                .octets(VALUES)
                .bytes();
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(Files.createTempFile(folder, "rxmer", ".bin"), content);
    }
}
