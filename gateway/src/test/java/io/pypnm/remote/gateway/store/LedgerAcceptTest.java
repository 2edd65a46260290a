package io.pypnm.remote.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.gateway.ledger.Acceptance;
import io.pypnm.remote.gateway.ledger.CancelResult;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.ledger.CommandRow.State;
import io.pypnm.remote.gateway.ledger.NewCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerAcceptTest {
    @TempDir
    private Path directory;

    private final Samples samples = new Samples();
    private Store store;
    private Ledger ledger;

    @BeforeEach
    void open() {
        store = Store.open(directory.resolve("ledger.db"), samples);
        ledger = store.ledger();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void acceptedCommandIsFoundAsItWasGiven() {
        NewCommand command = samples.set();

        assertThat(ledger.accept(command)).isEqualTo(new Acceptance.New());

        CommandRow row = ledger.find(command.id()).orElseThrow();
        assertThat(row)
                .usingRecursiveComparison()
                .ignoringFields("attempts", "cancelRequested", "state")
                .isEqualTo(command);
        assertThat(row.attempts()).isZero();
        assertThat(row.cancelRequested()).isFalse();
        assertThat(row.state()).isEqualTo(new State.Accepted());
    }

    @Test
    void unknownIdIsNotFound() {
        assertThat(ledger.find(samples.id())).isEmpty();
        assertThat(ledger.cancel(samples.id())).isEqualTo(new CancelResult.Missing());
    }

    @Test
    void sameKeyAndBodyFindTheFirstCommand() {
        NewCommand first = samples.keyed("key-1", "sha-a");
        ledger.accept(first);

        assertThat(ledger.accept(samples.keyed("key-1", "sha-a"))).isEqualTo(new Acceptance.Repeated(first.id()));
        assertThat(ledger.accept(samples.keyed("key-1", "sha-b"))).isEqualTo(new Acceptance.Mismatch(first.id()));
        assertThat(ledger.accept(samples.keyed("key-2", "sha-b"))).isEqualTo(new Acceptance.New());
        assertThat(ledger.totals().accepted()).isEqualTo(2);
    }

    @Test
    void keyIsTheCallersOwn() {
        ledger.accept(samples.keyed("key-1", "sha-a"));
        var another = new NewCommand.Idempotency.Key("dashboard", "key-1", "sha-b");

        assertThat(ledger.accept(samples.command(Samples.AGENT, Effect.READ, another)))
                .isEqualTo(new Acceptance.New());
    }

    @Test
    void keyStandsForItsCommandTwentyFourHours() {
        NewCommand first = samples.keyed("key-1", "sha-a");
        ledger.accept(first);

        samples.advance(Duration.ofHours(24).minusMillis(1));
        assertThat(ledger.accept(samples.keyed("key-1", "sha-a"))).isEqualTo(new Acceptance.Repeated(first.id()));

        samples.advance(Duration.ofMillis(1));
        NewCommand next = samples.keyed("key-1", "sha-b");
        assertThat(ledger.accept(next)).isEqualTo(new Acceptance.New());
        assertThat(ledger.accept(samples.keyed("key-1", "sha-b"))).isEqualTo(new Acceptance.Repeated(next.id()));
    }

    @Test
    void aThousandSendersOfOneKeyMakeOneCommand() throws InterruptedException, ExecutionException {
        Set<CommandId> named = ConcurrentHashMap.newKeySet();
        AtomicInteger created = new AtomicInteger();
        Callable<Boolean> send = () -> {
            NewCommand command = samples.keyed("key-1", "sha-a");
            return switch (ledger.accept(command)) {
                case Acceptance.New() -> {
                    created.incrementAndGet();
                    yield named.add(command.id());
                }
                case Acceptance.Repeated(CommandId id) -> named.add(id);
                case Acceptance.Mismatch(CommandId _) -> throw new IllegalStateException("the bodies are the same");
                case Acceptance.Held(CommandId _) -> throw new IllegalStateException("there is no lease");
            };
        };

        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> answer : executor.invokeAll(Collections.nCopies(1000, send))) {
                answer.get();
            }
        }

        assertThat(created).hasValue(1);
        assertThat(named).hasSize(1);
        assertThat(ledger.totals().accepted()).isEqualTo(1);
        assertThat(ledger.addsUp()).isTrue();
    }
}
