package io.pypnm.remote.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.gateway.ledger.CommandRow.State;
import io.pypnm.remote.gateway.ledger.Delivery;
import io.pypnm.remote.gateway.ledger.Ending;
import io.pypnm.remote.gateway.ledger.NewCommand;
import io.pypnm.remote.gateway.ledger.OutcomeBody;
import io.pypnm.remote.gateway.ledger.Sender;
import io.pypnm.remote.gateway.ledger.Settlement;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerSettlementTest {
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
    void outcomeIsFoundAsItWasGiven() {
        CommandId id = delivered(samples.set());
        Ending ending = new Ending(
                id, Samples.agent(), OutcomeKind.FAILED, "DEVICE_TIMEOUT", new OutcomeBody.Inline(new byte[] {'{', '}'
                }));

        assertThat(ledger.settle(List.of(ending))).containsExactly(Settlement.FIRST);

        assertThat(ledger.find(id).orElseThrow().state())
                .usingRecursiveComparison()
                .isEqualTo(new State.Ended(samples.instant(), OutcomeKind.FAILED, "DEVICE_TIMEOUT", ending.body()));
    }

    @Test
    void claimedOutcomeIsFoundByItsHashAndSize() {
        CommandId id = delivered(samples.set());
        var claimed = new OutcomeBody.Claimed("f00d", 20_000_000);

        ledger.settle(List.of(new Ending(id, Samples.agent(), OutcomeKind.COMPLETED, "", claimed)));

        assertThat(ledger.find(id).orElseThrow().state())
                .isEqualTo(new State.Ended(samples.instant(), OutcomeKind.COMPLETED, "", claimed));
    }

    @Test
    void sameOutcomeAgainIsRepeatedAndAnotherIsKeptAside() {
        CommandId id = delivered(samples.set());
        Ending first = Samples.completed(id, Samples.agent());
        Ending other = Samples.ending(id, Samples.agent(), OutcomeKind.FAILED, "{\"outcome\":\"failed\"}");

        assertThat(ledger.settle(List.of(first, first, other, other)))
                .containsExactly(Settlement.FIRST, Settlement.REPEATED, Settlement.LATE, Settlement.LATE);

        assertThat(ledger.late(id)).usingRecursiveComparison().isEqualTo(List.of(other));
        assertThat(ledger.find(id).orElseThrow().state())
                .isInstanceOfSatisfying(
                        State.Ended.class, ended -> assertThat(ended.kind()).isEqualTo(OutcomeKind.COMPLETED));
    }

    @Test
    void lateOutcomesAreBoundedPerCommand() {
        CommandId id = delivered(samples.set());
        ledger.settle(List.of(Samples.completed(id, Samples.agent())));

        for (int i = 0; i < 10; i++) {
            Ending late = Samples.ending(id, Samples.agent(), OutcomeKind.COMPLETED, "{\"number\":" + i + "}");
            assertThat(ledger.settle(List.of(late))).containsExactly(Settlement.LATE);
        }

        assertThat(ledger.late(id)).hasSize(LedgerWriter.MAX_LATE_OUTCOMES);
    }

    @Test
    void gatewaysLateWordIsDropped() {
        CommandId id = delivered(samples.set());
        Ending gateways = Samples.ending(id, new Sender.Gateway(), OutcomeKind.UNKNOWN, "{\"outcome\":\"unknown\"}");

        assertThat(ledger.settle(List.of(Samples.completed(id, Samples.agent()), gateways)))
                .containsExactly(Settlement.FIRST, Settlement.LATE);

        assertThat(ledger.late(id)).isEmpty();
    }

    @Test
    void trueOutcomeIsKeptBesideTheUnknownThatCameFirst() {
        CommandId id = delivered(samples.set());
        assertThat(ledger.deliver(id, Samples.session(ledger, Samples.OTHER_INSTANCE, true)))
                .isEqualTo(new Delivery.Foreign());

        Ending truth = Samples.completed(id, Samples.agent());
        assertThat(ledger.settle(List.of(truth))).containsExactly(Settlement.LATE);

        assertThat(ledger.late(id)).usingRecursiveComparison().isEqualTo(List.of(truth));
    }

    @Test
    void strangersAreRefusedAndAudited() {
        CommandId id = delivered(samples.set());
        Sender otherAgent = new Sender.Agent(new AgentId("jump-02"), Samples.INSTANCE, 1);
        Sender otherInstance = new Sender.Agent(Samples.AGENT, Samples.OTHER_INSTANCE, 1);

        assertThat(ledger.settle(List.of(Samples.completed(id, otherAgent), Samples.completed(id, otherInstance))))
                .containsExactly(Settlement.NOT_YOURS, Settlement.NOT_YOURS);

        assertThat(ledger.find(id).orElseThrow().state()).isInstanceOf(State.Delivered.class);
        assertThat(store.audit().list(Long.MAX_VALUE, 10))
                .extracting(Audit.Entry::who)
                .containsExactly("agent jump-01", "agent jump-02");
        assertThat(store.audit().list(Long.MAX_VALUE, 10))
                .allSatisfy(entry -> assertThat(entry.detail()).contains(id.toString()));
    }

    @Test
    void unknownCommandIsMissing() {
        assertThat(ledger.settle(List.of(Samples.completed(samples.id(), Samples.agent()))))
                .containsExactly(Settlement.MISSING);
    }

    @Test
    void deliveredCommandCannotBeCalledExpired() {
        CommandId id = delivered(samples.read());
        Ending expired = Samples.ending(id, new Sender.Gateway(), OutcomeKind.EXPIRED, "{\"outcome\":\"expired\"}");

        // The note of a read's delivery may lag; what settles it does not overtake that note.
        assertThat(ledger.settle(List.of(expired))).containsExactly(Settlement.DELIVERED);

        assertThat(ledger.totals().open()).isEqualTo(1);
    }

    @Test
    void oneOutcomeWinsARace() throws InterruptedException, ExecutionException {
        CommandId id = delivered(samples.set());
        AtomicInteger number = new AtomicInteger();
        Callable<Settlement> settle = () -> ledger.settle(List.of(Samples.ending(
                        id, Samples.agent(), OutcomeKind.COMPLETED, "{\"number\":" + number.incrementAndGet() + "}")))
                .getFirst();

        int first = 0;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Settlement> answer : executor.invokeAll(Collections.nCopies(200, settle))) {
                first += answer.get() == Settlement.FIRST ? 1 : 0;
            }
        }

        assertThat(first).isEqualTo(1);
        assertThat(ledger.addsUp()).isTrue();
        assertThat(ledger.totals().ended()).containsEntry(OutcomeKind.COMPLETED, 1L);
    }

    @Test
    void tooManyAtOnceAreRefused() {
        List<Ending> many = Collections.nCopies(1001, Samples.completed(samples.id(), Samples.agent()));

        assertThatThrownBy(() -> ledger.settle(many)).hasMessage("at most 1000 endings at once, are 1001");
    }

    /// Accepts the command and delivers it to [Samples#INSTANCE].
    private CommandId delivered(NewCommand command) {
        ledger.accept(command);
        assertThat(ledger.deliver(command.id(), Samples.session(ledger))).isInstanceOf(Delivery.Go.class);
        return command.id();
    }
}
