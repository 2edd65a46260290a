package io.pypnm.remote.contracts.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The keys some getter asked for, against which the file is held at the end. A key nobody asked for is a
/// problem: a misspelt section would otherwise be silently inactive.
final class KnownKeys {
    /// By the path of the enclosing object; the root's path is empty.
    private final Map<String, Set<String>> namesByPath = new HashMap<>();

    private final Set<String> foreign = new HashSet<>();

    void add(String path, String name) {
        namesByPath.computeIfAbsent(path, _ -> new TreeSet<>()).add(name);
    }

    void allowForeign(String path) {
        foreign.add(path);
    }

    /// Documentation inside the file, by upstream's convention.
    static boolean isComment(String name) {
        return name.startsWith("_comment");
    }

    List<Problem> unknownIn(Node.Branch root) {
        List<Problem> problems = new ArrayList<>();
        inspect("", root, problems);
        return problems;
    }

    private void inspect(String path, Node node, List<Problem> problems) {
        switch (node) {
            case Node.Leaf _ -> {}
            case Node.Items items -> {
                for (int i = 0; i < items.nodes().size(); i++) {
                    inspect(Slot.element(path, i), items.nodes().get(i), problems);
                }
            }
            case Node.Branch branch -> {
                // Where nobody looked inside, the object as a whole was ignored or refused.
                if (namesByPath.containsKey(path)) {
                    branch.members().forEach((name, member) -> inspectMember(path, name, member, problems));
                }
            }
        }
    }

    private void inspectMember(String path, String name, Node.Member member, List<Problem> problems) {
        String memberPath = Slot.member(path, name);
        if (namesByPath.getOrDefault(path, Set.of()).contains(name)) {
            inspect(memberPath, member.value(), problems);
        } else if (!isComment(name) && !foreign.contains(path)) {
            String hint = suggestion(path, name)
                    .map(it -> ", did you mean " + it + "?")
                    .orElse("");
            problems.add(new Problem(member.place(), memberPath, "unknown key" + hint));
        }
    }

    /// A near name in the same object, else the same name where only one other object knows it.
    private Optional<String> suggestion(String path, String name) {
        Optional<String> near = namesByPath.getOrDefault(path, Set.of()).stream()
                .filter(known -> areNear(known, name))
                .min(Comparator.comparingInt(known -> distance(known, name)));
        List<String> elsewhere = namesByPath.entrySet().stream()
                .filter(other -> other.getValue().contains(name))
                .map(other -> Slot.member(other.getKey(), name))
                .toList();
        return near.or(() -> elsewhere.size() == 1 ? Optional.of(elsewhere.getFirst()) : Optional.empty());
    }

    private static boolean areNear(String known, String name) {
        int limit = 1 + known.length() / 4;
        return Math.abs(known.length() - name.length()) <= limit && distance(known, name) <= limit;
    }

    /// Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, substitutions and swaps
    /// of neighbours, upper and lower case alike.
    static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int substitution = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(substitution, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
