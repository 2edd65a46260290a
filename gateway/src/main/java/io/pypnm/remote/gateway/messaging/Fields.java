package io.pypnm.remote.gateway.messaging;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.jspecify.annotations.Nullable;

/// What a message has; "" for a text it has not.
public final class Fields {
    private Fields() {}

    public static String correlationId(Message message) throws JMSException {
        return text(message.getJMSCorrelationID());
    }

    public static String text(Message message, String property) throws JMSException {
        return text(message.getStringProperty(property));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    static byte[] body(BytesMessage message) throws JMSException {
        byte[] body = new byte[Math.toIntExact(message.getBodyLength())];
        message.readBytes(body);
        return body;
    }
}
