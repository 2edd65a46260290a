package io.pypnm.remote.agent.snmp.usm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.snmp.Octets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineIdFileTest {
    private static final InetSocketAddress MODEM = address("192.0.2.1", 161);
    private static final InetSocketAddress CMTS = address("2001:db8::1", 1161);
    private static final Octets ID = Octets.ofHex("80001f888001020304");

    @TempDir
    private Path folder;

    private Path file;
    private final RemoteEngines engines = new RemoteEngines(System::nanoTime);

    @BeforeEach
    void writeTwo() {
        file = folder.resolve("snmp-engines");
        engines.at(MODEM).identify(ID);
        engines.at(address("192.0.2.2", 161));
        engines.at(CMTS).identify(Octets.ofHex("8000000001"));
        new EngineIdFile(file).write(engines);
    }

    @Test
    void whatWasWrittenIsReadInItsOrder() throws IOException {
        assertThat(read().ids()).isEqualTo(engines.ids());
        assertThat(read().ids().sequencedKeySet()).containsExactly(MODEM, CMTS);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void fileIsWrittenOnlyForNewIds() throws IOException {
        FileTime longAgo = FileTime.fromMillis(1_000);
        var ids = new EngineIdFile(file);
        RemoteEngines read = new RemoteEngines(System::nanoTime);
        ids.read(read);
        Files.setLastModifiedTime(file, longAgo);

        read.at(MODEM).identify(ID);
        ids.write(read);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(longAgo);
        read.at(MODEM).identify(Octets.ofHex("8000000002"));
        ids.write(read);
        assertThat(Files.readString(file)).contains("192.0.2.1 161 8000000002\n");
    }

    @Test
    void fileThatIsNotThereIsNoTrouble() throws IOException {
        Files.delete(file);

        assertThat(read().ids()).isEmpty();
    }

    /// Each byte in turn, one bit.
    @Test
    void damageNeverBecomesAnId() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);

            assertThat(read().ids()).as("byte %d changed", at).isEmpty();
        }
    }

    @Test
    void fileThatWasCutOffIsAsGoodAsNone() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            assertThat(read().ids()).as("%d bytes left", length).isEmpty();
        }
    }

    private RemoteEngines read() {
        var read = new RemoteEngines(System::nanoTime);
        new EngineIdFile(file).read(read);
        return read;
    }

    private static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }
}
