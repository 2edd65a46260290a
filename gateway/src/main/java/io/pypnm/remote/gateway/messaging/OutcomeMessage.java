package io.pypnm.remote.gateway.messaging;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.gateway.ledger.Ending;
import io.pypnm.remote.gateway.ledger.OutcomeBody;
import io.pypnm.remote.gateway.ledger.Sender;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;

/// An agent's outcome in the gateway's queue. The sender's names are properties that the link stamps; nothing an agent
/// sends becomes a property.
public final class OutcomeMessage {
    private static final String AGENT = "agent";
    private static final String INSTANCE = "instance";
    private static final String EPOCH = "epoch";
    private static final String KIND = "outcome";
    private static final String CODE = "code";
    private static final String CLAIM = WireHeaders.property(WireHeaders.CLAIM_SHA256);
    private static final String CLAIM_BYTES = WireHeaders.property(WireHeaders.CLAIM_BYTES);

    private OutcomeMessage() {}

    /// Writes what an agent answered.
    public static Message write(Session session, Ending ending, Sender.Agent sender) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.setJMSCorrelationID(ending.id().toString());
        message.setStringProperty(AGENT, sender.agent().value());
        message.setStringProperty(INSTANCE, sender.instance().toString());
        message.setLongProperty(EPOCH, sender.epoch());
        message.setStringProperty(KIND, ending.kind().wireName());
        message.setStringProperty(CODE, ending.code());
        switch (ending.body()) {
            case OutcomeBody.Inline(byte[] json, String sha256) -> {
                message.writeBytes(json);
                message.setStringProperty(WireHeaders.SHA256, sha256);
            }
            case OutcomeBody.Claimed(String sha256, long bytes) -> {
                message.setStringProperty(CLAIM, sha256);
                message.setLongProperty(CLAIM_BYTES, bytes);
            }
        }
        return message;
    }

    /// Reads what [#write] wrote.
    ///
    /// @throws DamagedMessageException if it is no such message, or its body is not what was sent
    public static Ending read(Message message) throws JMSException, DamagedMessageException {
        if (!(message instanceof BytesMessage bytes)) {
            throw new DamagedMessageException("an outcome must be a BytesMessage");
        }
        try {
            var command = CommandId.parse(Fields.correlationId(message));
            var sender = new Sender.Agent(
                    new AgentId(Fields.text(message, AGENT)),
                    InstanceId.parse(Fields.text(message, INSTANCE)),
                    message.getLongProperty(EPOCH));
            OutcomeKind kind = OutcomeKind.named(Fields.text(message, KIND))
                    .orElseThrow(() -> new IllegalArgumentException("its kind is missing"));
            return new Ending(command, sender, kind, Fields.text(message, CODE), body(bytes, command));
        } catch (IllegalArgumentException e) {
            throw new DamagedMessageException("an outcome's properties cannot be read: " + e.getMessage());
        }
    }

    private static OutcomeBody.Given body(BytesMessage message, CommandId command)
            throws JMSException, DamagedMessageException {
        String claim = Fields.text(message, CLAIM);
        if (!claim.isEmpty()) {
            return new OutcomeBody.Claimed(claim, message.getLongProperty(CLAIM_BYTES));
        }
        byte[] json = Fields.body(message);
        String sha256 = Fields.text(message, WireHeaders.SHA256);
        if (!Checksum.matches(json, sha256)) {
            throw new DamagedMessageException(command, "the outcome of " + command + " does not match its sha256");
        }
        return new OutcomeBody.Inline(json, sha256);
    }
}
