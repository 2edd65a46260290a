package io.pypnm.remote.agent.snmp.command;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.snmp.SnmpRequest;
import io.pypnm.remote.agent.snmp.SnmpResponse;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One walk of one subtree by GETBULK, one request at a time. Owned by one thread, used once.
///
/// It ends where the device's OIDs leave the subtree (by whole arcs), or at `endOfMibView`, or at `noSuchName` (how
/// an SNMPv1 agent behind a proxy says the same). Anything else that ends it is named in a `Partial`; with nothing
/// read yet, it is the failure of the command.
///
/// Asks for half as many repetitions after a `tooBig`, another error-status, an empty reply or a silence, down to
/// GETNEXT. The last send that `retries` allows is such a GETNEXT: an answer to it tells a device that chokes on
/// large replies from one that is gone, at no further cost.
///
/// A root with nothing below it may be an instance itself. It is then read by GET, as net-snmp's walks do, so that
/// `snmp_walk 1.3.6.1.2.1.1.1.0` gives what operators expect.
final class Walk {
    private final Conversation device;
    private final Command.SnmpWalk command;
    private final Repetitions repetitions;
    private final AnswerRoom.Share room;
    private final List<VarBind> found = new ArrayList<>();
    private Oid at;
    private int asked;
    private @Nullable Missing lack;

    Walk(Conversation device, Command.SnmpWalk command, Repetitions repetitions, AnswerRoom.Share room) {
        this.device = device;
        this.command = command;
        this.repetitions = repetitions;
        this.room = room;
        this.at = command.root();
    }

    Outcome run() throws CommandFailedException, InterruptedException {
        try {
            boolean more = true;
            while (more) {
                more = take(next());
            }
        } catch (CommandFailedException e) {
            if (found.isEmpty()) {
                throw e;
            }
            lack = Lack.of(command.root().toString(), e);
        }
        if (lack == null && found.isEmpty()) {
            readRootItself();
        }
        var reply = new Reply.VarBinds(found);
        return lack == null ? new Outcome.Completed(reply) : new Outcome.Partial(reply, List.of(lack));
    }

    private SnmpResponse next() throws CommandFailedException, InterruptedException {
        int stillWanted = command.limit() + 1 - found.size();
        asked = repetitions.atMost(Math.min(command.maxRepetitions(), stillWanted));
        int retries = device.peer().retries();
        if (asked == 1) {
            return device.ask(new SnmpRequest.GetNext(at));
        }
        var request = new SnmpRequest.GetBulk(at, asked);
        if (retries == 0) {
            return device.ask(request);
        }
        try {
            return device.ask(request, retries - 1);
        } catch (CommandFailedException e) {
            if (e.code() != FailureCode.DEVICE_TIMEOUT) {
                throw e;
            }
            return askForOne(e.detail());
        }
    }

    private SnmpResponse askForOne(String silence) throws CommandFailedException, InterruptedException {
        SnmpResponse response;
        try {
            response = device.ask(new SnmpRequest.GetNext(at), 0);
        } catch (CommandFailedException e) {
            throw e.code() == FailureCode.DEVICE_TIMEOUT
                    ? new CommandFailedException(e.code(), silence + " of GETBULK and one of GETNEXT")
                    : e;
        }
        repetitions.silent(asked);
        asked = 1;
        return response;
    }

    /// Returns whether there is more to read.
    private boolean take(SnmpResponse response) throws CommandFailedException {
        if (response.errorStatus() == ErrorStatus.NO_SUCH_NAME) {
            return false;
        }
        if (response.errorStatus() != ErrorStatus.NO_ERROR
                || response.varBinds().isEmpty()) {
            if (asked == 1) {
                throw refusal(response);
            }
            repetitions.tooBig(asked);
            return true;
        }
        repetitions.answered(asked);
        for (VarBind varBind : response.varBinds()) {
            if (varBind.value().isException() || !take(varBind)) {
                return false;
            }
        }
        return true;
    }

    private CommandFailedException refusal(SnmpResponse response) {
        String where = "after " + at;
        return response.errorStatus() == ErrorStatus.NO_ERROR
                ? new CommandFailedException(
                        FailureCode.DEVICE_ERROR, device.peer() + " answered without an object " + where)
                : ErrorStatus.failure(response.errorStatus(), where);
    }

    private boolean take(VarBind varBind) throws CommandFailedException {
        Oid oid = varBind.oid();
        if (oid.compareTo(at) <= 0) {
            return stop(Missing.Code.NOT_INCREASING, device.peer() + " answered " + oid + " after " + at);
        }
        if (!command.root().isPrefixOf(oid)) {
            return false;
        }
        if (found.size() == command.limit()) {
            return stop(Missing.Code.LIMIT, "stopped after " + command.limit() + " varbinds, with more after " + at);
        }
        if (!room.take(varBind)) {
            return stop(Missing.Code.TOO_LARGE, room.limit() + "; there is more after " + at);
        }
        found.add(varBind);
        at = oid;
        return true;
    }

    private boolean stop(Missing.Code code, String detail) throws CommandFailedException {
        if (found.isEmpty()) {
            FailureCode failure = code == Missing.Code.TOO_LARGE ? FailureCode.TOO_LARGE : FailureCode.DEVICE_ERROR;
            throw new CommandFailedException(failure, detail);
        }
        lack = new Missing(command.root().toString(), code, detail);
        return false;
    }

    private void readRootItself() throws CommandFailedException, InterruptedException {
        VarBind root =
                ObjectReader.readAll(device, List.of(command.root()), room).getFirst();
        if (!root.value().isException()) {
            found.add(root);
        }
    }
}
