package io.pypnm.remote.gateway.dispatch;

import io.pypnm.remote.broker.Admission;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.CommandIds;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.fault.CrashPoint;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.gateway.dispatch.Submission.Submitted;
import io.pypnm.remote.gateway.dispatch.Submission.Submitted.Why;
import io.pypnm.remote.gateway.ledger.Acceptance;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.ledger.Lease;
import io.pypnm.remote.gateway.ledger.NewCommand;
import io.pypnm.remote.gateway.ledger.NewCommand.Idempotency;
import io.pypnm.remote.gateway.messaging.CommandMessage;
import io.pypnm.remote.gateway.messaging.Queues;
import io.pypnm.remote.gateway.store.Ledger;
import io.pypnm.remote.gateway.store.StoreException;
import jakarta.jms.JMSException;
import jakarta.jms.ResourceAllocationException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;

/// Accepts commands: the ledger first, then the queue. From the moment the ledger has a command it will end in exactly
/// one outcome, whatever happens here after. Safe for use by many threads; blocks its caller until both are on disk.
public final class Dispatcher {
    private static final System.Logger log = System.getLogger(Dispatcher.class.getName());

    private final Ledger ledger;
    private final CommandQueue queue;
    private final Settler settler;
    private final Endings endings;
    private final Queues queues;
    private final CommandIds ids;
    private final String replyTo;
    private final MessageCodec codec = new MessageCodec();
    private final InstantSource clock;

    /// Wires it.
    ///
    /// @param replyTo address for the outcomes
    public Dispatcher(
            Ledger ledger,
            CommandQueue queue,
            Settler settler,
            Queues queues,
            CommandIds ids,
            String replyTo,
            InstantSource clock) {
        this.ledger = ledger;
        this.queue = queue;
        this.settler = settler;
        this.endings = new Endings(codec);
        this.queues = queues;
        this.ids = ids;
        this.replyTo = replyTo;
        this.clock = clock;
    }

    /// Accepts a command, or says why not.
    ///
    /// @throws StoreException if the ledger cannot take it: nothing was accepted
    public Submitted submit(Submission submission) throws StoreException, InterruptedException {
        byte[] body = codec.encode(submission.command());
        if (body.length > Submission.MAX_BYTES) {
            return new Submitted.TooLarge(body.length);
        }
        NewCommand command = newCommand(ids.next(), submission);
        Optional<Submitted.Unavailable> refusal = refusal(queues.admission(submission.agent(), submission.lane()));
        if (refusal.isPresent()) {
            // A refusal says that nothing was accepted, which of a command sent again is not true.
            return earlier(command).orElse(refusal.get());
        }
        return accept(command, body);
    }

    private Optional<Submitted> earlier(NewCommand command) throws StoreException {
        return ledger.earlier(command).flatMap(found -> switch (found) {
            case Acceptance.New() -> Optional.empty();
            case Acceptance.Repeated(CommandId id) -> Optional.of(new Submitted.Repeated(id));
            case Acceptance.Mismatch(CommandId id) -> Optional.of(new Submitted.Mismatch(id));
            case Acceptance.Held(CommandId id) -> Optional.of(new Submitted.Held(id));
        });
    }

    private Submitted accept(NewCommand accepted, byte[] body) throws StoreException, InterruptedException {
        return switch (ledger.accept(accepted)) {
            case Acceptance.New() -> {
                CrashPoint.ACCEPTED.pass();
                send(
                        message(
                                accepted.id(),
                                accepted.agent(),
                                accepted.lane(),
                                accepted.effect(),
                                accepted.traceparent(),
                                body),
                        accepted.startBy());
                yield new Submitted.Accepted(accepted.id());
            }
            case Acceptance.Repeated(CommandId id) -> new Submitted.Repeated(id);
            case Acceptance.Mismatch(CommandId id) -> new Submitted.Mismatch(id);
            case Acceptance.Held(CommandId id) -> new Submitted.Held(id);
        };
    }

