package io.pypnm.remote.gateway.pnm.job;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.CommandIds;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.gateway.pnm.archive.JobHead;
import io.pypnm.remote.gateway.pnm.archive.JobItem;
import io.pypnm.remote.gateway.pnm.archive.MeasurementType;
import io.pypnm.remote.gateway.store.Jobs;
import io.pypnm.remote.gateway.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;

/// Runs jobs: each modem of an open job on a virtual thread of its own, one measurement after the other, and of the
/// modems of one CMTS no more at once than the job allows. What an item comes to is on disk before the next one begins,
/// and a measurement is asked for under the item's own key, so a job that goes on after a restart finds what it had
/// begun instead of measuring it again. Safe for use by many threads.
public final class JobRunner {
    /// Jobs that may be open at once.
    public static final int MAX_OPEN = 20;

    private static final System.Logger log = System.getLogger(JobRunner.class.getName());
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofSeconds(2);
    /// A key stands for its command a little longer.
    private static final Duration KEY_LIFE = Duration.ofHours(23);

    private final Jobs jobs;
    private final ItemWork work;
    private final CommandIds ids;
    private final ThreadFactory threads;
    private final InstantSource clock;
    private final Map<CommandId, OpenJob> open = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /// Wires it; [#resume] begins.
    ///
    /// @param threads makes virtual ones
    public JobRunner(Jobs jobs, ItemWork work, CommandIds ids, ThreadFactory threads, InstantSource clock) {
        this.jobs = jobs;
        this.work = work;
        this.ids = ids;
        this.threads = threads;
        this.clock = clock;
    }

    /// Goes on with the jobs that an earlier gateway left open.
    public void resume() {
        for (JobHead job : jobs.open()) {
            start(job, jobs.items(job.id(), 0, Integer.MAX_VALUE));
        }
    }

    /// Begins a job.
    ///
    /// @return empty if as many are open as may be
    public Optional<JobHead> begin(JobOrder order) {
        var job = new JobHead(
                ids.next(),
                order.caller(),
                clock.instant(),
                order.maxPerCmts(),
                order.maxErrors(),
                JobHead.State.RUNNING);
        List<JobItem> items = new ArrayList<>();
        for (MacAddress mac : order.macs()) {
            for (MeasurementType type : order.types()) {
                items.add(new JobItem(items.size(), mac, type, JobItem.State.WAITING, "", "", "", 0));
            }
        }
        if (!jobs.add(job, items, MAX_OPEN)) {
            return Optional.empty();
        }
        start(job, items);
        return Optional.of(job);
    }

    private void start(JobHead job, List<JobItem> items) {
        Map<MacAddress, List<JobItem>> byModem = new LinkedHashMap<>();
        int failed = 0;
        for (JobItem item : items) {
            switch (item.state()) {
                case RUNNING, WAITING ->
                    byModem.computeIfAbsent(item.mac(), _ -> new ArrayList<>()).add(item);
                case FAILED -> failed++;
                case DONE, CANCELLED -> {}
            }
        }
        var running = new OpenJob(job, byModem.size(), failed);
        open.put(job.id(), running);
        if (byModem.isEmpty()) {
            end(running);
        }
        running.start(byModem.values().stream()
                .map(modem -> threads.newThread(() -> run(running, modem)))
                .toList());
    }

    private void run(OpenJob job, List<JobItem> modem) {
        try {
            for (JobItem item : modem) {
                runThrough(job, item);
            }
            if (job.modemIsDone()) {
                end(job);
            }
        } catch (InterruptedException _) {
            // The gateway stops: the job goes on with the next one.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!stopped) {
                log.log(
                        System.Logger.Level.ERROR,
                        "job " + job.head().id() + " cannot go on before the next start of the gateway",
                        e);
            }
        }
    }

    /// Until the ledger takes it: a measurement that is asked for again under its key is the same one.
    private void runThrough(OpenJob job, JobItem item) throws InterruptedException {
        while (true) {
            try {
                run(job, item);
                return;
            } catch (StoreException e) {
                if (stopped) {
                    throw new InterruptedException();
                }
                log.log(
                        System.Logger.Level.WARNING,
                        "job " + job.head().id() + ", item " + item.number() + " is tried again",
                        e);
                job.rest(RETRY);
            }
        }
    }

    private void run(OpenJob job, JobItem item) throws InterruptedException {
        JobItem ended = end(job, item);
        if (stopped) {
            // Who waited was woken because the gateway stops, and not because it has ended.
            throw new InterruptedException();
        }
        change(job, ended);
    }

    private JobItem end(OpenJob job, JobItem item) throws InterruptedException {
        boolean wasBegun = item.state() == JobItem.State.RUNNING;
        if (wasBegun && clock.instant().isAfter(job.head().at().plus(KEY_LIFE))) {
            job.failed();
            return ItemWork.with(
                    item,
                    JobItem.State.FAILED,
                    "",
                    "INTERRUPTED",
                    "the gateway was down, and nobody knows how it ended");
        }
        if (!wasBegun && !job.mayGoOn()) {
            return ItemWork.with(item, JobItem.State.CANCELLED, "", "", "");
        }
        try {
            return work.run(job, item, running -> change(job, running));
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            if (stopped) {
                throw e;
            }
            log.log(System.Logger.Level.ERROR, "job " + job.head().id() + ", item " + item.number() + " failed", e);
            job.failed();
            return ItemWork.with(item, JobItem.State.FAILED, "", "INTERNAL", "see the log of the gateway");
        }
    }

    private void change(OpenJob job, JobItem item) {
        jobs.change(job.head().id(), item);
        job.change();
    }

    private void end(OpenJob job) {
        jobs.advance(job.head().id(), job.ending());
        open.remove(job.head().id());
        job.change();
    }

    /// Begins nothing more of the job; what runs goes on to its end.
    ///
    /// @return whether it was open
    public boolean cancel(CommandId id) {
        OpenJob job = open.get(id);
        if (job == null) {
            return false;
        }
        jobs.advance(id, JobHead.State.CANCELLING);
        job.cancel();
        return true;
    }

    /// Waits until something changes in an open job.
    ///
    /// @param seen the number that the last call returned; 0 for the first, which does not wait
    /// @return a number that is another one after a change; `seen` if nothing changed in time
    public long awaitChange(CommandId id, long seen, Duration wait) throws InterruptedException {
        OpenJob job = open.get(id);
        return job == null || stopped ? seen : job.awaitChange(seen, wait);
    }

    /// Whether it stops, so that nothing is to be waited for.
    public boolean isStopped() {
        return stopped;
    }

    /// Leaves open jobs to the next gateway.
    public void stop() throws InterruptedException {
        stopped = true;
        for (OpenJob job : open.values()) {
            job.stop(STOP_WITHIN);
        }
    }
}
