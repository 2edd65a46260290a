package io.pypnm.remote.agent.snmp.command;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.snmp.SnmpRequest;
import io.pypnm.remote.agent.snmp.SnmpResponse;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.List;

/// Writes objects by one SET in one PDU, sent once and never split: the device does all of it or nothing (RFC 3416
/// section 4.2.5). A SET without an answer may have been carried out; what the objects hold afterwards is then read
/// and told.
final class ObjectWriter {
    private ObjectWriter() {}

    /// What the device says that it has set.
    static List<VarBind> write(Conversation device, List<VarBind> wanted, AnswerRoom.Share room)
            throws CommandFailedException, InterruptedException {
        SnmpResponse response;
        try {
            response = device.ask(new SnmpRequest.Set(wanted));
        } catch (CommandFailedException e) {
            throw e.code() == FailureCode.DEVICE_TIMEOUT ? unanswered(device, wanted, room, e) : e;
        }
        List<Oid> oids = oids(wanted);
        if (response.errorStatus() != ErrorStatus.NO_ERROR) {
            int position = response.faultyPosition(oids.size());
            String where = position >= 0 ? "at " + oids.get(position) : "at an object the device does not name";
            throw ErrorStatus.failure(response.errorStatus(), where);
        }
        if (!oids(response.varBinds()).equals(oids)) {
            throw new CommandFailedException(
                    FailureCode.DEVICE_ERROR,
                    device.peer() + " answered noError (0), but names other objects than were set: "
                            + oids(response.varBinds()));
        }
        return response.varBinds();
    }

    private static CommandFailedException unanswered(
            Conversation device, List<VarBind> wanted, AnswerRoom.Share room, CommandFailedException silence)
            throws InterruptedException {
        return new CommandFailedException(
                FailureCode.DEVICE_TIMEOUT,
                silence.detail() + "; the SET was sent once and may have been carried out; read back: "
                        + readBack(device, wanted, room));
    }

    private static String readBack(Conversation device, List<VarBind> wanted, AnswerRoom.Share room)
            throws InterruptedException {
        try {
            List<VarBind> now = ObjectReader.readAll(device, oids(wanted), room);
            return now.equals(wanted.stream().map(ObjectWriter::asAnswered).toList()) ? "equal" : "different";
        } catch (CommandFailedException e) {
            return e.code() == FailureCode.DEVICE_TIMEOUT || e.code() == FailureCode.RUN_FOR ? "no answer" : e.detail();
        }
    }

    private static VarBind asAnswered(VarBind varBind) {
        return varBind.value() instanceof SnmpValue.Bits bits
                ? new VarBind(varBind.oid(), new SnmpValue.OctetString(bits.octets()))
                : varBind;
    }

    private static List<Oid> oids(List<VarBind> varBinds) {
        return varBinds.stream().map(VarBind::oid).toList();
    }
}
