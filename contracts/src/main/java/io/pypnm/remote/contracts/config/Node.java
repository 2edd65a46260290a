package io.pypnm.remote.contracts.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A piece of a configuration file with its place.
sealed interface Node {
    Origin.InFile place();

    /// How messages name this kind of node. Never its content, which may be a secret.
    String kind();

    /// An object, members in the order of the file.
    record Branch(Map<String, Member> members, Origin.InFile place) implements Node {
        public Branch {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        @Override
        public String kind() {
            return "an object";
        }
    }

    /// A key with its value.
    ///
    /// @param place of the key; the value knows its own
    record Member(Origin.InFile place, Node value) {}

    /// A list.
    record Items(List<Node> nodes, Origin.InFile place) implements Node {
        public Items {
            nodes = List.copyOf(nodes);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /// A single value.
    ///
    /// @param text as written for a number, unescaped for a text
    record Leaf(Type type, String text, Origin.InFile place) implements Node {
        enum Type {
            TEXT,
            NUMBER,
            FLAG,
            NULL
        }

        @Override
        public String kind() {
            return switch (type) {
                case TEXT -> "a text";
                case NUMBER -> "a number";
                case FLAG -> "true or false";
                case NULL -> "null";
            };
        }

        /// Upstream's files write null and "" for what is not set.
        boolean isBlank() {
            return type == Type.NULL || (type == Type.TEXT && text.isBlank());
        }

        @Override
        public String toString() {
            return kind() + " at " + place;
        }
    }
}
