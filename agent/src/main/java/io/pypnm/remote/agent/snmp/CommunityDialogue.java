package io.pypnm.remote.agent.snmp;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.SnmpSecurity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OctetString;

/// By SNMPv2c: one message and its answer.
final class CommunityDialogue implements Dialogue {
    private final OctetString community;
    private final SnmpRequest request;
    private final PDU pdu;

    CommunityDialogue(SnmpSecurity.Community security, SnmpRequest request, PDU pdu) {
        this.community = new OctetString(security.community().reveal().getBytes(StandardCharsets.UTF_8));
        this.request = request;
        this.pdu = pdu;
    }

    @Override
    public boolean carriesRequest() {
        return true;
    }

    @Override
    public int mostSends(int retries) {
        return request.mayBeRepeated() ? 1 + retries : 1;
    }

    @Override
    public String question() {
        throw new IllegalStateException("every message carries the request");
    }

    @Override
    public byte[] message(int id) throws IOException {
        pdu.setRequestID(new Integer32(id));
        return new CommunityMessage(community, pdu).encode();
    }

    @Override
    public @Nullable Answer open(Message message) {
        boolean answers = message instanceof CommunityMessage(OctetString sender, PDU answer)
                && answer.getType() == PDU.RESPONSE
                && sender.equals(community);
        return answers ? new Answer.Response(((CommunityMessage) message).pdu()) : null;
    }

    @Override
    public void learn(Answer answer) {
        throw new IllegalStateException("the first answer is the request's, got " + answer);
    }

    @Override
    public void endure(CommandFailedException silence) throws CommandFailedException {
        throw silence;
    }

    @Override
    public String remark() {
        return "";
    }
}
