package io.pypnm.remote.agent.snmp.command;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.snmp.SnmpResponse;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A walk of one or more subtrees by GETBULK, one request at a time. Owned by one thread, used once.
///
/// A tree ends where the device's OIDs leave it (by whole arcs), or at `endOfMibView`, or at `noSuchName` (how an
/// SNMPv1 agent behind a proxy says the same). What else ends it is named beside the answer.
///
/// Several trees are asked for at once, as the columns of a table; those that the device mixes up, one at a time.
///
/// Asks for half as many varbinds after a `tooBig`, another error-status, an empty reply or a silence, down to one tree
/// and GETNEXT. The last send that `retries` allows is such a GETNEXT: an answer to it tells a device that chokes on
/// large replies from one that is gone, at no further cost.
///
/// A root with nothing below it may be an instance itself. It is then read by GET, as net-snmp's walks do, so that
/// `snmp_walk 1.3.6.1.2.1.1.1.0` gives what operators expect.
final class Walk {
    private final Conversation device;
    private final int maxRepetitions;
    private final Repetitions repetitions;
    private final AnswerRoom.Share room;
    private final List<Tree> trees;

    /// How many varbinds the last request asked for at most.
    private int asked;

    private boolean silentBefore;

    /// @param roots no two the same
    /// @param limit varbinds of one tree
    Walk(
            Conversation device,
            List<Oid> roots,
            int maxRepetitions,
            int limit,
            Repetitions repetitions,
            AnswerRoom.Share room) {
        this.device = device;
        this.maxRepetitions = maxRepetitions;
        this.repetitions = repetitions;
        this.room = room;
        this.trees = roots.stream().map(root -> new Tree(root, limit, room)).toList();
    }

    /// Walks the only tree.
    ///
    /// @throws CommandFailedException if nothing could be read
    Outcome runOne() throws CommandFailedException, InterruptedException {
        run();
        Tree tree = trees.getFirst();
        return outcome(new Reply.VarBinds(tree.found()));
    }

    /// Walks all trees.
    ///
    /// @throws CommandFailedException the first tree's failure, if nothing could be read of any
    Outcome runAll() throws CommandFailedException, InterruptedException {
        run();
        return outcome(new Reply.Trees(trees.stream().map(Tree::reply).toList()));
    }

    private Outcome outcome(Reply reply) throws CommandFailedException {
        List<CommandFailedException> failures =
                trees.stream().map(Tree::failure).flatMap(Optional::stream).toList();
        if (failures.size() == trees.size()) {
            throw failures.getFirst();
        }
        List<Missing> missing =
                trees.stream().map(Tree::lack).flatMap(Optional::stream).toList();
        return missing.isEmpty() ? new Outcome.Completed(reply) : new Outcome.Partial(reply, missing);
    }

    private void run() throws CommandFailedException, InterruptedException {
        List<Tree> group = nextGroup();
        while (!group.isEmpty()) {
            Duration leftBefore = device.deadline().left();
            try {
                walkOn(group);
                silentBefore = false;
            } catch (CommandFailedException e) {
                fail(group, e);
            }
            Duration leftAfter = device.deadline().left();
            group.forEach(tree -> tree.count(leftBefore, leftAfter));
            group = nextGroup();
        }
        readRoots(trees.stream().filter(Tree::isEmpty).toList());
    }

    /// Two silences in a row are a device that has gone; one may be the tree's.
    private void fail(List<Tree> group, CommandFailedException failure) throws CommandFailedException {
        boolean mixedUp = failure.code() == FailureCode.DEVICE_ERROR && group.size() > 1;
        boolean ofOneTree = failure.code() == FailureCode.DEVICE_ERROR
                || (failure.code() == FailureCode.DEVICE_TIMEOUT && !silentBefore);
        silentBefore = failure.code() == FailureCode.DEVICE_TIMEOUT;
        if (mixedUp) {
            group.forEach(Tree::setApart);
        } else if (ofOneTree) {
            group.getFirst().fail(failure);
        } else {
            for (Tree tree : trees) {
                if (tree.isOpen()) {
                    tree.fail(failure);
                }
            }
        }
    }

