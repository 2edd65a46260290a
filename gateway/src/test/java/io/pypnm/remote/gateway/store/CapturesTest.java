package io.pypnm.remote.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.outcome.Reply.Captured.MeasStatus;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.gateway.ledger.Acceptance;
import io.pypnm.remote.gateway.ledger.Lease;
import io.pypnm.remote.gateway.ledger.NewCommand;
import io.pypnm.remote.gateway.ledger.Sender;
import io.pypnm.remote.gateway.pnm.archive.MeasurementHead;
import io.pypnm.remote.gateway.pnm.archive.MeasurementType;
import io.pypnm.remote.gateway.pnm.archive.NewMeasurement;
import io.pypnm.remote.gateway.pnm.archive.NewMeasurement.NewCapture;
import io.pypnm.remote.gateway.pnm.archive.NewMeasurement.NewFile;
import io.pypnm.remote.gateway.pnm.archive.StoredMeasurement;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapturesTest {
    private static final MacAddress MAC = MacAddress.parse("a4:b1:c2:00:00:11");
    private static final byte[] FILE = {1, 2, 3};

    private final Samples samples = new Samples();

    @TempDir
    Path directory;

    private Store store;

    @BeforeEach
    void open() {
        store = Store.open(directory.resolve("ledger.db"), samples);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private NewCommand leased(String lease) {
        samples.advance(Duration.ofMillis(1));
        NewCommand plain = samples.command(Samples.AGENT, Effect.READ, new NewCommand.Idempotency.None());
        return new NewCommand(
                plain.id(),
                plain.agent(),
                plain.lane(),
                plain.kind(),
                plain.effect(),
                plain.target(),
                plain.redactedCommand(),
                false,
                plain.acceptedAt(),
                plain.startBy(),
                plain.runFor(),
                plain.caller(),
                "",
                "",
                new Lease(lease, "cmts-1"),
                plain.idempotency());
    }

    private CommandId measured() {
        NewCommand command = leased("modem");
        store.ledger().accept(command);
        store.ledger().settle(List.of(Samples.completed(command.id(), new Sender.Gateway())));
        return command.id();
    }

    private NewMeasurement brought(CommandId command) {
        var head = new MeasurementHead(command, MAC, MeasurementType.RXMER, Samples.AGENT, "cmts-1", samples.instant());
        var file = new NewFile("a.bin", Checksum.sha256(FILE), FILE);
        var capture = new NewCapture(48, 193, MeasStatus.SAMPLE_READY, true, List.of(file));
        return new NewMeasurement(head, new byte[] {4}, new byte[] {5}, List.of(capture));
    }

    @Test
    void leaseIsHadByOneOpenCommandAtATime() {
        NewCommand first = leased("modem");
        NewCommand second = leased("modem");

        assertThat(store.ledger().accept(first)).isEqualTo(new Acceptance.New());
        assertThat(store.ledger().accept(second)).isEqualTo(new Acceptance.Held(first.id()));
        assertThat(store.ledger().accept(leased("other"))).isEqualTo(new Acceptance.New());
        assertThat(store.ledger().find(second.id())).isEmpty();

        store.ledger().settle(List.of(Samples.completed(first.id(), new Sender.Gateway())));

        assertThat(store.ledger().holder("modem")).isEmpty();
        assertThat(store.ledger().accept(second)).isEqualTo(new Acceptance.New());
        assertThat(store.ledger().addsUp()).isTrue();
    }

    @Test
    void filingTwiceIsFilingOnce() {
        CommandId command = measured();
        assertThat(store.captures().unfiled(10)).containsExactly(command);

        store.captures().file(brought(command));
        store.captures().file(brought(command));

        assertThat(store.captures().unfiled(10)).isEmpty();
        StoredMeasurement found = store.captures().find(command).orElseThrow();
        assertThat(found.captures()).hasSize(1);
        long id = found.captures().getFirst().id();
        assertThat(store.captures().content(id, 0)).hasValue(FILE);
        assertThat(store.captures().newest(MAC, MeasurementType.RXMER, Instant.EPOCH, 10))
                .hasSize(1);
    }

    @Test
    void measurementThatBroughtNothingIsNotLookedAtAgain() {
        CommandId command = measured();

        store.captures().dismiss(command);

        assertThat(store.captures().unfiled(10)).isEmpty();
        assertThat(store.captures().find(command)).isEmpty();
    }

    @Test
    void oldMeasurementsGoWithTheirFiles() {
        CommandId old = measured();
        store.captures().file(brought(old));
        samples.advance(Duration.ofDays(1));
        CommandId young = measured();
        store.captures().file(brought(young));

        int forgotten = store.captures().prune(samples.instant().minus(Duration.ofHours(1)), 10);

        assertThat(forgotten).isEqualTo(1);
        assertThat(store.captures().find(old)).isEmpty();
        assertThat(store.captures().find(young)).isPresent();
        assertThat(store.captures().bytes()).isEqualTo(FILE.length);
    }
}
