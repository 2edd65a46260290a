package io.pypnm.remote.gateway;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pypnm.remote.broker.Broker;
import io.pypnm.remote.broker.BrokerException;
import io.pypnm.remote.broker.BrokerHealth;
import io.pypnm.remote.broker.QueueStatus;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.gateway.agentlink.LinkWatch;
import io.pypnm.remote.gateway.dispatch.DispatchMetrics;
import io.pypnm.remote.gateway.dispatch.Settler;
import io.pypnm.remote.gateway.ledger.Settlement;
import io.pypnm.remote.gateway.ledger.Totals;
import io.pypnm.remote.gateway.messaging.Queues;
import io.pypnm.remote.gateway.session.AgentSessions;
import io.pypnm.remote.gateway.store.Store;
import io.pypnm.remote.gateway.store.StoreException;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// What `/metrics` shows. `pypnm_commands_accepted_total` is always the sum of `pypnm_commands_ended_total` and
/// `pypnm_commands_open`; whether they are what the ledger has is looked at once a day. Alert on
/// `pypnm_queue_oldest_age_seconds` above what a command may wait, on `pypnm_outcomes_total{settlement="not_yours"}`
/// above zero, on a rising `pypnm_ledger_refused_total` (the disk is too slow for the load), and on
/// `pypnm_ledger_log_bytes` that stays above 100 MiB (it cannot be copied back).
final class GatewayMetrics {
    /// What one scrape shows, each part read at once so that its numbers fit together.
    private record Reading(Totals totals, Store.Metrics ledger, BrokerHealth broker, List<QueueStatus> queues) {}

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Store store;
    private final Broker broker;
    private final Queues queues;
    private volatile Reading reading;

    /// Declares them.
    ///
    /// @throws BrokerException if the broker does not answer
    GatewayMetrics(
            Store store,
            Broker broker,
            Queues queues,
            DispatchMetrics dispatch,
            AgentSessions sessions,
            LinkWatch links,
            Settler settler)
            throws BrokerException {
        this.store = store;
        this.broker = broker;
        this.queues = queues;
        this.reading = read();
        commands();
        for (Settlement settlement : DispatchMetrics.COUNTED) {
            FunctionCounter.builder("pypnm.outcomes", dispatch, it -> it.count(settlement))
                    .tag("settlement", settlement.name().toLowerCase(Locale.ROOT))
                    .description("Outcomes that came back, by what they were worth")
                    .register(registry);
        }
        FunctionCounter.builder("pypnm.outcomes.damaged", dispatch, DispatchMetrics::damagedCount)
                .description("Outcomes that could not be read")
                .register(registry);
        gauge("pypnm.agents.online", sessions, it -> it.identities().size(), "Connected agents");
        gauge("pypnm.links.open", links, LinkWatch::count, "Open connections, logged in or not");
        gauge("pypnm.callers.waiting", settler, Settler::waiting, "Commands whose outcome a caller waits for");
        broker();
        ledger();
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
    }

    private void commands() {
        counter("pypnm.commands.accepted", it -> it.totals().accepted(), "Commands ever accepted");
        gauge("pypnm.commands.open", it -> it.totals().open(), "Commands without an outcome");
        for (OutcomeKind kind : OutcomeKind.values()) {
            FunctionCounter.builder(
                            "pypnm.commands.ended",
                            this,
                            it -> it.reading.totals().ended().getOrDefault(kind, 0L))
                    .tag("outcome", kind.wireName())
                    .description("Commands by their outcome")
                    .register(registry);
        }
    }

    private void broker() {
        gauge("pypnm.queue.depth", it -> sum(it.queues(), QueueStatus::depth), "Messages in all queues");
        gauge("pypnm.queue.oldest.age.seconds", it -> oldest(it.queues()), "Age of the oldest message");
        gauge("pypnm.disk.used.percent", it -> it.broker().diskUsedPercent(), "How full the broker's disk is");
        gauge("pypnm.disk.free.bytes", it -> it.broker().diskFreeBytes(), "What is left on the broker's disk");
        gauge("pypnm.broker.memory.bytes", it -> it.broker().memoryBytes(), "Messages the broker has in memory");
    }

    private void ledger() {
        counter("pypnm.ledger.changes", it -> it.ledger().operations(), "Changes made to the ledger");
        counter("pypnm.ledger.commits", it -> it.ledger().commits(), "Commits of the ledger, each one sync");
        counter("pypnm.ledger.refused", it -> it.ledger().refused(), "Changes refused as too many waited");
        counter("pypnm.ledger.checkpoints", it -> it.ledger().checkpoints(), "Times the log was copied back");
        gauge("pypnm.ledger.waiting", it -> it.ledger().waiting(), "Changes that wait for the disk");
        gauge("pypnm.ledger.file.bytes", it -> it.ledger().fileBytes(), "Size of the ledger's file");
        gauge("pypnm.ledger.log.bytes", it -> it.ledger().logBytes(), "Size of the ledger's write-ahead log");
    }

    /// The metrics as they are now, in Prometheus's text format. One at a time: each shows what it has read itself.
    ///
    /// @throws BrokerException if the broker does not answer
    /// @throws StoreException  if the ledger does not
    synchronized String scrape() throws BrokerException {
        reading = read();
        return registry.scrape();
    }

    private Reading read() throws BrokerException {
        return new Reading(store.ledger().totals(), store.metrics(), broker.health(), queues.all());
    }

    private void counter(String name, ToDoubleFunction<Reading> value, String description) {
        FunctionCounter.builder(name, this, it -> value.applyAsDouble(it.reading))
                .description(description)
                .register(registry);
    }

    private void gauge(String name, ToDoubleFunction<Reading> value, String description) {
        gauge(name, this, it -> value.applyAsDouble(it.reading), description);
    }

    private <T> void gauge(String name, T source, ToDoubleFunction<T> value, String description) {
        Gauge.builder(name, source, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private static double sum(List<QueueStatus> queues, ToDoubleFunction<QueueStatus> value) {
        return queues.stream().mapToDouble(value).sum();
    }

    private static double oldest(List<QueueStatus> queues) {
        return queues.stream()
                .mapToDouble(status -> status.oldest().toMillis() / 1000.0)
                .max()
                .orElse(0);
    }
}
