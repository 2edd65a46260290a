package io.pypnm.remote.agent.snmp.command;

import io.pypnm.remote.agent.snmp.SnmpPeer;
import io.pypnm.remote.agent.snmp.SnmpRequest;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Trees that are asked for in one request, side by side, and what its reply says of each.
///
/// Devices cut replies for several trees anywhere, and some leave varbinds out, sort them, or fill the places of trees
/// that have ended with rows of others. So a reply that is whole and begins with every tree in its place is believed if
/// nothing is lost by it, any other as far as every object is in its place. Whether a tree ends where only one object
/// says so is left in doubt, for the next request to ask by GETNEXT.
///
/// @param trees at least one
/// @param rows  asked for of each
record Columns(List<Tree> trees, int rows, SnmpPeer peer) {
    SnmpRequest request() {
        List<Oid> after = trees.stream().map(Tree::at).toList();
        return rows == 1 ? new SnmpRequest.GetNext(after) : new SnmpRequest.GetBulk(after, rows);
    }

    /// The successor in the first tree, and nothing else.
    Columns first() {
        return new Columns(trees.subList(0, 1), 1, peer);
    }

    /// The only tree, after `noSuchName`. Of a GETBULK it may mean any row.
    void endOfV1() {
        if (rows == 1) {
            trees.getFirst().end();
        } else {
            trees.getFirst().doubt();
        }
    }

    /// Takes a reply.
    void take(List<VarBind> varBinds) {
        if (trees.size() == 1) {
            takeColumn(0, varBinds);
            return;
        }
        List<NavigableSet<Oid>> unread = unread(varBinds);
        if (isTrusted(varBinds) && losesNothing(varBinds, unread)) {
            for (int column = 0; column < trees.size(); column++) {
                takeColumn(column, varBinds);
            }
        } else {
            takeWhileInPlace(varBinds, unread);
        }
    }

    /// What the reply has of each tree, wherever it stands.
    private List<NavigableSet<Oid>> unread(List<VarBind> varBinds) {
        List<NavigableSet<Oid>> unread = new ArrayList<>();
        trees.forEach(_ -> unread.add(new TreeSet<>()));
        for (int i = 0; i < varBinds.size(); i++) {
            VarBind varBind = varBinds.get(i);
            int own = i % trees.size();
            IntStream places = trees.get(own).isNext(varBind) ? IntStream.of(own) : IntStream.range(0, trees.size());
            places.filter(at -> trees.get(at).isNext(varBind))
                    .forEach(at -> unread.get(at).add(varBind.oid()));
        }
        return unread;
    }

    /// Whether the reply is whole and begins with every tree in its place. Then an object that is not of the tree in
    /// whose place it stands is what comes after that tree.
    private boolean isTrusted(List<VarBind> varBinds) {
        int width = trees.size();
        return varBinds.size() == width * rows
                && (trees.getFirst().isDoubtful()
                        || IntStream.range(0, width).allMatch(i -> trees.get(i).isNext(varBinds.get(i))));
    }

    /// Whether each tree's column begins with all there is of it. What comes after a tree may lie in another one; but
    /// then it stands in that one's column, too, or was read before.
    private boolean losesNothing(List<VarBind> varBinds, List<NavigableSet<Oid>> unread) {
        for (int column = 0; column < trees.size(); column++) {
            int i = column;
            for (Oid oid : unread.get(column)) {
                if (i >= varBinds.size() || !varBinds.get(i).oid().equals(oid)) {
                    return false;
                }
                i += trees.size();
            }
        }
        return true;
    }

    private void takeColumn(int column, List<VarBind> varBinds) {
        Tree tree = trees.get(column);
        for (int i = column; i < varBinds.size() && tree.isOpen(); i += trees.size()) {
            VarBind varBind = varBinds.get(i);
            if (tree.isNext(varBind)) {
                tree.take(varBind);
                continue;
            }
            boolean goesOn = varBind.value().isException() || varBind.oid().compareTo(tree.at()) > 0;
            if (trees.size() > 1) {
                endBeside(tree, goesOn, i + trees.size() < varBinds.size());
            } else if (goesOn) {
                tree.end();
            } else {
                String detail = peer + " answered " + varBind.oid() + " after " + tree.at();
                tree.stop(Missing.Code.NOT_INCREASING, detail);
            }
            return;
        }
    }

    /// An end among others is believed if there is a row after it, which agrees then, or if it was asked for.
    private static void endBeside(Tree tree, boolean goesOn, boolean hasRowAfter) {
        if (!goesOn) {
            tree.setApart();
        } else if (hasRowAfter || tree.isDoubtful()) {
            tree.end();
        } else {
            tree.doubt();
        }
    }

    /// Up to the first object out of place: the first unread one of its tree is due there. Trees whose place it or
    /// others of its row took may have ended there.
    private void takeWhileInPlace(List<VarBind> varBinds, List<NavigableSet<Oid>> unread) {
        int width = trees.size();
        trees.stream().skip(varBinds.size()).forEach(Tree::setApart);
        for (int i = 0; i < varBinds.size(); i++) {
            Tree tree = trees.get(i % width);
            if (!isFirst(varBinds.get(i), unread.get(i % width))) {
                int rowEnd = Math.min(varBinds.size(), (i / width + 1) * width);
                IntStream.range(i, rowEnd)
                        .filter(at -> !isFirst(varBinds.get(at), unread.get(at % width)))
                        .forEach(at -> trees.get(at % width).doubt());
                return;
            }
            unread.get(i % width).pollFirst();
            if (tree.isOpen()) {
                tree.take(varBinds.get(i));
            }
        }
    }

    private static boolean isFirst(VarBind varBind, NavigableSet<Oid> unread) {
        return !unread.isEmpty() && unread.first().equals(varBind.oid());
    }
}
