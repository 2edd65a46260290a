package io.pypnm.remote.agent.run;

import io.pypnm.remote.agent.journal.Journal;
import io.pypnm.remote.agent.journal.JournalEntry;
import io.pypnm.remote.agent.journal.OutcomeDraft;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.contracts.fault.CrashPoint;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.outcome.Reply.FileContent.Content;
import io.pypnm.remote.contracts.wire.MessageCodec;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;

/// Puts outcomes into the journal and then into the outbox: step 8 of a command's life.
final class Answers {
    private static final System.Logger log = System.getLogger(CommandRunner.class.getName());
    private static final long NANOS_PER_MILLI = 1_000_000;
    /// What the gateway takes by claim check.
    private static final int MAX_OUTCOME_BYTES = 64 << 20;

    private final Journal journal;
    private final Outbox outbox;
    private final MessageCodec codec;
    private final MonotonicClock clock;

    Answers(Journal journal, Outbox outbox, MessageCodec codec, MonotonicClock clock) {
        this.journal = journal;
        this.outbox = outbox;
        this.codec = codec;
        this.clock = clock;
    }

    /// Answers for what was running when the agent died. To be called before anything else is done with the journal.
    ///
    /// @throws IOException if the journal cannot be written
    static void recover(Journal journal, MessageCodec codec) throws IOException {
        for (JournalEntry entry : journal.interrupted()) {
            log.log(
                    Level.WARNING,
                    "command {0} was running when the agent stopped: its outcome is unknown",
                    entry.id());
            var envelope = new OutcomeEnvelope(entry.id(), new Outcome.Unknown("the agent stopped while it ran"), 0, 0);
            journal.finished(entry.id(), entry.effect(), entry.replyTo(), codec.encode(envelope));
        }
    }

    void settle(Work work, Outcome outcome) {
        long now = clock.nanos();
        long begun = work.begunNanos(now);
        var envelope = new OutcomeEnvelope(
                work.id(), outcome, (begun - work.arrivedNanos()) / NANOS_PER_MILLI, (now - begun) / NANOS_PER_MILLI);
        OutcomeDraft draft = journal.draft(work.id());
        try {
            encode(work, envelope, draft);
            keep(work, outcome, draft);
        } catch (IOException e) {
            settleUnkept(work, envelope, draft);
            discard(work, draft);
            return;
        }
        CrashPoint.FINISHED.pass();
        journal.find(work.id()).ifPresent(outbox::offer);
    }

    private void keep(Work work, Outcome outcome, OutcomeDraft draft) throws IOException {
        Optional<Journal.Content> content = content(outcome);
        if (content.isPresent()) {
            journal.finished(draft, work.effect(), work.replyTo(), content.get());
        } else {
            journal.finished(draft, work.effect(), work.replyTo());
        }
    }

    /// What travels beside the outcome.
    private static Optional<Journal.Content> content(Outcome outcome) {
        return outcome instanceof Outcome.Completed(Reply.FileContent file) && file.content() instanceof Content.Claimed
                ? Optional.of(new Journal.Content(file.bytes(), file.sha256()))
                : Optional.empty();
    }

    /// Without a journal. That a `set` was not started is said only when it is on disk, since after a crash the
    /// command may come again and be run. All else is as true as before: a begun `set` is journaled as started.
    private void settleUnkept(Work work, OutcomeEnvelope envelope, OutcomeDraft draft) {
        if (!work.effect().mayRunAgain() && envelope.outcome().safeToResend()) {
            log.log(Level.ERROR, "command {0} stays unanswered until the journal can be written", work.id());
            return;
        }
        Optional<byte[]> small = content(envelope.outcome()).isPresent() ? Optional.empty() : draft.small();
        if (small.isEmpty() || !offerUnkept(work, small.get())) {
            String detail = "the outcome could not be kept on the agent's disk";
            var _ = offerUnkept(work, codec.encode(failed(work, envelope, FailureCode.INTERNAL, detail)));
        }
    }

    /// Gives back what a half-written outcome takes of a full disk. If nobody knows what is in the journal it stays,
    /// since a record of it may be there.
    private void discard(Work work, OutcomeDraft draft) {
        try {
            if (journal.isUsable()) {
                draft.restart();
                journal.dropContent(work.id());
            }
        } catch (IOException e) {
            log.log(Level.WARNING, "an outcome that was not kept lies about until the next start: {0}", e.toString());
        }
    }

    /// Answers a `set` or `act` that comes again after it was answered for good.
    void answerAgain(Work work) {
        var outcome = new Outcome.Unknown("it was answered before, and its outcome is not kept any more");
        var _ = offerUnkept(work, codec.encode(new OutcomeEnvelope(work.id(), outcome, 0, 0)));
    }

    private boolean offerUnkept(Work work, byte[] outcome) {
        return outbox.offerUnkept(work.id(), work.effect(), work.replyTo(), outcome);
    }

    /// What cannot be carried gives way to the reason. An outcome that no memory is left for is one of those.
    private void encode(Work work, OutcomeEnvelope envelope, OutcomeDraft draft) throws IOException {
        try {
            codec.encode(envelope, draft);
        } catch (RuntimeException | Error e) {
            log.log(Level.ERROR, "the outcome of " + envelope.command() + " cannot be encoded", e);
            draft.restart();
            codec.encode(failed(work, envelope, FailureCode.INTERNAL, "the outcome cannot be encoded"), draft);
        }
        long bytes = draft.bytes();
        if (bytes > MAX_OUTCOME_BYTES) {
            String detail = "the outcome has " + bytes + " bytes, at most " + MAX_OUTCOME_BYTES + " can be carried";
            draft.restart();
            codec.encode(failed(work, envelope, FailureCode.TOO_LARGE, detail), draft);
        }
    }

    private static OutcomeEnvelope failed(Work work, OutcomeEnvelope of, FailureCode code, String detail) {
        return new OutcomeEnvelope(of.command(), work.failed(code, detail), of.waitedMillis(), of.ranMillis());
    }
}
