package io.pypnm.remote.agent.snmp.command;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.contracts.command.Command.SnmpSetSequence.Step;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.ArrayList;
import java.util.List;

/// SETs one after the other, each as [ObjectWriter] does it, with rests between them. The first that does not work is
/// the last: those after it were meant for a device on which it had.
final class SetSequence {
    private final Conversation device;
    private final List<Step> steps;
    private final AnswerRoom.Share room;
    private final List<VarBind> done = new ArrayList<>();

    SetSequence(Conversation device, List<Step> steps, AnswerRoom.Share room) {
        this.device = device;
        this.steps = steps;
        this.room = room;
    }

    /// What was done, and what was not.
    ///
    /// @throws CommandFailedException if the first step did not work
    Outcome run() throws CommandFailedException, InterruptedException {
        for (Step step : steps) {
            try {
                done.addAll(ObjectWriter.write(device, List.of(step.varBind()), room));
            } catch (CommandFailedException e) {
                return stopped(e);
            }
            device.rest(step.sleepAfter());
        }
        return new Outcome.Completed(new Reply.VarBinds(done));
    }

    private Outcome stopped(CommandFailedException why) throws CommandFailedException {
        if (done.isEmpty()) {
            throw why;
        }
        if (why.code() == FailureCode.INTERNAL) {
            throw new CommandFailedException(
                    why.code(), why.detail() + "; " + done.size() + " of " + steps.size() + " SETs had been done");
        }
        List<Missing> missing = new ArrayList<>();
        Step failed = steps.get(done.size());
        missing.add(Lack.of(failed.varBind().oid().toString(), why));
        for (Step step : steps.subList(done.size() + 1, steps.size())) {
            String oid = step.varBind().oid().toString();
            missing.add(new Missing(
                    oid,
                    Missing.Code.NOT_TRIED,
                    "not tried after " + failed.varBind().oid()));
        }
        return new Outcome.Partial(new Reply.VarBinds(done), missing);
    }
}
