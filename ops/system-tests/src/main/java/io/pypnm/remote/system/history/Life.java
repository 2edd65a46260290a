package io.pypnm.remote.system.history;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.system.history.HistoryEvent.Accepted;
import io.pypnm.remote.system.history.HistoryEvent.Answered;
import io.pypnm.remote.system.history.HistoryEvent.Attempted;
import io.pypnm.remote.system.history.HistoryEvent.Delivered;
import io.pypnm.remote.system.history.HistoryEvent.DeviceSet;
import io.pypnm.remote.system.history.HistoryEvent.Open;
import io.pypnm.remote.system.history.HistoryEvent.Receipted;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// All that was seen of one request. Filled by [History] and then only read.
final class Life {
    private final Attempted attempted;
    private final List<Accepted> acceptances = new ArrayList<>();
    private final List<Delivered> deliveries = new ArrayList<>();
    private final List<DeviceSet> runs = new ArrayList<>();
    private final List<Receipted> receipts = new ArrayList<>();
    private final List<Answered> answers = new ArrayList<>();
    private final List<Open> unanswered = new ArrayList<>();

    Life(Attempted attempted) {
        this.attempted = attempted;
    }

    Attempted attempted() {
        return attempted;
    }

    Effect effect() {
        return attempted.effect();
    }

    List<Accepted> acceptances() {
        return acceptances;
    }

    List<Delivered> deliveries() {
        return deliveries;
    }

    List<DeviceSet> runs() {
        return runs;
    }

    List<Receipted> receipts() {
        return receipts;
    }

    List<Answered> answers() {
        return answers;
    }

    List<Open> unanswered() {
        return unanswered;
    }

    boolean isAccepted() {
        return !acceptances.isEmpty();
    }

    /// Whether the API knew nothing of it in the end, or was not asked.
    boolean isLost() {
        return isAccepted() && answers.isEmpty() && unanswered.isEmpty();
    }

    boolean isOpen() {
        return isAccepted() && answers.isEmpty() && !unanswered.isEmpty();
    }

    List<CommandId> ids() {
        return acceptances.stream().map(Accepted::id).distinct().toList();
    }

    @Override
    public String toString() {
        return attempted.request()
                + ids().stream().map(id -> " " + id).collect(Collectors.joining())
                + " (" + attempted.effect().wireName() + ")";
    }
}
