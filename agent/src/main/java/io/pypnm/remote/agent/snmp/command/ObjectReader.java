package io.pypnm.remote.agent.snmp.command;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.snmp.SnmpRequest;
import io.pypnm.remote.agent.snmp.SnmpResponse;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads listed objects by GET, in as few PDUs as fit: as many OIDs as one unfragmented datagram holds, half as many
/// after a `tooBig`, the rest once more after a reply that was cut short. Every value is one that the device gave for
/// that very OID. Owned by one thread, used once.
///
/// `noSuchName`, which SNMPv2 agents do not send but proxies for SNMPv1 pass on, is read as the `noSuchObject` it
/// stands for (RFC 3584 section 4.2.2.2).
final class ObjectReader {
    private final Conversation device;
    private final List<Oid> oids;
    private final boolean eachForItself;
    private final AnswerRoom.Share room;

    /// Positions in the request, in order.
    private final TreeSet<Integer> unread = new TreeSet<>();

    private final TreeMap<Integer, VarBind> found = new TreeMap<>();
    private final TreeMap<Integer, Missing> missing = new TreeMap<>();
    private @Nullable CommandFailedException firstFailure;
    private boolean silentBefore;
    private int mostAtOnce = Integer.MAX_VALUE;

    /// How many of the next unread objects hold one at fault that the device does not name; 0 if none is looked for.
    private int suspects;

    private ObjectReader(Conversation device, List<Oid> oids, boolean eachForItself, AnswerRoom.Share room) {
        this.device = device;
        this.oids = oids;
        this.eachForItself = eachForItself;
        this.room = room;
        for (int position = 0; position < oids.size(); position++) {
            unread.add(position);
        }
    }

    /// All or nothing, in the order asked.
    static List<VarBind> readAll(Conversation device, List<Oid> oids, AnswerRoom.Share room)
            throws CommandFailedException, InterruptedException {
        var reader = new ObjectReader(device, oids, false, room);
        reader.read();
        return List.copyOf(reader.found.values());
    }

    /// What can be read, in the order asked, and what is missing. Goes on after a failure, and after a silence once and
    /// without re-sends: two silences in a row are a device that has gone.
    ///
    /// @throws CommandFailedException the first failure, if nothing could be read
    static Outcome readEach(Conversation device, List<Oid> oids, AnswerRoom.Share room)
            throws CommandFailedException, InterruptedException {
        var reader = new ObjectReader(device, oids, true, room);
        reader.read();
        return reader.outcome();
    }

    private Outcome outcome() throws CommandFailedException {
        if (found.isEmpty() && firstFailure != null) {
            throw firstFailure;
        }
        var reply = new Reply.VarBinds(List.copyOf(found.values()));
        return missing.isEmpty()
                ? new Outcome.Completed(reply)
                : new Outcome.Partial(reply, List.copyOf(missing.values()));
    }

    private void read() throws CommandFailedException, InterruptedException {
        while (!unread.isEmpty()) {
            List<Integer> asked = nextGroup();
            var request = new SnmpRequest.Get(asked.stream().map(oids::get).toList());
            SnmpResponse response;
            try {
                response = silentBefore ? device.ask(request, 0) : device.ask(request);
            } catch (CommandFailedException e) {
                unanswered(asked, e);
                continue;
            }
            silentBefore = false;
            take(asked, response);
        }
    }

    private List<Integer> nextGroup() {
        List<Integer> group = new ArrayList<>();
        int bytes = 0;
        int most = suspects > 0 ? Math.min(mostAtOnce, (suspects + 1) / 2) : mostAtOnce;
        for (Integer position : unread) {
            bytes += Sizes.requestBytes(oids.get(position));
            if (group.size() == most || (!group.isEmpty() && bytes > Sizes.MAX_REQUEST_BYTES)) {
                break;
            }
            group.add(position);
        }
        return group;
    }

    private void unanswered(List<Integer> asked, CommandFailedException failure) throws CommandFailedException {
        if (failure.code() == FailureCode.DEVICE_ERROR) {
            faulty(asked, -1, failure);
            return;
        }
        boolean mayAnswerTheNext = failure.code() == FailureCode.DEVICE_TIMEOUT && !silentBefore;
        silentBefore = true;
        fail(mayAnswerTheNext ? asked : List.copyOf(unread), failure);
    }

    private void take(List<Integer> asked, SnmpResponse response) throws CommandFailedException {
        int status = response.errorStatus();
        int position = response.faultyPosition(asked.size());
        if (status == ErrorStatus.NO_ERROR) {
            takeVarBinds(asked, response.varBinds());
        } else if (status == ErrorStatus.TOO_BIG && asked.size() > 1) {
            mostAtOnce = asked.size() / 2;
        } else if (status == ErrorStatus.NO_SUCH_NAME && (position >= 0 || asked.size() == 1)) {
            Integer absent = asked.get(Math.max(0, position));
            found(absent, new VarBind(oids.get(absent), new SnmpValue.NoSuchObject()));
        } else {
            faulty(asked, position, ErrorStatus.failure(status, where(asked, position)));
        }
    }

    /// Takes what was asked for, as far as it comes: a reply that is only cut short is worth what it holds.
    private void takeVarBinds(List<Integer> asked, List<VarBind> varBinds) throws CommandFailedException {
        if (varBinds.size() > asked.size()) {
            faulty(asked, -1, deviceError("answered " + varBinds.size() + " objects to " + asked.size()));
            return;
        }
        int taken = 0;
        while (taken < varBinds.size() && varBinds.get(taken).oid().equals(oids.get(asked.get(taken)))) {
            found(asked.get(taken), varBinds.get(taken));
            taken++;
        }
        suspects = Math.max(0, suspects - taken);
        boolean cutShort = taken > 0 && taken == varBinds.size();
        if (taken < asked.size() && !cutShort) {
            String instead =
                    varBinds.isEmpty() ? "nothing" : varBinds.get(taken).oid().toString();
            faulty(asked, taken, deviceError("answered " + instead + " to " + oids.get(asked.get(taken))));
        }
    }

    private void found(Integer position, VarBind varBind) throws CommandFailedException {
        if (room.take(varBind)) {
            unread.remove(position);
            found.put(position, varBind);
        } else {
            fail(List.copyOf(unread), new CommandFailedException(FailureCode.TOO_LARGE, room.limit()));
        }
    }

    /// Something is wrong with one object of a group: with that one if it is known, else smaller groups will tell.
    private void faulty(List<Integer> asked, int position, CommandFailedException failure)
            throws CommandFailedException {
        if (position >= 0 || asked.size() == 1) {
            suspects = 0;
            fail(List.of(asked.get(Math.max(0, position))), failure);
        } else if (eachForItself) {
            suspects = asked.size();
        } else {
            throw failure;
        }
    }

    private CommandFailedException deviceError(String detail) {
        return new CommandFailedException(FailureCode.DEVICE_ERROR, device.peer() + " " + detail);
    }

    private void fail(List<Integer> positions, CommandFailedException failure) throws CommandFailedException {
        if (!eachForItself) {
            throw failure;
        }
        if (firstFailure == null) {
            firstFailure = failure;
        }
        for (Integer position : positions) {
            unread.remove(position);
            missing.put(position, Lack.of(oids.get(position).toString(), failure));
        }
    }

    private String where(List<Integer> asked, int position) {
        if (asked.size() == 1 || position >= 0) {
            return "at " + oids.get(asked.get(Math.max(0, position)));
        }
        return "at one of " + asked.size() + " objects";
    }
}
