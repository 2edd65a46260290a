package io.pypnm.remote.gateway.pnm.job;

import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.ledger.Ending;
import io.pypnm.remote.gateway.pnm.archive.JobItem;
import io.pypnm.remote.gateway.pnm.archive.StoredCapture;
import io.pypnm.remote.gateway.pnm.archive.StoredMeasurement;
import io.pypnm.remote.gateway.pnm.measure.ChannelChoice;
import io.pypnm.remote.gateway.pnm.measure.MeasureOrder;
import io.pypnm.remote.gateway.pnm.measure.MeasureResult;
import io.pypnm.remote.gateway.pnm.measure.Measurements;
import io.pypnm.remote.gateway.pnm.measure.ModemFinder;
import io.pypnm.remote.gateway.pnm.measure.ModemFinder.Whereabouts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/// Does one item of a job: finds the modem, waits for a place with its CMTS, measures. Blocks its thread.
public final class ItemWork {
    /// More than the longest measurement of a job may take, start-by included.
    private static final Duration PATIENCE = Duration.ofMinutes(75);
    /// How often another's measurement of the modem is given way to.
    private static final int TURNS = 3;
    /// Modems that are looked for at once, whatever jobs there are.
    private static final int SEEKING = 16;

    private final ModemFinder finder;
    private final Measurements measurements;
    private final Semaphore seeking = new Semaphore(SEEKING, true);

    public ItemWork(ModemFinder finder, Measurements measurements) {
        this.finder = finder;
        this.measurements = measurements;
    }

    /// Does it.
    ///
    /// @param begun told when it begins
    /// @return the item as it has ended
    JobItem run(OpenJob job, JobItem item, Consumer<JobItem> begun) throws InterruptedException {
        return switch (find(job, item)) {
            case Whereabouts.NotFound(var why, String detail) -> {
                job.failed();
                yield with(item, JobItem.State.FAILED, "", "MODEM_" + why.name(), detail);
            }
            case Whereabouts.Found found -> {
                Semaphore places = job.places(found.cmts());
                places.acquire();
                try {
                    yield item.state() == JobItem.State.RUNNING || job.mayGoOn()
                            ? measure(job, item, begun)
                            : with(item, JobItem.State.CANCELLED, "", "", "");
                } finally {
                    places.release();
                }
            }
        };
    }

    private Whereabouts find(OpenJob job, JobItem item) throws InterruptedException {
        seeking.acquire();
        try {
            return finder.find(item.mac(), job.head().caller());
        } finally {
            seeking.release();
        }
    }

    private JobItem measure(OpenJob job, JobItem item, Consumer<JobItem> begun) throws InterruptedException {
        begun.accept(with(item, JobItem.State.RUNNING, "", "", ""));
        var order = new MeasureOrder(
                item.mac(),
                item.type().usual(),
                new ChannelChoice.All(),
                job.head().caller(),
                "job " + job.head().id() + " " + item.number());
        MeasureResult result = measurements.measure(order, PATIENCE);
        for (int turn = 1; turn < TURNS && result instanceof MeasureResult.Held(CommandRow by); turn++) {
            measurements.find(by.id(), PATIENCE);
            result = measurements.measure(order, PATIENCE);
        }
        JobItem ended = ended(item, result);
        if (ended.state() == JobItem.State.FAILED) {
            // Before the place is given up: whoever gets it is to know.
            job.failed();
        }
        return ended;
    }

    private static JobItem ended(JobItem item, MeasureResult result) {
        return switch (result) {
            case MeasureResult.Done(StoredMeasurement measurement) -> done(item, measurement);
            case MeasureResult.Underway(CommandRow command) -> failed(item, command, "TIMED_OUT", "it has not ended");
            case MeasureResult.Unanswered(CommandRow command) ->
                failed(item, command, "TIMED_OUT", "the modem's channels were not read in time");
            case MeasureResult.Held(CommandRow by) ->
                failed(item, by, "MEASUREMENT_RUNNING", by.caller() + " has the modem measured");
            case MeasureResult.NotFound(var why) ->
                with(item, JobItem.State.FAILED, "", "MODEM_" + why.why().name(), why.detail());
            case MeasureResult.NoSuchChannel(String detail) ->
                with(item, JobItem.State.FAILED, "", "NO_SUCH_CHANNEL", detail);
            case MeasureResult.Unavailable(var why) ->
                with(item, JobItem.State.FAILED, "", why.why().name(), why.detail());
            case MeasureResult.Failed(CommandRow command, var outcome) ->
                failed(item, command, code(outcome.outcome()), "see the outcome of the command");
            case MeasureResult.Unreadable(var command) ->
                with(item, JobItem.State.FAILED, command.toString(), "UNREADABLE", "the outcome cannot be read");
        };
    }

    /// What was filed without a capture that can be believed is no result.
    private static JobItem done(JobItem item, StoredMeasurement measurement) {
        String command = measurement.head().command().toString();
        return measurement.captures().stream().anyMatch(StoredCapture::sound)
                ? with(item, JobItem.State.DONE, command, "", "")
                : with(item, JobItem.State.FAILED, command, "UNSOUND", "there is no capture that can be believed");
    }

    private static String code(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Unknown _ -> "UNKNOWN_RESULT";
            case Outcome.Cancelled _ -> "CANCELLED";
            case Outcome.Partial(var _, List<Missing> missing) ->
                missing.getFirst().code().name();
            case Outcome.Completed _ -> "NOTHING_MEASURED";
            case Outcome.Failed _, Outcome.Refused _, Outcome.Expired _ -> Ending.code(outcome);
        };
    }

    private static JobItem failed(JobItem item, CommandRow command, String code, String detail) {
        return with(item, JobItem.State.FAILED, command.id().toString(), code, detail);
    }

    static JobItem with(JobItem item, JobItem.State state, String command, String code, String detail) {
        return new JobItem(item.number(), item.mac(), item.type(), state, command, code, detail, item.change());
    }
}
