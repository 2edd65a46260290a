package io.pypnm.remote.agent.snmp;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.snmp.usm.LocalKeys;
import io.pypnm.remote.agent.snmp.usm.RemoteEngine;
import io.pypnm.remote.agent.snmp.usm.UsmKeys;
import io.pypnm.remote.agent.snmp.usm.UsmReport;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.snmp.Octets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OctetString;

/// By SNMPv3: the engine is asked for its id first, if it is not known, and corrects our idea of its clock, if that is
/// wrong (RFC 3414 section 4). Each of the two happens at most once.
///
/// That a SET goes out again then does not make it two. An engine looks at a message's engine id (RFC 3414 section 3.2
/// step 3) and clock (step 7) before anything is done for it, and drops the message it reports on (RFC 3412
/// section 7.2 step 6). Nor can somebody else bring it about: a report on the clock counts only if it is signed, and
/// one on the engine id only if it names another, to which the SET was not addressed.
///
/// A device with another privacy key may well be silent: AES in CFB mode makes some bytes of any, and these parse as no
/// message. So one that has never answered this user's encrypted messages is asked a question that is only signed: if
/// it answers that, and the request still not, it is no silent device.
final class UsmDialogue implements Dialogue {
    /// RFC 3411 section 5, SnmpEngineID.
    private static final int MIN_ENGINE_ID_BYTES = 5;

    private static final int MAX_ENGINE_ID_BYTES = 32;

    private final SnmpPeer peer;
    private final SnmpRequest request;
    private final PDU pdu;
    private final OctetString user;
    private final int level;
    private final UsmKeys keys;
    private final RemoteEngine engine;
    private final Set<UsmReport> heard = EnumSet.noneOf(UsmReport.class);
    private volatile Step step;
    private @Nullable CommandFailedException firstSilence;
    private volatile @Nullable Sent lastSent;
    private volatile String remark = "";

    private enum Step {
        /// Asks for the engine's id.
        DISCOVERY,
        REQUEST,
        /// Asks for nothing, signed: whether the user is known at all.
        SIGNED_QUESTION,
        /// The request after the signed question was answered.
        LAST_REQUEST
    }

    /// The message whose answer is waited for.
    private record Sent(Octets engineId, LocalKeys keys, int level) {}

    UsmDialogue(
            SnmpPeer peer, SnmpSecurity.Usm security, UsmKeys keys, RemoteEngine engine, SnmpRequest request, PDU pdu) {
        this.peer = peer;
        this.request = request;
        this.pdu = pdu;
        this.user = new OctetString(security.user().getBytes(StandardCharsets.UTF_8));
        this.level = switch (security) {
            case SnmpSecurity.NoAuthNoPriv _ -> 0;
            case SnmpSecurity.AuthNoPriv _ -> UsmMessage.AUTH;
            case SnmpSecurity.AuthPriv _ -> UsmMessage.AUTH | UsmMessage.PRIV;
        };
        this.keys = keys;
        this.engine = engine;
        this.step = engine.isKnown() ? Step.REQUEST : Step.DISCOVERY;
    }

    @Override
    public boolean carriesRequest() {
        return step == Step.REQUEST || step == Step.LAST_REQUEST;
    }

    @Override
    public boolean mayBeRepeated() {
        return !carriesRequest() || request.mayBeRepeated();
    }

    @Override
    public byte[] message(int id) throws IOException {
        RemoteEngine.Reading reading = engine.read(keys);
        boolean discovers = step == Step.DISCOVERY;
        int levelNow = switch (step) {
            case DISCOVERY -> 0;
            case SIGNED_QUESTION -> UsmMessage.AUTH;
            case REQUEST, LAST_REQUEST -> level;
        };
        Octets engineId = discovers ? Octets.of() : reading.id();
        lastSent = new Sent(engineId, reading.keys(), levelNow);
        boolean signed = levelNow != 0;
        var head = new UsmMessage.Head(
                id,
                levelNow | UsmMessage.REPORTABLE,
                engineId,
                signed ? reading.boots() : 0,
                signed ? reading.time() : 0,
                discovers ? new OctetString() : user);
        PDU body = carriesRequest() ? pdu : question();
        body.setRequestID(new Integer32(id));
        byte[] salt = ByteBuffer.allocate(UsmMessage.SALT_BYTES)
                .putLong(reading.salt())
                .array();
        return UsmMessage.encode(head, body, reading.keys(), salt);
    }

    /// Asks for nothing: what is wanted is the report on it (RFC 3414 section 4), or that there is an answer.
    private static PDU question() {
        var question = new PDU();
        question.setType(PDU.GET);
        return question;
    }

    @Override
    public @Nullable Answer open(Message message) throws IOException {
        Sent sent = lastSent;
        if (sent == null || !(message instanceof UsmMessage ours)) {
            return null;
        }
        UsmMessage.Head head = ours.head();
        boolean signed = head.has(UsmMessage.AUTH);
        if (signed && !(isFrom(head, sent) && ours.isSignedWith(sent.keys))) {
            return distrust("whose signature is not of this user");
        }
        PDU answer = ours.pdu(sent.keys);
        if (answer.getType() == PDU.REPORT) {
            return report(head, sent, answer);
        }
        boolean answers =
                answer.getType() == PDU.RESPONSE && answer.getRequestID().getValue() == head.id() && isFrom(head, sent);
        if (!answers || head.level() != sent.level) {
            return distrust("of another security level, engine or user");
        }
        if (signed && !engine.accept(head.boots(), head.time())) {
            return distrust("of another time");
        }
        if (head.has(UsmMessage.PRIV)) {
            engine.understood();
        }
        return new Answer.Response(answer);
    }

