package io.pypnm.remote.agent.snmp.command;

import io.pypnm.remote.agent.snmp.SnmpPeer;
import io.pypnm.remote.agent.snmp.SnmpRequest;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.List;
import java.util.stream.IntStream;

/// Trees that are asked for in one request, side by side, and what its reply says of each.
///
/// Devices cut replies for several trees anywhere, and some leave varbinds out or order them by column. So a reply that
/// is whole and begins with every tree in its place is believed, any other as far as every object is in its place.
/// Whether a tree ends where only one object says so is left in doubt, for the next request to ask by GETNEXT.
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
        if (trees.size() == 1 || isTrusted(varBinds)) {
            for (int column = 0; column < trees.size(); column++) {
                takeColumn(column, varBinds);
            }
        } else {
            takeWhileInPlace(varBinds);
        }
    }

    /// Whether the reply is whole and begins with every tree in its place. Then an object that is not of the tree in
    /// whose place it stands is what comes after that tree.
    private boolean isTrusted(List<VarBind> varBinds) {
        int width = trees.size();
        return varBinds.size() == width * rows
                && (trees.getFirst().isDoubtful()
                        || IntStream.range(0, width).allMatch(i -> trees.get(i).isNext(varBinds.get(i))));
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
                endBeside(tree, goesOn, rest(varBinds, i, trees.size()));
            } else if (goesOn) {
                tree.end();
            } else {
                String detail = peer + " answered " + varBind.oid() + " after " + tree.at();
                tree.stop(Missing.Code.NOT_INCREASING, detail);
            }
            return;
        }
    }

    /// What stands in a tree's place after it was left, the object by which it was left included.
    private static List<VarBind> rest(List<VarBind> varBinds, int from, int width) {
        return IntStream.iterate(from, i -> i < varBinds.size(), i -> i + width)
                .mapToObj(varBinds::get)
                .toList();
    }

    /// An end among others is believed if the row after it agrees, or if it was asked for.
    private static void endBeside(Tree tree, boolean goesOn, List<VarBind> rest) {
        if (!goesOn || rest.stream().anyMatch(tree::isNext)) {
            tree.setApart();
        } else if (rest.size() > 1 || tree.isDoubtful()) {
            tree.end();
        } else {
            tree.doubt();
        }
    }

    /// Up to the first object out of place. Trees whose place it or others of its row took may have ended there.
    private void takeWhileInPlace(List<VarBind> varBinds) {
        int width = trees.size();
        trees.stream().skip(varBinds.size()).forEach(Tree::setApart);
        for (int i = 0; i < varBinds.size(); i++) {
            Tree tree = trees.get(i % width);
            if (!tree.isNext(varBinds.get(i))) {
                int rowEnd = Math.min(varBinds.size(), (i / width + 1) * width);
                IntStream.range(i, rowEnd)
                        .filter(at -> !trees.get(at % width).isNext(varBinds.get(at)))
                        .forEach(at -> trees.get(at % width).doubt());
                return;
            }
            if (tree.isOpen()) {
                tree.take(varBinds.get(i));
            }
        }
    }
}
