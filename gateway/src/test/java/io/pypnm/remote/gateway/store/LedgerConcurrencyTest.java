package io.pypnm.remote.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.gateway.ledger.AgentSession;
import io.pypnm.remote.gateway.ledger.Delivery;
import io.pypnm.remote.gateway.ledger.NewCommand;
import io.pypnm.remote.gateway.ledger.NewCommand.Idempotency;
import io.pypnm.remote.gateway.ledger.Totals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerConcurrencyTest {
    private static final int CALLERS = 64;
    private static final int COMMANDS_EACH = 30;

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

    /// Invariant 1: accepted = completed + ... + unknown + open, at any moment and in the end.
    @Test
    void sumAddsUpWhileManyWriteAndCommitsAreShared() throws InterruptedException, ExecutionException {
        AgentSession session = Samples.session(ledger);
        AtomicBoolean writing = new AtomicBoolean(true);

        // The watcher never waits: as a virtual thread it would keep its carrier, and with it whoever is queued there.
        try (var executor = Executors.newVirtualThreadPerTaskExecutor();
                var platform = Executors.newSingleThreadExecutor()) {
            Future<Integer> watcher = platform.submit(() -> sumsSeen(writing));
            List<Future<?>> callers = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                int first = caller;
                callers.add(executor.submit(() -> live(session, first)));
            }
            for (Future<?> caller : callers) {
                caller.get();
            }
            writing.set(false);
            assertThat(watcher.get()).isPositive();
        }

        Totals totals = ledger.totals();
        assertThat(totals.accepted()).isEqualTo(CALLERS * COMMANDS_EACH);
        assertThat(totals.open()).isEqualTo(CALLERS * COMMANDS_EACH / 3);
        assertThat(totals.ended())
                .containsEntry(OutcomeKind.COMPLETED, (long) CALLERS * COMMANDS_EACH / 3)
                .containsEntry(OutcomeKind.CANCELLED, (long) CALLERS * COMMANDS_EACH / 3);
        assertThat(ledger.addsUp()).isTrue();
        assertThat(store.metrics().commits() * 4).isLessThan(store.metrics().operations());
    }

    private int sumsSeen(AtomicBoolean writing) {
        int seen = 0;
        while (writing.get()) {
            assertThat(ledger.addsUp()).isTrue();
            seen++;
        }
        return seen;
    }

    /// A third of the commands completes, a third is cancelled, a third stays open.
    private void live(AgentSession session, int caller) {
        for (int i = 0; i < COMMANDS_EACH; i++) {
            Effect effect = (caller + i) % 2 == 0 ? Effect.READ : Effect.SET;
            NewCommand command = samples.command(Samples.AGENT, effect, new Idempotency.None());
            ledger.accept(command);
            ledger.queued(command.id());
            switch (i % 3) {
                case 0 -> {
                    assertThat(ledger.deliver(command.id(), session)).isInstanceOf(Delivery.Go.class);
                    ledger.settle(List.of(Samples.completed(command.id(), Samples.agent())));
                }
                case 1 -> {
                    ledger.cancel(command.id());
                    assertThat(ledger.deliver(command.id(), session)).isEqualTo(new Delivery.Cancelled());
                }
                default -> assertThat(ledger.deliver(command.id(), session)).isInstanceOf(Delivery.Go.class);
            }
        }
    }
}
