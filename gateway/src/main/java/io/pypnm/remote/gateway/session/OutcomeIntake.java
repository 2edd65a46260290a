package io.pypnm.remote.gateway.session;

import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.fault.CrashPoint;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.outcome.Reply.FileContent;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.contracts.wire.MalformedMessageException;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.gateway.agentlink.ErrorCode;
import io.pypnm.remote.gateway.agentlink.Frames;
import io.pypnm.remote.gateway.agentlink.RefusedFrameException;
import io.pypnm.remote.gateway.claim.ClaimException;
import io.pypnm.remote.gateway.claim.ClaimStore;
import io.pypnm.remote.gateway.claim.OutcomeFile;
import io.pypnm.remote.gateway.ledger.AgentSession;
import io.pypnm.remote.gateway.ledger.Ending;
import io.pypnm.remote.gateway.ledger.OutcomeBody;
import io.pypnm.remote.gateway.ledger.Sender;
import io.pypnm.remote.gateway.ledger.Standing;
import io.pypnm.remote.gateway.messaging.OutcomeMessage;
import jakarta.jms.JMSException;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Takes the outcomes of one agent: checks that the command is the agent's, that the bytes are what it sent, and puts
/// them into the gateway's durable queue. The receipt is given when the broker has them on disk. Called by the reading
/// thread; the waiting for the disk is done on a few virtual threads, so that outcomes share a sync.
final class OutcomeIntake {
    private static final System.Logger log = System.getLogger(OutcomeIntake.class.getName());

    private final StompSession session;
    private final LinkServices services;
    private final int atOnce;
    private final Semaphore room;

    OutcomeIntake(StompSession session, LinkServices services, int atOnce) {
        this.session = session;
        this.services = services;
        this.atOnce = atOnce;
        this.room = new Semaphore(atOnce);
    }

    void accept(StompFrame send) throws RefusedFrameException, InterruptedException {
        requireOutcomes(Frames.required(send, StompHeaders.DESTINATION));
        CommandId command = commandId(send);
        Optional<Standing> standing = services.ledger().standing(command);
        String receipt = send.headers().first(StompHeaders.RECEIPT).orElse("");
        if (standing.isEmpty()) {
            // Kept longer by the agent than by the ledger. To refuse it would make the agent send it for ever.
            log.log(System.Logger.Level.WARNING, session.agent() + " answers a command in no ledger: " + command);
            session.receipt(receipt);
            return;
        }
        if (!standing.get().agent().equals(session.agent())) {
            services.forbidden(session, "outcome refused", "command " + command);
            throw new RefusedFrameException(ErrorCode.FORBIDDEN, "the command of this outcome is not this agent's");
        }
        Optional<Ending> ending = ending(command, standing.get(), send);
        if (ending.isEmpty()) {
            session.receipt(receipt);
            return;
        }
        int weight = Weight.of(send.body().length, atOnce);
        room.acquire(weight);
        services.threads().newThread(() -> store(ending.get(), receipt, weight)).start();
    }

    /// Waits until every outcome taken has its receipt in line.
    void awaitAll() throws InterruptedException {
        room.acquire(atOnce);
        room.release(atOnce);
    }

    /// Where an outcome goes is not for the agent to say; but one that names a queue of commands means no good.
    private void requireOutcomes(String destination) throws RefusedFrameException {
        if (!Addresses.isOutcomes(destination)) {
            services.forbidden(session, "send refused", destination);
            throw new RefusedFrameException(ErrorCode.FORBIDDEN, "an agent can send outcomes only");
        }
    }

