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

    /// What was done, and what was not. A stop of the agent between two steps ends it there, and is no failure: what
    /// the device did is known.
    ///
    /// @throws CommandFailedException if the first step did not work
    /// @throws InterruptedException   if it came while the device was asked
    Outcome run() throws CommandFailedException, InterruptedException {
        for (Step step : steps) {
            try {
                done.addAll(ObjectWriter.write(device, List.of(step.varBind()), room));
            } catch (CommandFailedException e) {
                return failed(e);
            }
            try {
                device.rest(step.sleepAfter());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return outcome(notTried(done.size(), "not tried, as the agent was stopped"));
            }
        }
        return outcome(List.of());
    }

    private Outcome failed(CommandFailedException why) throws CommandFailedException {
        if (done.isEmpty()) {
            throw why;
        }
        if (why.code() == FailureCode.INTERNAL) {
            throw new CommandFailedException(
                    why.code(), why.detail() + "; " + done.size() + " of " + steps.size() + " SETs had been done");
        }
        String oid = oid(steps.get(done.size()));
        List<Missing> missing = new ArrayList<>(List.of(Lack.of(oid, why)));
        missing.addAll(notTried(done.size() + 1, "not tried after " + oid));
        return outcome(missing);
    }

    private List<Missing> notTried(int from, String why) {
        return steps.subList(from, steps.size()).stream()
                .map(step -> new Missing(oid(step), Missing.Code.NOT_TRIED, why))
                .toList();
    }

    private Outcome outcome(List<Missing> missing) {
        var reply = new Reply.VarBinds(done);
        return missing.isEmpty() ? new Outcome.Completed(reply) : new Outcome.Partial(reply, missing);
    }

    private static String oid(Step step) {
        return step.varBind().oid().toString();
    }
}
