package io.pypnm.remote.contracts.config;

/// Where a setting came from, in the words an operator needs to find it.
public sealed interface Origin {
    /// A place in a file.
    ///
    /// @param file   as the operator named it
    /// @param line   from 1
    /// @param column from 1, in UTF-16 units; a tab counts one
    record InFile(String file, int line, int column) implements Origin {
        @Override
        public String toString() {
            return file + ":" + line + ":" + column;
        }
    }

    /// An environment variable.
    record InEnvironment(String variable) implements Origin {
        @Override
        public String toString() {
            return "environment " + variable;
        }
    }

    /// Nobody set it: the program's own default holds.
    record BuiltIn() implements Origin {
        @Override
        public String toString() {
            return "default";
        }
    }
}