    /// Trees that can be read beside each other: none is a part of another, so that an object shows whose it is.
    private List<Tree> nextGroup() {
        List<Tree> open = trees.stream().filter(Tree::isOpen).toList();
        List<Tree> doubtful = open.stream().filter(Tree::isDoubtful).toList();
        List<Tree> group = new ArrayList<>();
        int bytes = 0;
        for (Tree tree : doubtful.isEmpty() ? open : doubtful) {
            bytes += Sizes.requestBytes(tree.at());
            if (group.isEmpty()) {
                group.add(tree);
            } else if (!tree.isAlone()
                    && !group.getFirst().isAlone()
                    && bytes <= Sizes.MAX_REQUEST_BYTES
                    && group.stream().noneMatch(other -> overlap(tree, other))) {
                group.add(tree);
            }
        }
        return group;
    }

    private static boolean overlap(Tree one, Tree other) {
        return one.root().isPrefixOf(other.root()) || other.root().isPrefixOf(one.root());
    }

    private void walkOn(List<Tree> group) throws CommandFailedException, InterruptedException {
        boolean checksEnds = group.getFirst().isDoubtful();
        int stillWanted = group.stream().mapToInt(Tree::stillWanted).max().orElse(1);
        int mostRows = checksEnds ? 1 : Math.min(maxRepetitions, stillWanted);
        asked = repetitions.atMost(mostRows * group.size());
        int width = Math.min(asked, group.size());
        Reached reached = ask(new Columns(group.subList(0, width), asked / width, device.peer()));
        take(reached.columns, reached.response);
        if (checksEnds) {
            // What did not end by this was mixed up before.
            reached.columns.trees().stream().filter(Tree::isDoubtful).forEach(Tree::setApart);
        }
    }

    /// A response, and what it answers.
    private record Reached(Columns columns, SnmpResponse response) {}

    private Reached ask(Columns columns) throws CommandFailedException, InterruptedException {
        int retries = silentBefore ? 0 : device.peer().retries();
        if (asked == 1 || retries == 0) {
            return new Reached(columns, device.ask(columns.request(), retries));
        }
        try {
            return new Reached(columns, device.ask(columns.request(), retries - 1));
        } catch (CommandFailedException e) {
            if (e.code() != FailureCode.DEVICE_TIMEOUT) {
                throw e;
            }
            Columns first = columns.first();
            return new Reached(first, askForOne(first, e.detail()));
        }
    }

    private SnmpResponse askForOne(Columns first, String silence) throws CommandFailedException, InterruptedException {
        SnmpResponse response;
        try {
            response = device.ask(first.request(), 0);
        } catch (CommandFailedException e) {
            throw e.code() == FailureCode.DEVICE_TIMEOUT
                    ? new CommandFailedException(e.code(), silence + "; nor to a GETNEXT after that")
                    : e;
        }
        repetitions.silent(asked);
        asked = 1;
        return response;
    }

    private void take(Columns columns, SnmpResponse response) throws CommandFailedException {
        int status = response.errorStatus();
        int width = columns.trees().size();
        int named = response.faultyPosition(width);
        Tree first = columns.trees().getFirst();
        if (status == ErrorStatus.NO_ERROR && !response.varBinds().isEmpty()) {
            repetitions.answered(asked);
            columns.take(response.varBinds());
        } else if (status == ErrorStatus.NO_SUCH_NAME && width == 1) {
            columns.endOfV1();
        } else if (status > ErrorStatus.TOO_BIG && named >= 0 && width > 1) {
            columns.trees().get(named).setApart();
        } else if (asked == 1) {
            first.fail(refusal(first, response));
        } else {
            repetitions.tooBig(asked);
        }
    }

    private CommandFailedException refusal(Tree tree, SnmpResponse response) {
        String where = "after " + tree.at();
        return response.errorStatus() == ErrorStatus.NO_ERROR
                ? new CommandFailedException(
                        FailureCode.DEVICE_ERROR, device.peer() + " answered without an object " + where)
                : ErrorStatus.failure(response.errorStatus(), where);
    }

    /// Reads the roots of trees without an object.
    private void readRoots(List<Tree> empty) throws CommandFailedException, InterruptedException {
        if (empty.isEmpty()) {
            return;
        }
        try {
            List<VarBind> roots =
                    ObjectReader.readAll(device, empty.stream().map(Tree::root).toList(), room);
            for (int i = 0; i < empty.size(); i++) {
                empty.get(i).isItself(roots.get(i));
            }
        } catch (CommandFailedException e) {
            boolean ofOneTree = e.code() == FailureCode.DEVICE_ERROR || e.code() == FailureCode.AUTH_FAILED;
            for (Tree tree : empty) {
                if (ofOneTree && empty.size() > 1) {
                    readRoots(List.of(tree));
                } else {
                    tree.fail(e);
                }
            }
        }
    }
}
