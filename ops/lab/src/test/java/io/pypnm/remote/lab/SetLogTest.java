package io.pypnm.remote.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.lab.device.SetHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SetLogTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everySetIsALineAndALaterLogGoesOn(boolean synced) throws IOException {
        Path file = folder.resolve("sets.jsonl");
        try (SetLog log = SetLog.open(file, synced)) {
            log.write(List.of(entry(new SnmpValue.Integer32(7)), entry(new SnmpValue.Gauge32(8))));
        }
        try (SetLog log = SetLog.open(file, synced)) {
            log.write(List.of(entry(new SnmpValue.Counter64(-1))));
        }

        assertThat(file)
                .content()
                .isEqualTo(line("\"Integer32\",\"value\":7")
                        + line("\"Gauge32\",\"value\":8")
                        + line("\"Counter64\",\"value\":\"18446744073709551615\""));
    }

    @Test
    void valuesAreSpelledByType() throws IOException {
        Path file = folder.resolve("sets.jsonl");
        Oid oid = Oid.parse("2.999.4294967295");
        Octets octets = Octets.ofHex("7f0001ff");
        try (SetLog log = SetLog.open(file, false)) {
            log.write(List.of(
                    entry(new SnmpValue.OctetString(octets)),
                    entry(new SnmpValue.IpAddress(octets)),
                    entry(new SnmpValue.Opaque(octets)),
                    entry(new SnmpValue.ObjectIdentifier(oid)),
                    entry(new SnmpValue.TimeTicks(1)),
                    entry(new SnmpValue.Null())));
        }

        assertThat(file)
                .content()
                .isEqualTo(line("\"OctetString\",\"hex\":\"7f0001ff\"")
                        + line("\"IpAddress\",\"value\":\"127.0.1.255\"")
                        + line("\"Opaque\",\"hex\":\"7f0001ff\"")
                        + line("\"ObjectIdentifier\",\"value\":\"2.999.4294967295\"")
                        + line("\"TimeTicks\",\"value\":1")
                        + line("\"Null\""));
    }

    private static SetHistory.Entry entry(SnmpValue value) {
        Instant at = Instant.parse("2026-01-05T12:00:00.5Z");
        return new SetHistory.Entry("127.20.0.2", Oid.parse("1.3.6.1"), value, 81, "127.0.0.1:4711", at, 99);
    }

    private static String line(String type) {
        return "{\"device\":\"127.20.0.2\",\"oid\":\"1.3.6.1\",\"type\":" + type
                + ",\"requestId\":81,\"peer\":\"127.0.0.1:4711\",\"at\":\"2026-01-05T12:00:00.500Z\",\"nanos\":99}\n";
    }
}
