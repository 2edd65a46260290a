package io.pypnm.remote.system.history;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.system.history.HistoryEvent.Accepted;
import io.pypnm.remote.system.history.HistoryEvent.Answered;
import io.pypnm.remote.system.history.HistoryEvent.Attempted;
import io.pypnm.remote.system.history.HistoryEvent.Counted;
import io.pypnm.remote.system.history.HistoryEvent.Delivered;
import io.pypnm.remote.system.history.HistoryEvent.DeviceSet;
import io.pypnm.remote.system.history.HistoryEvent.Drained;
import io.pypnm.remote.system.history.HistoryEvent.Killed;
import io.pypnm.remote.system.history.HistoryEvent.Open;
import io.pypnm.remote.system.history.HistoryEvent.Ready;
import io.pypnm.remote.system.history.HistoryEvent.Receipted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The events of a run, put together request by request.
final class History {
    private final Map<String, Life> byRequest = new LinkedHashMap<>();
    private final Map<CommandId, Life> byId = new HashMap<>();
    private final Map<String, Life> byValue = new HashMap<>();
    private final List<HistoryEvent> strays = new ArrayList<>();
    private final List<String> clashes = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final List<Counted> counts = new ArrayList<>();
    private final Map<String, Drained> queues = new LinkedHashMap<>();

    private History() {}

    /// Puts the events together; their order does not matter, as they come from several files.
    static History of(List<HistoryEvent> events) {
        var history = new History();
        List<HistoryEvent> ordered =
                events.stream().sorted(Comparator.comparing(HistoryEvent::at)).toList();
        ordered.stream().filter(Attempted.class::isInstance).forEach(history::add);
        ordered.stream().filter(Accepted.class::isInstance).forEach(history::add);
        ordered.stream()
                .filter(event -> !(event instanceof Attempted || event instanceof Accepted))
                .forEach(history::add);
        return history;
    }

    private void add(HistoryEvent event) {
        switch (event) {
            case Attempted attempted -> attempt(attempted);
            case Accepted accepted -> accept(accepted);
            case Delivered delivered ->
                of(delivered.id(), event).ifPresent(life -> life.deliveries().add(delivered));
            case DeviceSet set ->
                kept(byValue.get(set.value()), event)
                        .ifPresent(life -> life.runs().add(set));
            case Receipted receipted ->
                of(receipted.id(), event).ifPresent(life -> life.receipts().add(receipted));
            case Answered answered ->
                of(answered.id(), event).ifPresent(life -> life.answers().add(answered));
            case Open open ->
                of(open.id(), event).ifPresent(life -> life.unanswered().add(open));
            case Counted counted -> counts.add(counted);
            case Drained drained -> queues.put(drained.queue(), drained);
            case Killed killed -> faults.add(new Fault(killed));
            case Ready ready -> faults.forEach(fault -> fault.healedBy(ready));
        }
    }

    private void attempt(Attempted attempted) {
        Life life = byRequest.computeIfAbsent(attempted.request(), _ -> new Life(attempted));
        String value = attempted.value();
        Life other = value.isEmpty() ? null : byValue.putIfAbsent(value, life);
        if (other != null && other != life) {
            throw new IllegalArgumentException("value " + value + " is asked for by " + other + " and by " + life
                    + ": a device's SET could not be told to be the one's or the other's");
        }
    }

    private void accept(Accepted accepted) {
        Optional<Life> life = kept(byRequest.get(accepted.request()), accepted);
        if (life.isPresent()) {
            life.get().acceptances().add(accepted);
            Life other = byId.putIfAbsent(accepted.id(), life.get());
            if (other != null && other != life.get()) {
                clashes.add(accepted.id() + " was given to " + other + " and to " + life.get());
            }
        }
    }

    private Optional<Life> of(CommandId id, HistoryEvent event) {
        return kept(byId.get(id), event);
    }

    private Optional<Life> kept(@Nullable Life life, HistoryEvent event) {
        if (life == null) {
            strays.add(event);
        }
        return Optional.ofNullable(life);
    }

    Collection<Life> lives() {
        return byRequest.values();
    }

    /// What belongs to no request of this history.
    List<HistoryEvent> strays() {
        return strays;
    }

    /// Ids that were given twice.
    List<String> clashes() {
        return clashes;
    }

    List<Fault> faults() {
        return faults;
    }

    List<Counted> counts() {
        return counts;
    }

    /// Each queue as it was seen last.
    Collection<Drained> queues() {
        return queues.values();
    }
}
