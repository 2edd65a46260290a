package io.pypnm.remote.agent.testing;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.CommandRefusedException;
import io.pypnm.remote.agent.operation.ContentDraft;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.Holdings;
import io.pypnm.remote.agent.operation.Operations;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.contracts.wire.Checksum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Devices that do as they are told.
public final class FakeOperations implements Operations {
    /// What every device does from now on.
    public enum Behaviour {
        ANSWER,
        ANSWER_LATE,
        BREAK,
        HIT_A_BUG,
        RUN_OUT_OF_MEMORY,
        REFUSE
    }

    private final BlockingQueue<Command> started = new LinkedBlockingQueue<>();
    private volatile Behaviour behaviour = Behaviour.ANSWER;
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile Outcome answer = new Outcome.Completed(new Reply.VarBinds(List.of()));
    private volatile byte[] brought = {};
    private volatile Runnable whileRunning = () -> {};
    private volatile Runnable whenReleased = () -> {};

    public void behave(Behaviour next) {
        behaviour = next;
    }

    /// Called at the beginning of every command.
    public void whileRunning(Runnable action) {
        whileRunning = action;
    }

    /// Called when a command gives back what it holds.
    public void whenReleased(Runnable action) {
        whenReleased = action;
    }

    /// What every device that answers answers.
    public void answerWith(List<VarBind> varBinds) {
        answer = new Outcome.Completed(new Reply.VarBinds(varBinds));
    }

    /// What every device that answers brings as a file, beside its outcome.
    public void bring(byte[] content) {
        var file = new Reply.FileContent(
                new FileName("capture"),
                "here",
                content.length,
                Instant.EPOCH,
                Checksum.sha256(content),
                new Reply.FileContent.Content.Claimed());
        brought = content;
        answer = new Outcome.Completed(file);
    }

    /// Lets those that are late answer.
    public void release() {
        release.countDown();
    }

    /// The next command that was started, in the order of the starts.
    public Command nextStarted() throws InterruptedException {
        Command command = started.poll(10, TimeUnit.SECONDS);
        if (command == null) {
            throw new AssertionError("no command was started within 10 s");
        }
        return command;
    }

    public int startedAndNotSeen() {
        return started.size();
    }

    @Override
    public void check(Command command) throws CommandRefusedException {
        if (behaviour == Behaviour.REFUSE) {
            throw new CommandRefusedException(RefusalCode.POLICY, "told to");
        }
    }

    @Override
    public Outcome run(Command command, Deadline deadline, Holdings holdings)
            throws CommandFailedException, InterruptedException {
        Behaviour now = behaviour;
        holdings.add(whenReleased);
        whileRunning.run();
        started.add(command);
        if (brought.length > 0) {
            leave(brought, holdings);
        }
        return switch (now) {
            case ANSWER, REFUSE -> answer;
            case ANSWER_LATE -> {
                release.await();
                yield answer;
            }
            case BREAK -> throw new CommandFailedException(FailureCode.DEVICE_TIMEOUT, "told to");
            case RUN_OUT_OF_MEMORY -> throw new OutOfMemoryError("told to");
            case HIT_A_BUG -> throw new IllegalStateException("told to");
        };
    }

    private static void leave(byte[] content, Holdings holdings) throws CommandFailedException {
        try (ContentDraft draft = holdings.beginContent(content.length)) {
            draft.write(content, 0, content.length);
            draft.seal();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> capabilities() {
        return List.of("snmp_get", "snmp_set");
    }
}
