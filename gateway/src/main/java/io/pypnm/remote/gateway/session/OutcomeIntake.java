package io.pypnm.remote.gateway.agentlink;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.fault.CrashPoint;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.contracts.wire.MalformedMessageException;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.contracts.wire.OutcomeSummary;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.gateway.claim.ClaimException;
import io.pypnm.remote.gateway.dispatch.Endings;
import io.pypnm.remote.gateway.ledger.AgentSession;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.ledger.Ending;
import io.pypnm.remote.gateway.ledger.OutcomeBody;
import io.pypnm.remote.gateway.ledger.Sender;
import io.pypnm.remote.gateway.messaging.OutcomeMessage;
import io.pypnm.remote.gateway.store.StoreException;
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
    private final Semaphore room;
    private final MessageCodec codec = new MessageCodec();

    OutcomeIntake(StompSession session, LinkServices services, int atOnce) {
        this.session = session;
        this.services = services;
        this.room = new Semaphore(atOnce);
    }

    void accept(StompFrame send) throws RefusedFrameException, StoreException, InterruptedException {
        StompSession.required(send, StompHeaders.DESTINATION);
        CommandId command = commandId(send);
        Optional<CommandRow> row = services.ledger().find(command);
        String receipt = send.headers().first(StompHeaders.RECEIPT).orElse("");
        if (row.isEmpty()) {
            // Kept longer by the agent than by the ledger. To refuse it would make the agent send it for ever.
            log.log(System.Logger.Level.WARNING, session.agent() + " answers a command in no ledger: " + command);
            session.receipt(receipt);
            return;
        }
        if (!row.get().agent().equals(session.agent())) {
            services.audit()
                    .append(
                            services.clock().instant(),
                            session.agent().value(),
                            "forbidden-outcome",
                            command.toString());
            throw new RefusedFrameException(ErrorCode.FORBIDDEN, "the command of this outcome is not this agent's");
        }
        Ending ending = ending(command, row.get().effect(), send);
        room.acquire();
        services.threads().newThread(() -> store(row.get(), ending, receipt)).start();
    }

    private void store(CommandRow row, Ending ending, String receipt) {
        CrashPoint.OUTCOME_ARRIVED.pass();
        try {
            AgentSession self = session.identity();
            var sender = new Sender.Agent(self.agent(), self.instance(), self.epoch());
            services.senders().sendDurable(services.outcomes(), 0, jms -> OutcomeMessage.write(jms, ending, sender));
            CrashPoint.OUTCOME_STORED.pass();
            session.receipt(receipt);
        } catch (JMSException e) {
            session.fail("the outcome of " + row.id() + " did not reach the broker", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            room.release();
        }
    }

    private Ending ending(CommandId command, Effect effect, StompFrame send) throws RefusedFrameException {
        Optional<String> claim = send.headers().first(WireHeaders.CLAIM_SHA256);
        if (claim.isPresent()) {
            return claimed(command, claim.get());
        }
        Optional<String> sha256 = send.headers().first(WireHeaders.SHA256);
        if (sha256.isPresent() && !Checksum.matches(send.body(), sha256.get())) {
            throw new RefusedFrameException(ErrorCode.MALFORMED, "the body does not match its sha256");
        }
        try {
            OutcomeEnvelope envelope = codec.decodeOutcome(send.body());
            if (!envelope.command().equals(command)) {
                throw new MalformedMessageException(
                        MalformedMessageException.Reason.MALFORMED, "it names another command");
            }
            return ending(
                    command,
                    OutcomeKind.of(envelope.outcome()),
                    Endings.code(envelope.outcome()),
                    new OutcomeBody.Inline(send.body()));
        } catch (MalformedMessageException e) {
            // The agent has done something and cannot say what in words we know; sent again it would be no better.
            return services.endings()
                    .unreadable(command, effect, "the agent's outcome cannot be read: " + e.getMessage());
        }
    }

    private Ending claimed(CommandId command, String sha256) throws RefusedFrameException {
        try {
            Optional<OutcomeSummary> summary = services.claims().summary(session.agent(), command, sha256);
            if (summary.isEmpty()) {
                throw new RefusedFrameException(ErrorCode.MALFORMED, "there is no whole claim of that sha256");
            }
            long bytes = services.claims().size(session.agent(), command);
            return ending(command, summary.get().kind(), "", new OutcomeBody.Claimed(sha256, bytes));
        } catch (ClaimException e) {
            throw new RefusedFrameException(ErrorCode.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    private Ending ending(CommandId command, OutcomeKind kind, String code, OutcomeBody.Given body) {
        AgentSession self = session.identity();
        return new Ending(command, new Sender.Agent(self.agent(), self.instance(), self.epoch()), kind, code, body);
    }

    private static CommandId commandId(StompFrame send) throws RefusedFrameException {
        try {
            return CommandId.parse(StompSession.required(send, WireHeaders.CORRELATION_ID));
        } catch (IllegalArgumentException _) {
            throw new RefusedFrameException(ErrorCode.MALFORMED, "correlation-id must be a command id");
        }
    }
}
