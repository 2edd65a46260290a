package io.pypnm.remote.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.gateway.LedgerPulse.State;
import io.pypnm.remote.gateway.store.Store;
import io.pypnm.remote.gateway.store.Tampering;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class LedgerPulseTest {
    @RegisterExtension
    final LogWatch log = new LogWatch();

    @TempDir
    Path data;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-02T10:15:30Z"));

    @Test
    void ledgerThatDoesNotWriteShowsBeforeAnyoneWaitsForItAndIsWellOnceItDoes() throws Exception {
        try (Store store = Store.open(data.resolve("ledger.db"), Clock.systemUTC())) {
            var pulse = new LedgerPulse(store, now::get);
            assertThat(pulse.state()).isEqualTo(new State.Well());

            now.updateAndGet(time -> time.plusSeconds(16));

            assertThat(pulse.state()).isEqualTo(new State.Silent(Duration.ofSeconds(16)));

            Thread beating = Thread.ofVirtual().start(pulse::beat);
            Awaitility.await().until(() -> pulse.state().equals(new State.Well()));
            beating.interrupt();
            beating.join();
        }
    }

    @Test
    void ledgerThatFailsIsSilent() throws Exception {
        log.expect("trying again");
        Store store = Store.open(data.resolve("ledger.db"), Clock.systemUTC());
        var pulse = new LedgerPulse(store, now::get);
        store.close();
        now.updateAndGet(time -> time.plusSeconds(60));

        Thread beating = Thread.ofVirtual().start(pulse::beat);
        Awaitility.await().until(() -> log.saw("trying again"));

        assertThat(pulse.state()).isEqualTo(new State.Silent(Duration.ofSeconds(60)));
        beating.interrupt();
        beating.join();
    }

    @Test
    void damageIsFoundByTheLook() throws Exception {
        log.expect("the ledger is damaged");
        Path file = data.resolve("ledger.db");
        Store.open(file, Clock.systemUTC()).close();
        overwrite(file);
        try (Store store = Store.open(file, Clock.systemUTC())) {
            var pulse = new LedgerPulse(store, now::get);

            Thread looking = Thread.ofVirtual().start(pulse::look);

            Awaitility.await().until(() -> pulse.state() instanceof State.Damaged);
            looking.interrupt();
            looking.join();
        }
    }

    @Test
    void sumThatIsNotThatOfTheCommandsIsFoundByTheLook() throws Exception {
        log.expect("the ledger is damaged: the sum");
        Path file = data.resolve("ledger.db");
        try (Store store = Store.open(file, Clock.systemUTC())) {
            var pulse = new LedgerPulse(store, now::get);
            Tampering.run(file, "UPDATE totals SET open = open + 1, accepted = accepted + 1");

            Thread looking = Thread.ofVirtual().start(pulse::look);

            Awaitility.await().until(() -> pulse.state() instanceof State.Damaged);
            looking.interrupt();
            looking.join();
        }
    }

    /// The last page is one of the tables that nothing reads at a start.
    private static void overwrite(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(bytes.length() - 4096);
            bytes.write(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff});
        }
    }
}
