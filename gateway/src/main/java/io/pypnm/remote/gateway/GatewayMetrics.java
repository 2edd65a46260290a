package io.pypnm.remote.gateway;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
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
import jakarta.jms.JMSException;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// What `/metrics` shows. `pypnm_commands_accepted_total` is always the sum of `pypnm_commands_ended_total` and
/// `pypnm_commands_open`; alert if it is not. Alert on `pypnm_queue_oldest_age_seconds` above what a command may wait,
/// and on `pypnm_outcomes_total{settlement="not_yours"}` above zero.
final class GatewayMetrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    GatewayMetrics(
            Store store,
            DispatchMetrics dispatch,
            Queues queues,
            AgentSessions sessions,
            LinkWatch links,
            Settler settler) {
        counter("pypnm.commands.accepted", store, it -> totals(it).accepted(), "Commands in the ledger");
        gauge("pypnm.commands.open", store, it -> totals(it).open(), "Commands without an outcome");
        for (OutcomeKind kind : OutcomeKind.values()) {
            FunctionCounter.builder(
                            "pypnm.commands.ended",
                            store,
                            it -> totals(it).ended().getOrDefault(kind, 0L))
                    .tag("outcome", kind.wireName())
                    .description("Commands by their outcome")
                    .register(registry);
        }
        for (Settlement settlement : Settlement.values()) {
            FunctionCounter.builder("pypnm.outcomes", dispatch, it -> it.count(settlement))
                    .tag("settlement", settlement.name().toLowerCase(Locale.ROOT))
                    .description("Outcomes that came back, by what they were worth")
                    .register(registry);
        }
        counter("pypnm.outcomes.damaged", dispatch, DispatchMetrics::damagedCount, "Outcomes that could not be read");
        gauge("pypnm.agents.online", sessions, it -> it.identities().size(), "Connected agents");
        gauge("pypnm.links.open", links, LinkWatch::count, "Open connections, logged in or not");
        gauge("pypnm.callers.waiting", settler, Settler::waiting, "Commands whose outcome a caller waits for");
        gauge("pypnm.queue.depth", queues, it -> sum(it, QueueStatus::depth), "Messages in all queues");
        gauge("pypnm.queue.oldest.age.seconds", queues, GatewayMetrics::oldest, "Age of the oldest message");
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    private <T> void counter(String name, T source, ToDoubleFunction<T> value, String description) {
        FunctionCounter.builder(name, source, value).description(description).register(registry);
    }

    private <T> void gauge(String name, T source, ToDoubleFunction<T> value, String description) {
        Gauge.builder(name, source, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private static Totals totals(Store store) {
        try {
            return store.ledger().totals();
        } catch (StoreException e) {
            throw new IllegalStateException("the ledger does not answer", e);
        }
    }

    private static double sum(Queues queues, ToDoubleFunction<QueueStatus> value) {
        return statuses(queues).stream().mapToDouble(value).sum();
    }

    private static double oldest(Queues queues) {
        return statuses(queues).stream()
                .mapToDouble(status -> status.oldest().toMillis() / 1000.0)
                .max()
                .orElse(0);
    }

    private static List<QueueStatus> statuses(Queues queues) {
        try {
            return queues.all();
        } catch (JMSException e) {
            throw new IllegalStateException("the broker does not answer", e);
        }
    }
}