    private void store(Ending ending, String receipt, int weight) {
        CrashPoint.OUTCOME_ARRIVED.pass();
        try {
            services.senders().sendDurable(services.outcomes(), 0, jms -> OutcomeMessage.write(jms, ending, sender()));
            CrashPoint.OUTCOME_STORED.pass();
            session.receipt(receipt);
        } catch (JMSException | RuntimeException e) {
            session.fail("the outcome of " + ending.id() + " did not reach the broker", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            room.release(weight);
        }
    }

    /// What the agent says, or nothing if it is too late for the ledger to keep it.
    private Optional<Ending> ending(CommandId command, Standing standing, StompFrame send)
            throws RefusedFrameException {
        Optional<String> claim = send.headers().first(WireHeaders.CLAIM_SHA256);
        return claim.isPresent() ? claimed(command, standing, claim.get()) : inline(command, standing, send);
    }

    private Optional<Ending> inline(CommandId command, Standing standing, StompFrame send)
            throws RefusedFrameException {
        Optional<String> sha256 = send.headers().first(WireHeaders.SHA256);
        if (sha256.isPresent() && !Checksum.matches(send.body(), sha256.get())) {
            throw new RefusedFrameException(ErrorCode.MALFORMED, "the body does not match its sha256");
        }
        try {
            OutcomeEnvelope envelope = services.codec().decodeOutcome(send.body());
            if (!envelope.command().equals(command)) {
                return Optional.of(unreadable(command, standing.effect(), "it names another command"));
            }
            if (lacksContent(command, standing, envelope.outcome())) {
                return noClaim(standing);
            }
            var body = new OutcomeBody.Inline(send.body());
            return Optional.of(
                    ending(command, OutcomeKind.of(envelope.outcome()), Ending.code(envelope.outcome()), body));
        } catch (MalformedMessageException e) {
            return Optional.of(unreadable(command, standing.effect(), String.valueOf(e.getMessage())));
        }
    }

    /// Whether it names a content that is not here.
    private boolean lacksContent(CommandId command, Standing standing, Outcome outcome) throws RefusedFrameException {
        Optional<FileContent> file = OutcomeFile.claimed(outcome);
        try {
            return file.isPresent()
                    && !services.claims()
                            .hasContent(
                                    standing.agent(),
                                    command,
                                    file.get().sha256(),
                                    file.get().bytes());
        } catch (ClaimException e) {
            throw new RefusedFrameException(ErrorCode.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    /// The agent has done something and cannot say what in words we know; sent again it would be no better.
    private Ending unreadable(CommandId command, Effect effect, String why) {
        return services.endings().unreadable(command, effect, "the agent's outcome cannot be read: " + why);
    }

    private Optional<Ending> claimed(CommandId command, Standing standing, String sha256) throws RefusedFrameException {
        try {
            Optional<ClaimStore.Whole> whole = services.claims().find(standing.agent(), command, sha256);
            if (whole.isPresent()) {
                var body = new OutcomeBody.Claimed(sha256, whole.get().bytes());
                return Optional.of(ending(command, whole.get().kind(), "", body));
            }
        } catch (ClaimException e) {
            throw new RefusedFrameException(ErrorCode.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
        return noClaim(standing);
    }

    private static Optional<Ending> noClaim(Standing standing) throws RefusedFrameException {
        if (standing.hasEnded()) {
            // It ended otherwise, and uploads for it are no longer taken.
            return Optional.empty();
        }
        throw new RefusedFrameException(ErrorCode.MALFORMED, "there is no whole claim of that sha256");
    }

    private Ending ending(CommandId command, OutcomeKind kind, String code, OutcomeBody.Given body) {
        return new Ending(command, sender(), kind, code, body);
    }

    private Sender.Agent sender() {
        AgentSession self = session.identity();
        return new Sender.Agent(self.agent(), self.instance(), self.epoch());
    }

    private static CommandId commandId(StompFrame send) throws RefusedFrameException {
        try {
            return CommandId.parse(Frames.required(send, WireHeaders.CORRELATION_ID));
        } catch (IllegalArgumentException _) {
            throw new RefusedFrameException(ErrorCode.MALFORMED, "correlation-id must be a command id");
        }
    }
}