    private static Optional<Submitted.Unavailable> refusal(Admission admission) {
        return switch (admission) {
            case Admission.Open() -> Optional.empty();
            case Admission.DiskFull full ->
                unavailable(Why.DISK_FULL, "the gateway's disk is " + full.usedPercent() + " % full");
            case Admission.QueueFull full -> unavailable(Why.QUEUE_FULL, "the queue " + full.queue() + " is full");
            // Made when the first command is sent.
            case Admission.NoQueue _ -> Optional.empty();
            case Admission.Unavailable broker -> unavailable(Why.BROKER_DOWN, broker.detail());
        };
    }

    private static Optional<Submitted.Unavailable> unavailable(Why why, String detail) {
        return Optional.of(new Submitted.Unavailable(why, detail));
    }

    private NewCommand newCommand(CommandId id, Submission submission) {
        Command command = submission.command();
        byte[] redacted = codec.encodeRedacted(command);
        Instant now = clock.instant();
        return new NewCommand(
                id,
                submission.agent(),
                submission.lane(),
                command.kind().wireName(),
                command.kind().effect(),
                command.device().map(Object::toString).orElse(""),
                redacted,
                carriesSecret(command),
                now,
                now.plus(submission.startBy()),
                submission.runFor(),
                submission.caller(),
                submission.traceparent(),
                submission.retryOf(),
                new Lease(leaseKey(command), submission.note()),
                idempotency(submission, redacted));
    }

    /// What counts as the same request leaves the secret out: a hash of it would let a thief of the ledger guess it.
    private static Idempotency idempotency(Submission submission, byte[] redacted) {
        if (submission.key().isEmpty()) {
            return new Idempotency.None();
        }
        MessageDigest request = Checksum.digest();
        request.update(redacted);
        String terms = "%s %s %s %s"
                .formatted(submission.agent(), submission.lane().wireName(), submission.startBy(), submission.runFor());
        request.update(terms.getBytes(StandardCharsets.UTF_8));
        return new Idempotency.Key(
                submission.caller(), submission.key(), HexFormat.of().formatHex(request.digest()));
    }

    /// A modem makes one measurement at a time, whatever its kind (docsPnmCmCtlStatus).
    private static String leaseKey(Command command) {
        return command instanceof Command.PnmCapture capture ? capture.mac().toString() : "";
    }

    private static boolean carriesSecret(Command command) {
        return command instanceof Command.Snmp snmp && snmp.target().access() instanceof SnmpAccess.Community;
    }

    /// Sends an accepted command to its agent's queue; its redacted form is the whole of it.
    void resend(CommandRow row) throws StoreException, InterruptedException {
        byte[] body = row.redactedCommand();
        send(message(row.id(), row.agent(), row.lane(), row.effect(), row.traceparent(), body), row.startBy());
    }

    /// Artemis says the same of a full queue and a full disk.
    private String whatIsFull(CommandMessage message, ResourceAllocationException otherwise) {
        return refusal(queues.admission(message.agent(), message.lane()))
                .map(Submitted.Unavailable::detail)
                .orElse(String.valueOf(otherwise.getMessage()));
    }

    private CommandMessage message(
            CommandId id, AgentId agent, Lane lane, Effect effect, String traceparent, byte[] body) {
        return new CommandMessage(id, agent, lane, effect, replyTo, traceparent, Checksum.sha256(body), body);
    }

    private void send(CommandMessage message, Instant startBy) throws StoreException, InterruptedException {
        try {
            queue.send(message, startBy);
            CrashPoint.SENT.pass();
            ledger.queued(message.id());
        } catch (ResourceAllocationException e) {
            // The one refusal that proves the broker kept nothing: the queue's own bound, the disk's, or the senders'.
            String detail = "the broker did not take it: " + whatIsFull(message, e);
            settler.settle(endings.byGateway(message.id(), new Outcome.Refused(RefusalCode.BUSY, detail)));
        } catch (JMSException e) {
            // It may have it or not: the row stays unsent, and the reconciler repeats the send.
            log.log(System.Logger.Level.WARNING, "command " + message.id() + " is not confirmed by the broker", e);
        }
    }
}
