package io.pypnm.remote.gateway;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.wire.MalformedMessageException;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.gateway.claim.ClaimException;
import io.pypnm.remote.gateway.claim.ClaimStore;
import io.pypnm.remote.gateway.claim.OutcomeFile;
import io.pypnm.remote.gateway.claim.Upload.What;
import io.pypnm.remote.gateway.dispatch.Pause;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.ledger.OutcomeBody;
import io.pypnm.remote.gateway.store.Captures;
import io.pypnm.remote.gateway.store.Ledger;
import io.pypnm.remote.gateway.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.IntSupplier;

/// Forgets, at the start and then every hour, commands that ended long ago, what belongs to them, and uploads that no
/// outcome needs: else the disk would fill, and an agent's quota with it. Runs on a thread of its own.
final class Retention implements Runnable {
    /// How much is kept.
    ///
    /// @param time  an ended command can be looked up for so long
    /// @param bytes above so many in the ledger the oldest are forgotten before their time, but none that ended within
    ///              [#PROMISED]
    record Keep(Duration time, long bytes) {
        /// An idempotency key stands for its command for 24 hours, and dies with it.
        static final Duration PROMISED = Duration.ofHours(25);

        /// The time to fetch a file once its command has ended, however many come after it.
        static final Duration TO_FETCH = Duration.ofHours(1);

        static final Keep DEFAULT = new Keep(Duration.ofDays(30), 8L * 1024 * 1024 * 1024);

        Keep {
            if (time.compareTo(PROMISED) < 0) {
                throw new IllegalArgumentException("commands must be kept for " + PROMISED + ", not " + time);
            }
        }
    }

    /// How many of the captures are kept.
    ///
    /// @param time  from their measurement
    /// @param bytes of their files, above which the oldest go before their time
    record KeepCaptures(Duration time, long bytes) {
        static final KeepCaptures DEFAULT = new KeepCaptures(Duration.ofDays(365), 4L * 1024 * 1024 * 1024);
    }

    private static final System.Logger log = System.getLogger(Retention.class.getName());
    private static final Duration PERIOD = Duration.ofHours(1);
    /// Lines about accounts and refusals are asked for long after the commands are.
    private static final Duration KEEP_AUDIT = Duration.ofDays(400);

    private static final long KEEP_AUDIT_LINES = 500_000;
    /// Few enough to keep the ledger's writer free for others.
    private static final int AT_ONCE = 500;

    private final Store store;
    private final Ledger ledger;
    private final ClaimStore claims;
    private final Keep keep;
    private final KeepCaptures keepCaptures;
    private final InstantSource clock;
    private final MessageCodec codec = new MessageCodec();
    private final Pause pause = new Pause(PERIOD);

    Retention(Store store, ClaimStore claims, Keep keep, KeepCaptures keepCaptures, InstantSource clock) {
        this.store = store;
        this.ledger = store.ledger();
        this.claims = claims;
        this.keep = keep;
        this.keepCaptures = keepCaptures;
        this.clock = clock;
    }

    @Override
    public void run() {
        pause.untilInterrupted(this::forget);
    }

    /// A ledger that cannot be used now is told by [Pause], which also knows a stop from a fault.
    private void forget() {
        Instant now = clock.instant();
        try {
            int commands = all(() -> ledger.prune(now.minus(keep.time()), AT_ONCE));
            int early = all(() -> isTooLarge() ? ledger.prune(now.minus(Keep.PROMISED), AT_ONCE) : 0);
            Captures captures = store.captures();
            int measurements = all(() -> captures.prune(now.minus(keepCaptures.time()), AT_ONCE));
            measurements += all(() -> captures.bytes() > keepCaptures.bytes() ? captures.prune(now, AT_ONCE) : 0);
            measurements += all(() -> store.jobs().prune(now.minus(keep.time()), AT_ONCE));
            int keys = all(() -> ledger.forgetKeys(AT_ONCE));
            int lines = all(() -> store.audit().prune(now.minus(KEEP_AUDIT), KEEP_AUDIT_LINES, AT_ONCE));
            int files = claims.sweep(this::isNeeded);
            log.log(
                    System.Logger.Level.DEBUG,
                    "forgot {0} commands, {1} before their time, {2} keys, {3} lines of audit, {4} uploads, {5} measurements",
                    commands,
                    early,
                    keys,
                    lines,
                    files,
                    measurements);
            if (isTooLarge()) {
                log.log(
                        System.Logger.Level.WARNING,
                        "the ledger has more than the " + (keep.bytes() >> 20) + " MiB it may keep, all of the last "
                                + Keep.PROMISED.toHours() + " hours");
            }
        } catch (ClaimException e) {
            log.log(System.Logger.Level.WARNING, "old uploads are not forgotten now", e);
        }
    }

    /// Whether what was uploaded for a command may go before its time, since its agent's quota is full.
    static boolean mayGo(Optional<CommandRow> row, What what, Instant now) {
        Duration promised = what == What.CONTENT ? Keep.TO_FETCH : Keep.PROMISED;
        return row.isEmpty()
                || (row.get().state() instanceof CommandRow.State.Ended ended
                        && ended.at().plus(promised).isBefore(now));
    }

    private boolean isTooLarge() {
        return store.usedBytes() > keep.bytes();
    }

    /// Goes on while there may be more to forget.
    private static int all(IntSupplier some) {
        int sum = 0;
        int last = AT_ONCE;
        while (last == AT_ONCE && !Thread.currentThread().isInterrupted()) {
            last = some.getAsInt();
            sum += last;
        }
        return sum;
    }

    /// An open command may yet be answered by its upload; an ended one needs those its outcomes name.
    private boolean isNeeded(CommandId command, What what, String sha256) {
        Optional<CommandRow> row = ledger.find(command);
        if (row.isEmpty()) {
            return false;
        }
        return !(row.get().state() instanceof CommandRow.State.Ended ended)
                || names(ended.body(), what, sha256)
                || ledger.late(command).stream().anyMatch(late -> names(late.body(), what, sha256));
    }

    private boolean names(OutcomeBody body, What what, String sha256) {
        return switch (body) {
            case OutcomeBody.Claimed claimed ->
                what == What.OUTCOME && claimed.sha256().equals(sha256);
            case OutcomeBody.Inline inline -> what == What.CONTENT && namesContent(inline.json(), sha256);
            case OutcomeBody.Omitted _ -> true;
        };
    }

    private boolean namesContent(byte[] outcome, String sha256) {
        try {
            return OutcomeFile.of(outcome, codec)
                    .filter(file -> file.sha256().equals(sha256))
                    .isPresent();
        } catch (MalformedMessageException e) {
            log.log(System.Logger.Level.WARNING, "the ledger has an outcome that cannot be read", e);
            return true;
        }
    }
}
