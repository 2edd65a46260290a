package io.pypnm.remote.gateway.messaging;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.contracts.wire.WireHeaders;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;

/// A command in its queue.
///
/// @param replyTo     address its outcome goes to
/// @param traceparent W3C Trace Context, or empty
/// @param sha256      of the body as it was accepted
/// @param body        JSON; not copied
@SuppressWarnings("ArrayRecordComponent") // goes from socket to queue as it is; nobody compares two of these
public record CommandMessage(
        CommandId id,
        AgentId agent,
        Lane lane,
        Effect effect,
        String replyTo,
        String traceparent,
        String sha256,
        byte[] body) {
    /// Artemis drops a second message with the same value (2.56, `Message.HDR_DUPLICATE_DETECTION_ID`), so a send whose
    /// fate is not known can be repeated.
    private static final String DUPLICATE_ID = "_AMQ_DUPL_ID";

    private static final String AGENT = "agent";
    private static final String LANE = "lane";

    /// Writes it as a JMS message.
    public Message to(Session session) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        message.setJMSCorrelationID(id.toString());
        message.setJMSReplyTo(session.createQueue(replyTo));
        message.setStringProperty(DUPLICATE_ID, id.toString());
        message.setStringProperty(AGENT, agent.value());
        message.setStringProperty(LANE, lane.wireName());
        message.setStringProperty(WireHeaders.EFFECT, effect.wireName());
        message.setStringProperty(WireHeaders.property(WireHeaders.REPLY_TO), replyTo);
        message.setStringProperty(WireHeaders.SHA256, sha256);
        if (!traceparent.isEmpty()) {
            message.setStringProperty(WireHeaders.TRACEPARENT, traceparent);
        }
        return message;
    }

    /// Reads what [#to] wrote; also from the `expired` and `dead` queues, which keep properties.
    ///
    /// @throws DamagedMessageException if it is no such message
    public static CommandMessage from(Message message) throws JMSException, DamagedMessageException {
        if (!(message instanceof BytesMessage bytes)) {
            throw new DamagedMessageException("a command must be a BytesMessage");
        }
        byte[] body = Fields.body(bytes);
        try {
            return new CommandMessage(
                    CommandId.parse(Fields.correlationId(message)),
                    new AgentId(Fields.text(message, AGENT)),
                    Lane.named(Fields.text(message, LANE)).orElseThrow(IllegalArgumentException::new),
                    Effect.named(Fields.text(message, WireHeaders.EFFECT)),
                    Fields.text(message, WireHeaders.property(WireHeaders.REPLY_TO)),
                    Fields.text(message, WireHeaders.TRACEPARENT),
                    Fields.text(message, WireHeaders.SHA256),
                    body);
        } catch (IllegalArgumentException e) {
            throw new DamagedMessageException("a command's properties cannot be read: " + e.getMessage());
        }
    }

    /// Whether the body is still what was accepted.
    public boolean isIntact() {
        return Checksum.matches(body, sha256);
    }
}
