package io.pypnm.remote.gateway.messaging;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;

/// The bytes of a message.
final class Bodies {
    private Bodies() {}

    static byte[] read(BytesMessage message) throws JMSException {
        byte[] body = new byte[Math.toIntExact(message.getBodyLength())];
        message.readBytes(body);
        return body;
    }
}
