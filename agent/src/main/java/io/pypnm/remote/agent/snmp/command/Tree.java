package io.pypnm.remote.agent.snmp.command;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One subtree on its way through a [Walk]: how far it was read, and why no further. Owned by one thread.
final class Tree {
    private final Oid root;
    private final int limit;
    private final AnswerRoom.Share room;
    private final List<VarBind> found = new ArrayList<>();
    private Oid at;
    private boolean open = true;
    private boolean alone;
    private boolean doubtful;
    private @Nullable Missing lack;
    private @Nullable CommandFailedException failure;
    private @Nullable Duration leftAtFirst;
    private Duration spent = Duration.ZERO;

    Tree(Oid root, int limit, AnswerRoom.Share room) {
        this.root = root;
        this.limit = limit;
        this.room = room;
        this.at = root;
    }

    Oid root() {
        return root;
    }

    /// The last object read, or the root.
    Oid at() {
        return at;
    }

    boolean isOpen() {
        return open;
    }

    /// Whether it can no longer be read beside others, since the device mixed them up.
    boolean isAlone() {
        return alone;
    }

    /// Whether its end was seen where the device may have mixed it up with another.
    boolean isDoubtful() {
        return doubtful;
    }

    /// Varbinds that it may still take, and the one that shows that there are more.
    int stillWanted() {
        return limit + 1 - found.size();
    }

    /// Whether this object belongs here: below the root, and after the last one.
    boolean isNext(VarBind varBind) {
        return !varBind.value().isException()
                && root.isPrefixOf(varBind.oid())
                && varBind.oid().compareTo(at) > 0;
    }

    /// Takes an object that is next. Closed afterwards if that was one too many.
    void take(VarBind varBind) {
        if (found.size() == limit) {
            stop(Missing.Code.LIMIT, "stopped after " + limit + " varbinds, with more after " + at);
        } else if (!room.take(varBind)) {
            stop(Missing.Code.TOO_LARGE, room.limit() + "; there is more after " + at);
        } else {
            found.add(varBind);
            at = varBind.oid();
        }
    }

    void end() {
        open = false;
        doubtful = false;
    }

    void doubt() {
        doubtful = open;
    }

    void setApart() {
        alone = true;
        doubtful = false;
    }

    void stop(Missing.Code code, String detail) {
        FailureCode failureCode = code == Missing.Code.TOO_LARGE ? FailureCode.TOO_LARGE : FailureCode.DEVICE_ERROR;
        stop(new Missing(root.toString(), code, detail), new CommandFailedException(failureCode, detail));
    }

    /// Ends it for that reason.
    ///
    /// @throws CommandFailedException the failure itself, if it is our own and so spoils the whole answer
    void fail(CommandFailedException why) throws CommandFailedException {
        stop(Lack.of(root.toString(), why), why);
    }

    private void stop(Missing newLack, CommandFailedException why) {
        end();
        lack = newLack;
        failure = why;
    }

    /// Takes the object that its root is, if it is one.
    void isItself(VarBind rootObject) {
        if (!rootObject.value().isException()) {
            found.add(rootObject);
        }
    }

    /// Takes note of a request for it.
    ///
    /// @param leftBefore and `leftAfter`: of the command's run-for
    void count(Duration leftBefore, Duration leftAfter) {
        Duration first = leftAtFirst == null ? leftBefore : leftAtFirst;
        leftAtFirst = first;
        spent = first.minus(leftAfter);
    }

    /// Whether its end was reached, and nothing was before it.
    boolean isEmpty() {
        return lack == null && found.isEmpty();
    }

    List<VarBind> found() {
        return found;
    }

    Optional<Missing> lack() {
        return Optional.ofNullable(lack);
    }

    /// Why nothing was read; empty if something was, or if there is nothing.
    Optional<CommandFailedException> failure() {
        return found.isEmpty() ? Optional.ofNullable(failure) : Optional.empty();
    }

    Reply.Trees.Tree reply() {
        return new Reply.Trees.Tree(root, found, spent.toMillis());
    }
}
