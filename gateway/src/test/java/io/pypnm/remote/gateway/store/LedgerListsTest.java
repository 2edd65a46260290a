package io.pypnm.remote.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.gateway.ledger.Acceptance;
import io.pypnm.remote.gateway.ledger.CommandFilter;
import io.pypnm.remote.gateway.ledger.CommandFilter.Phase;
import io.pypnm.remote.gateway.ledger.CommandPage;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.ledger.CommandRow.State;
import io.pypnm.remote.gateway.ledger.NewCommand;
import io.pypnm.remote.gateway.ledger.NewCommand.Idempotency;
import io.pypnm.remote.gateway.ledger.OutcomeBody;
import io.pypnm.remote.gateway.ledger.Sender;
import io.pypnm.remote.gateway.ledger.Totals;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerListsTest {
    private static final AgentId OTHER_AGENT = new AgentId("jump-02");

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
    void listIsNewestFirstAndGoesOnFromTheLastOfAPage() {
        CommandId first = accepted(Samples.AGENT, "10.0.0.1");
        CommandId second = accepted(Samples.AGENT, "10.0.0.1");
        CommandId third = accepted(Samples.AGENT, "10.0.0.1");

        assertThat(ids(Filter.newest(2))).containsExactly(third, second);
        assertThat(ids(Filter.newest(2).before(second))).containsExactly(first);
    }

    @Test
    void pageSaysWhetherOlderCommandsMatchToo() {
        accepted(Samples.AGENT, "10.0.0.1");
        CommandId second = accepted(Samples.AGENT, "10.0.0.1");

        assertThat(Filter.newest(1).page(ledger).more()).isTrue();
        assertThat(Filter.newest(2).page(ledger).more()).isFalse();
        assertThat(Filter.newest(2).before(second).page(ledger).more()).isFalse();
    }

    @Test
    void pageOfLargeCommandsEndsEarlyAndTheNextGoesOnFromThere() {
        byte[] body = new byte[256 * 1024];
        Deque<CommandId> newestFirst = new ArrayDeque<>();
        for (int i = 0; i < 80; i++) {
            newestFirst.push(accepted(body));
        }

        List<List<CommandId>> pages = new ArrayList<>();
        CommandPage page = Filter.newest(CommandFilter.MAX_LIMIT).page(ledger);
        pages.add(ids(page));
        while (page.more()) {
            CommandId last = page.commands().getLast().id();
            page = Filter.newest(CommandFilter.MAX_LIMIT).before(last).page(ledger);
            pages.add(ids(page));
        }

        assertThat(pages).extracting(List::size).containsExactly(32, 32, 16);
        assertThat(pages.stream().flatMap(List::stream)).containsExactlyElementsOf(newestFirst);
    }

    @Test
    void everyFilterNarrowsTheList() {
        CommandId open = accepted(Samples.AGENT, "10.0.0.1");
        CommandId completed = ended(accepted(Samples.AGENT, "10.0.0.2"), OutcomeKind.COMPLETED);
        CommandId failed = ended(accepted(Samples.AGENT, "10.0.0.1"), OutcomeKind.FAILED);
        CommandId others = ended(accepted(OTHER_AGENT, "10.0.0.1"), OutcomeKind.FAILED);
        Filter all = Filter.newest(10);
        Phase failures = new Phase.Ended(OutcomeKind.FAILED);

        assertThat(ids(all)).containsExactly(others, failed, completed, open);
        assertThat(ids(all.of(Samples.AGENT))).containsExactly(failed, completed, open);
        assertThat(ids(all.on("10.0.0.1"))).containsExactly(others, failed, open);
        assertThat(ids(all.of(Samples.AGENT).on("10.0.0.1"))).containsExactly(failed, open);
        assertThat(ids(all.in(new Phase.Open()))).containsExactly(open);
        assertThat(ids(all.in(new Phase.Open()).of(OTHER_AGENT))).isEmpty();
        assertThat(ids(all.in(new Phase.Open()).on("10.0.0.1").before(completed)))
                .containsExactly(open);
        assertThat(ids(all.in(failures))).containsExactly(others, failed);
        assertThat(ids(all.in(failures).of(Samples.AGENT))).containsExactly(failed);
        assertThat(ids(all.in(failures).on("10.0.0.1").before(others))).containsExactly(failed);
        assertThat(ids(all.in(new Phase.Ended(OutcomeKind.COMPLETED)).of(Samples.AGENT)))
                .containsExactly(completed);
        assertThat(ids(all.in(new Phase.Ended(OutcomeKind.COMPLETED)))).containsExactly(completed);
    }

    @Test
    void listLeavesBodiesOut() {
        CommandId id = ended(accepted(Samples.AGENT, "10.0.0.1"), OutcomeKind.FAILED);
        OutcomeBody whole = ((State.Ended) ledger.find(id).orElseThrow().state()).body();

        State listed = Filter.newest(1).page(ledger).commands().getFirst().state();

        assertThat(listed)
                .isEqualTo(new State.Ended(
                        samples.instant(),
                        OutcomeKind.FAILED,
                        "",
                        new OutcomeBody.Omitted(whole.sha256(), ((OutcomeBody.Inline) whole).json().length)));
    }

    @Test
    void commandsThatMayNotHaveReachedTheirQueueAreFoundOldestFirst() {
        CommandId before = samples.id();
        CommandId first = accepted(Samples.AGENT, "10.0.0.1");
        CommandId queued = accepted(Samples.AGENT, "10.0.0.1");
        ledger.queued(queued);
        CommandId last = accepted(Samples.AGENT, "10.0.0.1");

        assertThat(ledger.unqueued(before, 10)).extracting(CommandRow::id).containsExactly(first, last);
        assertThat(ledger.unqueued(before, 1)).extracting(CommandRow::id).containsExactly(first);
        assertThat(ledger.unqueued(first, 10)).extracting(CommandRow::id).containsExactly(last);
        assertThat(ledger.find(queued).orElseThrow().state()).isEqualTo(new State.Queued());
    }

    @Test
    void overdueCommandsAreThoseWhoseTimesHaveAllPassed() {
        CommandId early = accepted(Samples.AGENT, "10.0.0.1");
        ended(accepted(Samples.AGENT, "10.0.0.1"), OutcomeKind.COMPLETED);
        samples.advance(Duration.ofSeconds(1));
        accepted(Samples.AGENT, "10.0.0.1");
        CommandRow row = ledger.find(early).orElseThrow();
        Instant due = row.startBy().plus(row.runFor()).plus(Duration.ofHours(1));

        assertThat(ledger.overdue(due, Duration.ofHours(1), 10)).isEmpty();
        assertThat(ledger.overdue(due.plusMillis(1), Duration.ofHours(1), 10))
                .extracting(CommandRow::id)
                .containsExactly(early);
        assertThat(ledger.overdue(due.plusMillis(1), Duration.ofHours(1), 10))
                .extracting(CommandRow::redactedCommand)
                .containsExactly(new byte[0]);
        assertThat(ledger.overdue(due.plusSeconds(2), Duration.ofHours(1), 10)).hasSize(2);
    }

    @Test
    void pruningForgetsOldOutcomesAndKeepsTheSum() {
        CommandId open = accepted(Samples.AGENT, "10.0.0.1");
        CommandId old = ended(accepted(Samples.AGENT, "10.0.0.1"), OutcomeKind.FAILED);
        CommandId older = ended(accepted(Samples.AGENT, "10.0.0.1"), OutcomeKind.COMPLETED);
        samples.advance(Duration.ofDays(30));
        CommandId young = ended(accepted(Samples.AGENT, "10.0.0.1"), OutcomeKind.COMPLETED);
        Totals before = ledger.totals();

        assertThat(ledger.prune(samples.instant(), 1)).isEqualTo(1);
        assertThat(ledger.prune(samples.instant(), 10)).isEqualTo(1);
        assertThat(ledger.prune(samples.instant(), 10)).isZero();

        assertThat(ids(Filter.newest(10))).containsExactly(young, open);
        assertThat(ledger.find(old)).isEmpty();
        assertThat(ledger.find(older)).isEmpty();
        assertThat(ledger.totals()).isEqualTo(before);
        assertThat(ledger.addsUp()).isTrue();
    }

    @Test
    void commandThatEndedLateIsKeptFromItsEndOn() {
        CommandId slow = accepted(Samples.AGENT, "10.0.0.1");
        samples.advance(Duration.ofHours(2));
        ended(slow, OutcomeKind.UNKNOWN);

        assertThat(ledger.prune(samples.instant().minus(Duration.ofHours(1)), 10))
                .isZero();
        assertThat(ledger.prune(samples.instant().plusMillis(1), 10)).isEqualTo(1);
    }

    @Test
    void forgottenCommandTakesItsKeyWithIt() {
        NewCommand keyed = samples.keyed("key-1", "sha-a");
        ledger.accept(keyed);
        ended(keyed.id(), OutcomeKind.COMPLETED);
        samples.advance(Duration.ofHours(1));

        ledger.prune(samples.instant(), 10);

        assertThat(ledger.earlier(samples.keyed("key-1", "sha-a"))).isEmpty();
        assertThat(ledger.accept(samples.keyed("key-1", "sha-b"))).isEqualTo(new Acceptance.New());
    }

    @Test
    void keysAreForgottenAfterTheirDayAndTheirCommandsStay() {
        for (int i = 0; i < 3; i++) {
            ledger.accept(samples.keyed("key-" + i, "sha-a"));
        }
        samples.advance(Duration.ofHours(24).minusMillis(1));
        assertThat(ledger.forgetKeys(2)).isZero();
        samples.advance(Duration.ofMillis(1));

        assertThat(ledger.forgetKeys(2)).isEqualTo(2);
        assertThat(ledger.forgetKeys(2)).isEqualTo(1);

        assertThat(ids(Filter.newest(10))).hasSize(3);
    }

    private CommandId accepted(AgentId agent, String target) {
        // Ids sort by the millisecond they were made in.
        samples.advance(Duration.ofMillis(1));
        CommandId id = samples.id();
        ledger.accept(samples.command(id, agent, Effect.READ, target, new Idempotency.None()));
        return id;
    }

    private CommandId accepted(byte[] body) {
        samples.advance(Duration.ofMillis(1));
        NewCommand command = samples.read();
        ledger.accept(new NewCommand(
                command.id(),
                command.agent(),
                command.lane(),
                command.kind(),
                command.effect(),
                command.target(),
                body,
                command.carriesSecret(),
                command.acceptedAt(),
                command.startBy(),
                command.runFor(),
                command.caller(),
                command.traceparent(),
                command.retryOf(),
                command.lease(),
                command.idempotency()));
        return command.id();
    }

    private CommandId ended(CommandId id, OutcomeKind kind) {
        ledger.settle(List.of(Samples.ending(id, new Sender.Gateway(), kind, "{\"command\":\"" + id + "\"}")));
        return id;
    }

    private List<CommandId> ids(Filter filter) {
        return ids(filter.page(ledger));
    }

    private static List<CommandId> ids(CommandPage page) {
        return page.commands().stream().map(CommandRow::id).toList();
    }
}
