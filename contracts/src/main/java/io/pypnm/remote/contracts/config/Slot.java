package io.pypnm.remote.contracts.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The slot of one key: its full name and, if the file fills it, the node that does.
///
/// @param node  null if the file says nothing, null or ""
/// @param place of the node, or of the nearest enclosing object that the file has
record Slot(
        Configuration configuration, String path, @Nullable Node node, Origin place) {
    static String member(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    static String element(String path, int index) {
        return path + "[" + index + "]";
    }

    boolean isFilled() {
        return node != null;
    }

    /// The slot of a nested key; each dot is one level down.
    Slot at(String dottedName) {
        Slot slot = this;
        for (String name : dottedName.split("\\.", -1)) {
            slot = slot.child(name);
        }
        return slot;
    }

    /// The slot of a key of this object, from now on a known one.
    Slot child(String name) {
        configuration.knownKeys().add(path, name);
        String childPath = member(path, name);
        Node.Member member = switch (node) {
            case Node.Branch branch -> branch.members().get(name);
            case Node.Leaf _, Node.Items _ -> {
                mustBe("an object in braces");
                yield null;
            }
            case null -> null;
        };
        if (member == null) {
            return new Slot(configuration, childPath, null, place);
        }
        Node value = member.value();
        boolean blank = value instanceof Node.Leaf leaf && leaf.isBlank();
        return new Slot(configuration, childPath, blank ? null : value, value.place());
    }

    /// The slots of a list's elements; anything else is a list of itself.
    List<Slot> elements() {
        if (!(node instanceof Node.Items items)) {
            return List.of(this);
        }
        List<Slot> elements = new ArrayList<>();
        for (Node item : items.nodes()) {
            elements.add(new Slot(configuration, element(path, elements.size()), item, item.place()));
        }
        return elements;
    }

    /// The names of an object's members, in the order of the file.
    List<String> names() {
        if (!(node instanceof Node.Branch branch)) {
            mustBe("an object in braces");
            return List.of();
        }
        return branch.members().keySet().stream()
                .filter(name -> !KnownKeys.isComment(name))
                .toList();
    }

    void mustBe(String expected) {
        problem("must be " + expected + (node == null ? "" : ", is " + node.kind()));
    }

    void problem(String message) {
        configuration.problem(new Problem(place, path, message));
    }
}
