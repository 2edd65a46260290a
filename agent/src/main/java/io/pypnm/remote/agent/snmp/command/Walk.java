package io.pypnm.remote.agent.snmp.command;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.snmp.SnmpRequest;
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
import java.util.stream.IntStream;

/// A walk of one or more subtrees by GETBULK, one request at a time. Owned by one thread, used once.
///
/// A tree ends where the device's OIDs leave it (by whole arcs), or at `endOfMibView`, or at `noSuchName` (how an
/// SNMPv1 agent behind a proxy says the same). What else ends it is named beside the answer.
///
/// Several trees are asked for at once, as the columns of a table. Devices cut such replies anywhere, and some leave
/// varbinds out or order them by column. So a reply that is whole and begins with every tree in its place is believed;
/// any other as far as every object is in its place, and whether a tree ends there is asked by GETNEXT. One that does
/// not is walked by itself from there on.
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
        List<Tree> columns = group.subList(0, Math.min(asked, group.size()));
        Reached reached = ask(columns, asked / columns.size());
        take(reached.columns, reached.rows, reached.response);
        if (checksEnds) {
            // What did not end by this was mixed up before.
            reached.columns.stream().filter(Tree::isDoubtful).forEach(Tree::setApart);
        }
    }

    /// A response, and what it answers.
    private record Reached(List<Tree> columns, int rows, SnmpResponse response) {}

    private Reached ask(List<Tree> columns, int rows) throws CommandFailedException, InterruptedException {
        SnmpRequest request =
                rows == 1 ? new SnmpRequest.GetNext(places(columns)) : new SnmpRequest.GetBulk(places(columns), rows);
        int retries = silentBefore ? 0 : device.peer().retries();
        if (asked == 1 || retries == 0) {
            return new Reached(columns, rows, device.ask(request, retries));
        }
        try {
            return new Reached(columns, rows, device.ask(request, retries - 1));
        } catch (CommandFailedException e) {
            if (e.code() != FailureCode.DEVICE_TIMEOUT) {
                throw e;
            }
            return new Reached(columns.subList(0, 1), 1, askForOne(columns.getFirst(), e.detail()));
        }
    }

    private static List<Oid> places(List<Tree> columns) {
        return columns.stream().map(Tree::at).toList();
    }

    private SnmpResponse askForOne(Tree tree, String silence) throws CommandFailedException, InterruptedException {
        SnmpResponse response;
        try {
            response = device.ask(new SnmpRequest.GetNext(List.of(tree.at())), 0);
        } catch (CommandFailedException e) {
            throw e.code() == FailureCode.DEVICE_TIMEOUT
                    ? new CommandFailedException(e.code(), silence + " of GETBULK and one of GETNEXT")
                    : e;
        }
        repetitions.silent(asked);
        asked = 1;
        return response;
    }

    private void take(List<Tree> columns, int rows, SnmpResponse response) throws CommandFailedException {
        int status = response.errorStatus();
        int named = response.faultyPosition(columns.size());
        if (status == ErrorStatus.NO_SUCH_NAME && columns.size() == 1) {
            columns.getFirst().end();
        } else if (status != ErrorStatus.NO_ERROR
                && status != ErrorStatus.TOO_BIG
                && named >= 0
                && columns.size() > 1) {
            columns.get(named).setApart();
        } else if (status == ErrorStatus.NO_ERROR && !response.varBinds().isEmpty()) {
            repetitions.answered(asked);
            takeVarBinds(columns, rows, response.varBinds());
        } else if (asked == 1) {
            columns.getFirst().fail(refusal(columns.getFirst(), response));
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

    private void takeVarBinds(List<Tree> columns, int rows, List<VarBind> varBinds) {
        int width = columns.size();
        if (width == 1 || isTrusted(columns, rows, varBinds)) {
            for (int column = 0; column < width; column++) {
                takeColumn(columns, column, varBinds);
            }
        } else {
            takeWhileInPlace(columns, varBinds);
        }
    }

    /// Whether the reply is whole and begins with every tree in its place. Then it goes on so, and an object that is
    /// not of the tree in whose place it stands is what comes after that tree.
    private static boolean isTrusted(List<Tree> columns, int rows, List<VarBind> varBinds) {
        int width = columns.size();
        return varBinds.size() == width * rows
                && (columns.getFirst().isDoubtful()
                        || IntStream.range(0, width)
                                .allMatch(i -> columns.get(i).isNext(varBinds.get(i))));
    }

    private void takeColumn(List<Tree> columns, int column, List<VarBind> varBinds) {
        Tree tree = columns.get(column);
        for (int i = column; i < varBinds.size() && tree.isOpen(); i += columns.size()) {
            VarBind varBind = varBinds.get(i);
            if (tree.isNext(varBind)) {
                tree.take(varBind);
                continue;
            }
            if (varBind.value().isException() || varBind.oid().compareTo(tree.at()) > 0) {
                tree.end();
            } else if (columns.size() > 1) {
                tree.setApart();
            } else {
                String detail = device.peer() + " answered " + varBind.oid() + " after " + tree.at();
                tree.stop(Missing.Code.NOT_INCREASING, detail);
            }
            return;
        }
    }

    /// Up to the first object out of place. Trees whose place it or others of its row took may have ended there.
    private static void takeWhileInPlace(List<Tree> columns, List<VarBind> varBinds) {
        int width = columns.size();
        columns.stream().skip(varBinds.size()).forEach(Tree::setApart);
        for (int i = 0; i < varBinds.size(); i++) {
            Tree tree = columns.get(i % width);
            if (!tree.isNext(varBinds.get(i))) {
                int rowEnd = Math.min(varBinds.size(), (i / width + 1) * width);
                IntStream.range(i, rowEnd)
                        .filter(at -> !columns.get(at % width).isNext(varBinds.get(at)))
                        .forEach(at -> columns.get(at % width).doubt());
                return;
            }
            if (tree.isOpen()) {
                tree.take(varBinds.get(i));
            }
        }
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
