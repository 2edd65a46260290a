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
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.VariableBinding;

/// By SNMPv3: the engine is asked for its id first, if it is not known, and corrects our idea of its clock, if that is
/// wrong (RFC 3414 section 4). Each of the two happens at most once.
///
/// Anybody on the way can make a report that is not signed. So before the first SET under a user's keys the engine has
/// to prove that it has them, by answering a question: what goes wrong with that is no failure of a SET that was sent.
/// Of a SET itself a report counts only if it is signed; or if it names another engine, to which the SET was not
/// addressed, and which then has to prove itself, too. An engine looks at a message's engine id (RFC 3414 section 3.2
/// step 3) and clock (step 7) before anything is done for it, and drops the message it reports on (RFC 3412
/// section 7.2 step 6): that a SET goes out again then does not make it two.
///
/// A device with another privacy key may well be silent: AES in CFB mode makes some bytes of any, and these parse as no
/// message. So one that has never answered this user's encrypted messages gets, in place of the last re-send, a
/// question that is only signed. If it answers that, and then no small encrypted question, it is no silent device.
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
    /// Whether a SET went to an engine that is not there any more, as is said without a proof.
    private boolean redirected;
    private volatile @Nullable Sent lastSent;
    private volatile String remark = "";

    private enum Step {
        /// Asks for the engine's id.
        DISCOVERY,
        /// Asks for little, signed and encrypted as the request: whether the keys are right.
        PROOF,
        REQUEST,
        /// The same only signed: whether anybody is there who knows the user.
        SIGNED_QUESTION
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
        this.step = engine.isKnown() ? afterDiscovery() : Step.DISCOVERY;
    }

    private Step afterDiscovery() {
        return request.mayBeRepeated() || level == 0 || engine.understands(keys) ? Step.REQUEST : Step.PROOF;
    }

    @Override
    public boolean carriesRequest() {
        return step == Step.REQUEST;
    }

    @Override
    public int mostSends(int retries) {
        boolean once = switch (step) {
            case DISCOVERY, PROOF -> false;
            case REQUEST -> !request.mayBeRepeated() || firstSilence != null;
            case SIGNED_QUESTION -> true;
        };
        return once ? 1 : mayBeUnreadable() ? retries : 1 + retries;
    }

    @Override
    public String question() {
        return switch (step) {
            case DISCOVERY -> "a question for its SNMPv3 engine id";
            case PROOF -> "a question whether it has the keys of user " + name();
            case SIGNED_QUESTION -> "a question whether it has user " + name();
            case REQUEST -> throw new IllegalStateException("it carries the request");
        };
    }

    @Override
    public byte[] message(int id) throws IOException {
        RemoteEngine.Reading reading = engine.read(keys);
        boolean discovers = step == Step.DISCOVERY;
        int levelNow = switch (step) {
            case DISCOVERY -> 0;
            case SIGNED_QUESTION -> UsmMessage.AUTH;
            case PROOF, REQUEST -> level;
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
        PDU body = carriesRequest() ? pdu : query(discovers);
        body.setRequestID(new Integer32(id));
        byte[] salt = ByteBuffer.allocate(UsmMessage.SALT_BYTES)
                .putLong(reading.salt())
                .array();
        return UsmMessage.encode(head, body, reading.keys(), salt);
    }

    /// Asks for nothing, as the report on it is what is wanted (RFC 3414 section 4), or for what every device has.
    private static PDU query(boolean discovers) {
        var query = new PDU();
        query.setType(PDU.GET);
        if (!discovers) {
            query.add(new VariableBinding(SnmpConstants.sysUpTime));
        }
        return query;
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
        boolean answers = answer.getType() == PDU.RESPONSE
                && step != Step.DISCOVERY
                && answer.getRequestID().getValue() == head.id()
                && isFrom(head, sent);
        if (!answers || head.level() != sent.level) {
            return distrust("of another security level, engine or user");
        }
        if (signed && !engine.accept(sent.engineId, head.boots(), head.time())) {
            return distrust("of another time");
        }
        if (signed && head.level() == level) {
            engine.understood(sent.engineId, keys);
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
                engine.set(sent.engineId, head.boots(), head.time());
                yield new Answer.Report(reason, head.engineId());
            }
            default -> {
                boolean mustBeSigned = carriesRequest() && !request.mayBeRepeated() && sent.level != 0;
                yield mustBeSigned && !head.has(UsmMessage.AUTH)
                        ? distrust("that reports " + reason.counterName() + ", not signed,")
                        : new Answer.Report(reason, head.engineId());
            }
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
            case Answer.Response _ -> {
                boolean proven = step == Step.PROOF;
                redirected &= !proven;
                step = proven ? Step.REQUEST : Step.PROOF;
            }
            case Answer.Report report -> learn(report);
        }
    }

    @Override
    public void endure(CommandFailedException silence) throws CommandFailedException {
        if (silence.code() != FailureCode.DEVICE_TIMEOUT) {
            throw failed(silence.code(), silence.detail());
        }
        if (mayBeUnreadable()) {
            firstSilence = silence;
            step = Step.SIGNED_QUESTION;
            return;
        }
        CommandFailedException first = firstSilence;
        if (first == null) {
            throw failed(silence.code(), silence.detail());
        }
        throw switch (step) {
            case SIGNED_QUESTION -> failed(first.code(), first.detail() + "; nor to a message that is only signed");
            case PROOF ->
                failed(
                        FailureCode.AUTH_FAILED,
                        peer + " answers what user " + name() + " signs and not what is encrypted: it has another"
                                + " privacy password or protocol");
            case DISCOVERY, REQUEST ->
                failed(first.code(), first.detail() + "; nor once more after it had answered a smaller one");
        };
    }

    /// Whether a silence may come of its privacy key.
    private boolean mayBeUnreadable() {
        boolean encrypts = step == Step.PROOF || (step == Step.REQUEST && request.mayBeRepeated());
        return encrypts
                && firstSilence == null
                && peer.retries() > 0
                && level == (UsmMessage.AUTH | UsmMessage.PRIV)
                && !engine.understands(keys);
    }

    /// The failure of that code; of a SET, with regard to whether it went out.
    private CommandFailedException failed(FailureCode code, String detail) {
        if (redirected && code != FailureCode.INTERNAL) {
            return new CommandFailedException(FailureCode.DEVICE_TIMEOUT, detail);
        }
        boolean notSent = !request.mayBeRepeated() && !carriesRequest();
        FailureCode known = notSent && code == FailureCode.DEVICE_TIMEOUT ? FailureCode.UNREACHABLE : code;
        return new CommandFailedException(known, detail);
    }

    private void learn(Answer.Report report) throws CommandFailedException {
        UsmReport reason = report.reason();
        if (!heard.add(reason)) {
            throw failed(FailureCode.DEVICE_ERROR, reason, "says so again");
        }
        if (step == Step.SIGNED_QUESTION && reason == UsmReport.UNSUPPORTED_SECURITY_LEVEL) {
            // It knows the user, and wants more of him.
            step = Step.PROOF;
            return;
        }
        switch (reason) {
            case UNKNOWN_ENGINE -> {
                redirected |= carriesRequest() && !request.mayBeRepeated();
                heard.remove(UsmReport.NOT_IN_TIME_WINDOW);
                firstSilence = null;
                engine.identify(report.engineId());
                step = afterDiscovery();
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
        return failed(code, peer + " " + detail + " (" + reason.counterName() + ")");
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
