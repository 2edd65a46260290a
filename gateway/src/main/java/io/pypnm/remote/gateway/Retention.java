package io.pypnm.remote.gateway;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.gateway.claim.ClaimException;
import io.pypnm.remote.gateway.claim.ClaimStore;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.ledger.OutcomeBody;
import io.pypnm.remote.gateway.store.Ledger;
import io.pypnm.remote.gateway.store.Store;
import io.pypnm.remote.gateway.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Forgets, at the start and then every hour, commands that ended long ago and uploads that no outcome needs: else the
/// disk would fill, and an agent's quota with it. Runs on a thread of its own.
final class Retention implements Runnable {
    private static final System.Logger log = System.getLogger(Retention.class.getName());
    private static final Duration PERIOD = Duration.ofHours(1);
    /// Lines about accounts and refusals are asked for long after the commands are.
    private static final Duration KEEP_AUDIT = Duration.ofDays(400);

    /// Few enough to keep the ledger's writer free for others.
    private static final int AT_ONCE = 500;

    private final Store store;
    private final Ledger ledger;
    private final ClaimStore claims;
    private final Duration keep;
    private final InstantSource clock;
    private final CountDownLatch never = new CountDownLatch(1);

    Retention(Store store, ClaimStore claims, Duration keep, InstantSource clock) {
        this.store = store;
        this.ledger = store.ledger();
        this.claims = claims;
        this.keep = keep;
        this.clock = clock;
    }

    @Override
    public void run() {
        try {
            do {
                forget();
            } while (!never.await(PERIOD.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void forget() {
        Instant now = clock.instant();
        try {
            int commands = 0;
            int last = AT_ONCE;
            while (last == AT_ONCE && !Thread.currentThread().isInterrupted()) {
                last = ledger.prune(now.minus(keep), AT_ONCE);
                commands += last;
            }
            int lines = store.audit().prune(now.minus(KEEP_AUDIT), AT_ONCE);
            int files = claims.sweep(this::isNeeded);
            log.log(
                    System.Logger.Level.DEBUG,
                    "forgot {0} commands, {1} uploads, {2} lines of audit",
                    commands,
                    files,
                    lines);
        } catch (StoreException | ClaimException e) {
            log.log(System.Logger.Level.WARNING, "old commands and uploads are not forgotten now", e);
        }
    }

    /// An open command may yet be answered by its upload; an ended one needs those its outcomes name.
    private boolean isNeeded(CommandId command, String sha256) {
        Optional<CommandRow> row = ledger.find(command);
        if (row.isEmpty()) {
            return false;
        }
        return !(row.get().state() instanceof CommandRow.State.Ended ended)
                || isClaimed(ended.body(), sha256)
                || ledger.late(command).stream().anyMatch(late -> isClaimed(late.body(), sha256));
    }

    private static boolean isClaimed(OutcomeBody body, String sha256) {
        return body instanceof OutcomeBody.Claimed claimed && claimed.sha256().equals(sha256);
    }
}