    private boolean isFrom(UsmMessage.Head head, Sent sent) {
        return head.engineId().equals(sent.engineId) && head.user().equals(user);
    }

    private @Nullable Answer report(UsmMessage.Head head, Sent sent, PDU report) {
        if (report.size() == 0) {
            return distrust("that reports nothing");
        }
        String counter = report.get(0).getOid().toDottedString();
        UsmReport reason = UsmReport.of(counter).orElse(null);
        if (reason == null) {
            return distrust("that reports " + counter);
        }
        return switch (reason) {
            case UNKNOWN_ENGINE -> {
                int length = head.engineId().length();
                boolean names = length >= MIN_ENGINE_ID_BYTES && length <= MAX_ENGINE_ID_BYTES;
                boolean another = !head.engineId().equals(sent.engineId);
                yield names && another ? new Answer.Report(reason, head.engineId()) : distrust(reason);
            }
            case NOT_IN_TIME_WINDOW -> {
                if (!head.has(UsmMessage.AUTH)) {
                    yield distrust(reason);
                }
                engine.set(head.boots(), head.time());
                yield new Answer.Report(reason, head.engineId());
            }
            default -> new Answer.Report(reason, head.engineId());
        };
    }

    private @Nullable Answer distrust(UsmReport reason) {
        return distrust("that reports " + reason.counterName() + ", but not as a device would");
    }

    private @Nullable Answer distrust(String what) {
        remark = "; one came " + what + " and was not trusted";
        return null;
    }

    @Override
    public void learn(Answer answer) throws CommandFailedException {
        switch (answer) {
            case Answer.Response _ -> step = Step.LAST_REQUEST;
            case Answer.Report report -> learn(report);
        }
    }

    @Override
    public void endure(CommandFailedException silence) throws CommandFailedException {
        if (firstSilence != null && silence.code() == FailureCode.DEVICE_TIMEOUT) {
            throw step == Step.LAST_REQUEST ? unreadable() : firstSilence;
        }
        boolean mayBeUnreadable = firstSilence == null
                && step == Step.REQUEST
                && level == (UsmMessage.AUTH | UsmMessage.PRIV)
                && request.mayBeRepeated()
                && silence.code() == FailureCode.DEVICE_TIMEOUT
                && !engine.understands(keys);
        if (!mayBeUnreadable) {
            throw silence;
        }
        firstSilence = silence;
        step = Step.SIGNED_QUESTION;
    }

    private CommandFailedException unreadable() {
        return new CommandFailedException(
                FailureCode.AUTH_FAILED,
                peer + " answers what user " + name() + " signs and not what is encrypted: it has another privacy"
                        + " password or protocol");
    }

    private void learn(Answer.Report report) throws CommandFailedException {
        UsmReport reason = report.reason();
        if (!heard.add(reason)) {
            throw failed(FailureCode.DEVICE_ERROR, reason, "says so again");
        }
        switch (reason) {
            case UNKNOWN_ENGINE -> {
                engine.identify(report.engineId());
                step = Step.REQUEST;
            }
            case NOT_IN_TIME_WINDOW -> {}
            case UNKNOWN_USER -> throw failed(FailureCode.AUTH_FAILED, reason, "has no user " + name());
            case UNSUPPORTED_SECURITY_LEVEL ->
                throw failed(FailureCode.AUTH_FAILED, reason, "has user " + name() + " not for " + levelName());
            case WRONG_DIGEST ->
                throw failed(
                        FailureCode.AUTH_FAILED,
                        reason,
                        "has another authentication password or protocol for user " + name());
            case DECRYPTION_ERROR ->
                throw failed(
                        FailureCode.AUTH_FAILED, reason, "has another privacy password or protocol for user " + name());
            case UNKNOWN_SECURITY_MODEL -> throw failed(FailureCode.AUTH_FAILED, reason, "does not know USM");
            case INVALID_MESSAGE, UNKNOWN_PDU_HANDLER, UNAVAILABLE_CONTEXT, UNKNOWN_CONTEXT ->
                throw failed(FailureCode.DEVICE_ERROR, reason, "did not look at the request");
        }
    }

    private CommandFailedException failed(FailureCode code, UsmReport reason, String detail) {
        return new CommandFailedException(code, peer + " " + detail + " (" + reason.counterName() + ")");
    }

    private String name() {
        return new String(user.getValue(), StandardCharsets.UTF_8);
    }

    private String levelName() {
        return switch (level) {
            case 0 -> "noAuthNoPriv";
            case UsmMessage.AUTH -> "authNoPriv";
            default -> "authPriv";
        };
    }

    @Override
    public String remark() {
        return remark;
    }
}
